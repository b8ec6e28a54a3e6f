"""The reasons of a limitation answer as sentences, in English and in Chinese."""

from __future__ import annotations

from typing import Literal

from forbear.core.law.periods.events import EVENTS
from forbear.core.law.periods.limits import LimitationAnswer, Step

Language = Literal["en", "zh"]
_SENTENCES = {
    "no_law": (
        "No law of limitation is known for the place on {day}: it cannot be said to be in time.",
        "{day}该地的诉讼时效规定未收录,不能认定仍在时效内。",
    ),
    "no_start": (
        "The day is not known on which the clock began ({event}): it cannot be said to be in time.",
        "起算日({event})不明,不能认定仍在时效内。",
    ),
    "runs": ("The clock runs from {day}: {event}.", "自{day}起算:{event}。"),
    "restarted": ("It began anew on {day}: {event}.", "{day}中断并重新计算:{event}。"),
    "revived": (
        "It had ended; {event} on {day} begins it anew.",
        "届满后于{day}重新起算:{event}。",
    ),
    "too_late": (
        "{event} on {day} came after the end and changes nothing.",
        "{day}的事项在届满之后,不产生影响:{event}。",
    ),
    "no_effect": ("{event} on {day} does not restart it here.", "{day}的事项不中断时效:{event}。"),
    "long_stop": (
        "Nothing carries it beyond {day}, {count} years after the start.",
        "自起算满{count}年({day})后不再受保护。",
    ),
    "ends": ("The last day to sue is {day}.", "时效最后一日为{day}。"),
    "guess": (
        "The true start is not known ({event}): it cannot be said to be in time.",
        "真正的起算日({event})不明,不能认定仍在时效内。",
    ),
    "review_near": (
        "Less than {count} months are left: look at it before a suit is spoken of.",
        "距届满不足{count}个月:提及诉讼前应由专人审查。",
    ),
    "review_restart": (
        "Without a restart, known only at second hand, it would have ended on {day}: look at it.",
        "若无中断已于{day}届满,且该规定尚未核对原文:应由专人审查。",
    ),
    "review_reading": (
        "Under another reading of the contract, {count} years, it would have ended: look at it.",
        "若按另一种合同定性,时效为{count}年且已届满:应由专人审查。",
    ),
}


def sentence(step: Step, language: Language = "en") -> str:
    """Return a reason as a sentence."""
    which = 0 if language == "en" else 1
    event = EVENTS[step.event][which] if step.event else ""
    text = _SENTENCES[step.code][which].format(day=step.day, event=event, count=step.count)
    return text[0].upper() + text[1:]


def sentences(answer: LimitationAnswer, language: Language = "en") -> list[str]:
    """Return the reasons of an answer, in the order in which it was worked out."""
    return [sentence(step, language) for step in answer.steps]
