import tomllib
from pathlib import Path

from forbear import packs
from forbear.packs.words import load_templates

STRATEGIES = Path(packs.__file__).parent / "strategies"
# A visit is referred to people; it has no text of its own.
SPOKEN_OR_WRITTEN = {"call", "sms", "email", "letter", "voicemail"}


def test_every_message_of_every_strategy_has_words():
    templates = load_templates()
    missing = []
    asked = 0
    for path in STRATEGIES.glob("*.toml"):
        strategy = tomllib.loads(path.read_text(encoding="utf-8"))
        for plan in (
            *strategy.get("reminders", ()),
            *strategy.get("events", ()),
            *strategy.get("steps", ()),
        ):
            for channel in SPOKEN_OR_WRITTEN.intersection(plan.get("channels", ())):
                asked += 1
                name = plan.get("templates", {}).get(channel, plan["template"])
                if name not in templates or channel not in templates[name].channels:
                    missing.append((path.name, plan["id"], name, channel))
    assert asked
    assert missing == []
