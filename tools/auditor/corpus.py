"""What teaches the auditor: sentences by what they do, and whole texts with their answers.

`data/NOTICE.md` says who wrote them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from tools.auditor.plain import filled as filled_in
from tools.evaluate_auditor import rows

from forbear.core.speech.audit.values import Facts, Message, Turn
from forbear.interchange.texts import BadText, read_text

DATA = Path(__file__).resolve().parent / "data"
CASES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "speech"
# Written together with the rules, which therefore know them too well to be weighed on them.
KNOWN_TO_RULES = ("eval", "tune", "more", "firm", "last", "plain", "lawful")
_LINE_WORTH = 0.04
_ASKED = re.compile(r"\s*<<\s*(.*?)\s*>>\s*(.*)", re.DOTALL)
# What each act is; a line without an act is lawful.
ACTS = {
    "arrest": "threat_of_violence_or_arrest",
    "veiled": "threat_of_violence_or_arrest",
    "violence": "threat_of_violence_or_arrest",
    "suit": "false_legal_status",
    "fee": "exaggerated_amount_or_fee",
    "urgency": "false_urgency",
    "police": "impersonation",
    "bank_self": "impersonation",
    "third_party": "third_party_disclosure",
    "tell_others": "third_party_disclosure",
    "disclose": "third_party_disclosure",
    "discloses": "third_party_disclosure",
    "insult": "harassment_or_insult",
    "barrage": "harassment_or_insult",
    "promise_waive": "false_promise",
    "promise_other": "false_promise",
    "promise_record": "false_promise",
    "waive": "false_promise",
    "pause": "false_promise",
    "new_credit": "false_promise",
    "credit": "credit_record_misstatement",
    "record": "credit_record_misstatement",
    "personal_pay": "off_channel_or_personal_payment",
    "off_channel": "off_channel_or_personal_payment",
    "hide": "missing_identification",
    "relatives": "pressure_on_relatives",
    "through_relative": "pressure_on_relatives",
    "press_relative": "pressure_on_relatives",
    "data": "misuse_of_personal_data",
    "time_barred": "time_barred_threat",
    "visit": "fake_visit_claim",
    "no_dispute": "refusal_of_dispute_right",
    "leak": "privacy_leak_in_message",
    "lawful": None,
}
# The writers are left out in so many parts, in turn, when a reader is measured.
PARTS = 5
# Writers whose texts were read by who wrote rules: the readers learn from them, the weighing not.
READ_BY_RULES = ("_m6", "_m7")
_BLANK = re.compile(r"\{(\w)\}")
_FILL = {
    "en": {
        "n": ("dana", "mr. hale", "ms. ortiz", "leo park", "sam", "mrs. chen", "alicia"),
        "b": (
            "northriver bank",
            "summit card services",
            "lakeside credit union",
            "first harbor bank",
        ),
        "a": ("quayside recovery", "meridian collections", "alder resolution group"),
        "m": ("$157.21", "$873.40", "$2,400", "300 dollars", "£120", "$45"),
        "r": ("mother", "wife", "brother", "dad", "husband", "parents", "sister", "daughter"),
        "d": ("friday", "march 9", "monday", "the 20th", "tomorrow", "june 30, 2026"),
        "t": ("5 pm", "noon", "3 o'clock", "midnight", "6 tonight"),
        "p": ("work", "the office", "the school", "your house", "the warehouse"),
        "k": ("38", "12", "5", "90", "6"),
    },
    "zh": {
        "n": ("小陈", "王女士", "张先生", "李明", "赵经理"),
        "b": ("江城银行", "北江银行", "海川银行", "某银行"),
        "a": ("鸿信资产", "和远信息咨询公司", "正诚催收公司"),
        "m": ("1572.10元", "八千块", "2万元", "500元", "三千"),
        "r": ("妈", "老婆", "哥哥", "爸", "老公", "父母", "女儿", "儿子"),
        "d": ("周五", "3月9日", "明天", "20号", "2026年6月30日"),
        "t": ("下午五点", "中午12点", "今晚", "六点", "17:00"),
        "p": ("单位", "公司", "家", "学校", "村里"),
        "k": ("38", "12", "5", "90", "6"),
    },
}
_LEAD = {
    "en": (
        "",
        "look, ",
        "listen, ",
        "so ",
        "ma'am, ",
        "sir, ",
        "and ",
        "just so you know, ",
        "honestly, ",
    ),
    "zh": (
        "",
        "我跟你说，",
        "听着，",
        "您好，",
        "那个，",
        "女士，",
        "先生，",
        "另外，",
        "说实话，",
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or short exchange with the categories that it belongs to; none: lawful.

    ``is_late``: its author had read the whole texts, so it is kept from readers that are to be
    measured on them.
    """

    text: str
    categories: frozenset[str]
    asked: str = ""
    channel: str | None = None
    recipient: str | None = None
    is_late: bool = False

    def part(self, of: int) -> int:
        """With which of so many writers' texts the line is left out, by chance; -1: with none."""
        return crc32(self.text.encode()) % of if self.channel else -1


@dataclass(frozen=True, slots=True)
class Known:
    """A text with its answer; ``batch`` is set where the rules did not learn from it.

    ``worth`` is what it counts for beside a whole text, ``unasked`` what its author did not judge;
    ``is_strange``: its writer had seen neither the rules nor the lines. ``is_late``: a line whose
    author had read whole texts.
    """

    message: Message
    categories: frozenset[str]
    batch: int | None
    worth: float = 1.0
    unasked: frozenset[str] = frozenset()
    is_strange: bool = True
    is_late: bool = False


def patterns(language: str) -> Iterator[tuple[str, str]]:
    """Yield each pattern with its act."""
    act = ""
    for line in (DATA / f"patterns_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            act = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            yield line.strip(), act


def from_patterns(language: str, *, copies: int = 2) -> Iterator[Line]:
    """Yield every pattern ``copies`` times, filled in differently, each time the same."""
    for pattern, act in patterns(language):
        family = hashlib.sha256(f"{language}|{pattern}".encode()).hexdigest()[:8]
        made = set()
        for copy in range(copies):
            text = filled(pattern, language, int(family, 16) + copy * 7919)
            lead = _LEAD[language][(int(family[:4], 16) + copy * 5) % len(_LEAD[language])]
            if (text := (lead if copy else "") + text) not in made:
                made.add(text)
                yield Line(text, _categories(act))


def from_lines(language: str) -> Iterator[Line]:
    """Yield the lines of the files: acts, channel, recipient and words, a tab between."""
    for path in sorted(DATA.glob(f"*lines_{language}.tsv")):
        is_late = path.name.startswith("late")
        for row in path.read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#"):
                acts, channel, recipient, text = row.split("\t")
                heard = _ASKED.match(text)
                asked, said = heard.groups() if heard else ("", text)
                yield Line(said, _categories(acts), asked.lower(), channel, recipient, is_late)


def _categories(acts: str) -> frozenset[str]:
    return frozenset(name for act in acts.split(",") if (name := ACTS[act.strip()]))


def writers(language: str) -> list[Path]:
    """Return the files of whole texts by strangers, one for each writer."""
    return [
        DATA / f"texts_{language}.jsonl",
        *sorted((DATA / "strangers_more").glob(f"{language}_*.jsonl")),
    ]


def texts(language: str) -> Iterator[Known]:
    """Yield the whole texts that may be learned from."""
    for number, path in enumerate(writers(language)):
        for row, wanted in rows(path):
            is_read = path.stem.endswith(READ_BY_RULES)
            yield Known(_message(row), wanted, None if is_read else number % PARTS)
    yield from _plain(language)
    yield from _reviewed(language)
    for name in KNOWN_TO_RULES:
        for number, (row, wanted) in enumerate(rows(CASES / f"{name}_{language}.jsonl"), 1):
            # of these only the even lines of "eval" were kept from those who wrote the rules
            is_fresh = name == "eval" and not number % 2
            part = number // 2 % PARTS if is_fresh else None
            yield Known(_message(row), wanted, part, is_strange=False)


def _plain(language: str) -> Iterator[Known]:
    """Yield plain lawful texts whose figures are all true; by one writer more."""
    part, path = len(writers(language)) % PARTS, DATA / f"plain_{language}.tsv"
    for one in filled_in(language, path) if path.exists() else ():
        yield Known(_message(one.row), frozenset(), part)


def _reviewed(language: str) -> Iterator[Known]:
    """Yield what a house's reviewers judged: the lines of ``forbear review export``, if any."""
    path = DATA / f"reviewed_{language}.jsonl"
    if path.exists():
        for row, wanted in rows(path):
            part = crc32(str(row["id"]).encode()) % PARTS
            yield Known(_message(row), wanted, part)


def short_texts(language: str) -> Iterator[Known]:
    """Yield the lines as texts of an account of which nothing that they claim is true."""
    for line in from_lines(language):
        if line.channel is None or line.recipient is None:
            continue
        ours = Turn("collector", line.text, 1 if line.asked else None)
        asked = (Turn("cardholder", line.asked, 0, is_ours=False),) if line.asked else ()
        is_about = line.categories.__contains__
        facts = Facts(
            legal_status="none",
            credit_reported=False,
            offers=(),
            visit_scheduled=False,
            time_barred=True if is_about("time_barred_threat") else None,
            recipient=line.recipient,
            collector_is="agency" if is_about("impersonation") else None,
        )
        message = Message(language, line.channel, "collector", (*asked, ours), facts)
        unnamed = frozenset({"missing_identification"}) - line.categories
        part = None if line.is_late else line.part(PARTS)
        yield Known(
            message,
            line.categories,
            part,
            _LINE_WORTH,
            unnamed,
            is_strange=False,
            is_late=line.is_late,
        )


def _message(row: dict[str, object]) -> Message:
    text = read_text(json.dumps(row).encode(), 1)
    assert not isinstance(text, BadText), text
    return text.message


def filled(pattern: str, language: str, seed: int) -> str:
    """Return a pattern with its blanks filled."""

    def one(match: re.Match[str]) -> str:
        words = _FILL[language][match[1]]
        return words[(seed // (match.start() + 3)) % len(words)]

    return _BLANK.sub(one, pattern)
