"""Fill a template with facts. What is not known, not allowed or not said is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import SENDER, SLOTS, Language, MessageFacts, fact_name, in_short
from forbear.core.speech.formats import value_text
from forbear.core.speech.templates import Disclosure, FactLine, Template, Words, split_slots

RefusalCode = Literal[
    "LANGUAGE_MISSING",
    "CHANNEL_MISSING",
    "UNKNOWN_SLOT",
    "FACT_MISSING",
    "FACT_INVALID",
    "DEBT_DISCLOSED",
    "STAFF_ONLY",
    "GUARANTOR_ONLY",
    "DISCLOSURE_MISSING",
    "CLAIM_UNTRUE",
    "CLAIM_UNKNOWN",
    "NOTHING_DUE",
    "WRONG_PLACE",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no text; ``subject`` is the slot, code, condition, language or party."""

    code: RefusalCode
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one message, every gap filled.

    ``text`` is plain, paragraphs apart by an empty line; ``html`` says the same. ``disclosures``
    are the codes that it satisfies. Letters also have facts, rights and closing.
    """

    template_id: str
    language: Language
    channel: str
    subject: str
    text: str
    html: str
    disclosures: frozenset[str]
    facts: tuple[FactLine, ...] = ()
    rights: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    tear_off: tuple[str, ...] = ()


class _Gap(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


def render(
    template: Template,
    facts: MessageFacts,
    language: Language,
    must_disclose: Collection[str] = (),
    *,
    channel: str | None = None,
    disclosures: Mapping[str, Disclosure] | None = None,
) -> Text | Refusal:
    """Return the text of ``template`` for one channel (by default its first), or why there is none.

    ``must_disclose`` are the gate's codes: those that the template does not always say are added
    as sentences from ``disclosures``; one that cannot be said refuses the whole text.
    """
    chosen = channel or template.channels[0]
    words = template.words_in(language, facts.places or ())
    if words is None:
        return Refusal("LANGUAGE_MISSING", language, f"{template.template_id} has no {language}.")
    if refusal := _objection(template, facts, chosen):
        return refusal
    added = _sentences(template, language, must_disclose, chosen, disclosures or {})
    if isinstance(added, Refusal):
        return added
    if refusal := _untrue(template, facts, must_disclose, disclosures or {}):
        return refusal
    if chosen == "sms":
        facts = in_short(facts)
    try:
        return _filled(
            template,
            words,
            lambda text: _fill(text, facts, language),
            language=language,
            channel=chosen,
            added=added,
            must_disclose=must_disclose,
        )
    except _Gap as gap:
        return gap.refusal


def filled(text: str, facts: MessageFacts, language: Language) -> str | None:
    """Return one sentence with its gaps filled; ``None`` where a fact for it is missing."""
    try:
        return _fill(text, facts, language)
    except _Gap:
        return None


def _objection(template: Template, facts: MessageFacts, channel: str) -> Refusal | None:
    if channel not in template.channels:
        return Refusal(
            "CHANNEL_MISSING", channel, f"{template.template_id} may not be sent by {channel}."
        )
    if (template.audience == "staff") != (facts.party == "staff"):
        return Refusal(
            "STAFF_ONLY", facts.party, f"{template.template_id} is not for the {facts.party}."
        )
    is_guarantors = template.audience == "guarantor"
    # what is the cardholder's is none of the guarantor's, and the other way round
    if is_guarantors != (facts.party == "guarantor") and template.audience != "anyone":
        return Refusal(
            "GUARANTOR_ONLY", facts.party, f"{template.template_id} is not for the {facts.party}."
        )
    if template.only_in and not template.only_in.intersection(facts.places or ()):
        places = ", ".join(sorted(template.only_in))
        return Refusal(
            "WRONG_PLACE", places, f"{template.template_id} is written for the law of {places}."
        )
    may_know = {"cardholder", "staff"} | ({"guarantor"} if is_guarantors else set())
    if template.discloses_debt and facts.party not in may_know:
        return Refusal(
            "DEBT_DISCLOSED",
            facts.party,
            f"{template.template_id} tells of the debt, and {facts.party} may not know of it.",
        )
    return None


def _untrue(
    template: Template,
    facts: MessageFacts,
    must_disclose: Collection[str],
    known: Mapping[str, Disclosure],
) -> Refusal | None:
    """Ask every condition that the text claims; what is not known to be true is not said."""
    added = set(must_disclose) - template.disclosures - template.moot
    claimed = template.requires.union(*(known[code].requires for code in added if code in known))
    for name in sorted(claimed):
        condition = CONDITIONS[name]
        answer = condition.holds(facts)
        if answer:
            continue
        if condition.because_nothing_due:
            return Refusal("NOTHING_DUE", name, "Nothing is due any more, so nothing is asked for.")
        if answer is None:
            told = f"{template.template_id} says that {condition.says}; that is not known."
            return Refusal("CLAIM_UNKNOWN", name, told)
        told = f"{template.template_id} says that {condition.says}; that is not so."
        return Refusal("CLAIM_UNTRUE", name, told)
    return None


def _sentences(
    template: Template,
    language: Language,
    must_disclose: Collection[str],
    channel: str,
    known: Mapping[str, Disclosure],
) -> tuple[str, ...] | Refusal:
    """Return the sentences to add, in the order of their codes."""
    found: list[str] = []
    for code in sorted(set(must_disclose) - template.disclosures - template.moot):
        disclosure = known.get(code)
        may_say = (
            disclosure is not None
            and not template.is_closed
            and (template.discloses_debt or not disclosure.discloses_debt)
        )
        if disclosure is None or not may_say:
            return Refusal(
                "DISCLOSURE_MISSING", code, f"{template.template_id} cannot say {code} as required."
            )
        found.append((disclosure.short if channel == "sms" else disclosure.sentence)[language])
    return tuple(found)


def _filled(
    template: Template,
    words: Words,
    fill: Callable[[str], str],
    *,
    language: Language,
    channel: str,
    added: tuple[str, ...],
    must_disclose: Collection[str],
) -> Text:
    is_letter = channel == "letter"
    if channel == "sms":
        # Chinese sets no space between sentences
        body = (" " if language == "en" else "").join(fill(one) for one in (words.sms, *added))
    else:
        # a letter has places of its own for rights and closing; elsewhere they are in the text
        rights = "" if is_letter else "\n".join(f"• {right}" for right in words.rights)
        closing = "" if is_letter else "\n".join(words.closing)
        tear_off = "" if is_letter else _tear_off_in_text(words)
        # a letter shows its facts as a table
        told = "" if is_letter or not words.tear_off else _facts_in_text(words)
        every = filter(None, (words.body.strip(), told, rights, *added, closing, tear_off))
        body = "\n\n".join(fill(one) for one in every)
    return Text(
        template_id=template.template_id,
        language=language,
        channel=channel,
        subject=fill(words.subject),
        text=body,
        html=_html(body),
        disclosures=template.disclosures | set(must_disclose),
        facts=tuple(
            FactLine(fill(line.label), fill(line.value), line.is_figure, line.is_total)
            for line in words.facts
        )
        if is_letter
        else (),
        rights=tuple(map(fill, words.rights)) if is_letter else (),
        closing=tuple(map(fill, words.closing)) if is_letter else (),
        tear_off=tuple(map(fill, words.tear_off)) if is_letter else (),
    )


def _tear_off_in_text(words: Words) -> str:
    """Return lines to tick; the last two say who answers and whom."""
    *ticked, _, _ = words.tear_off or ("", "")
    return "\n".join((*(f"[ ] {line}" for line in ticked), *words.tear_off[-2:]))


def _facts_in_text(words: Words) -> str:
    return "\n".join(f"{line.label}: {line.value}" for line in words.facts)


def _fill(text: str, facts: MessageFacts, language: Language) -> str:
    pieces = split_slots(text)
    pieces[1::2] = [_value(slot, facts, language) for slot in pieces[1::2]]
    return "".join(pieces)


def _value(slot: str, facts: MessageFacts, language: Language) -> str:
    if slot not in SLOTS:
        raise _Gap(Refusal("UNKNOWN_SLOT", slot, f"No fact is called {slot}."))
    if slot == SENDER:
        return _sender(facts, language)
    value = getattr(facts, fact_name(slot))
    needs_currency = SLOTS[slot] == "money" and facts.currency is None
    if value is None or needs_currency:
        missing = "currency" if needs_currency and value is not None else fact_name(slot)
        raise _Gap(Refusal("FACT_MISSING", missing, f"The fact {missing} is not known."))
    text = value_text(value, SLOTS[slot], facts.currency, language)
    if text is None or (slot == "card_last4" and not _is_last4(text)):
        raise _Gap(Refusal("FACT_INVALID", slot, f"The fact {slot} is not a proper {SLOTS[slot]}."))
    return text


def _sender(facts: MessageFacts, language: Language) -> str:
    """Return who speaks. An agency never speaks as the creditor, and says for whom it acts."""
    match facts.collector_kind:
        case "creditor":
            return _value("issuer_name", facts, language)
        case "buyer":
            return _value("collector_name", facts, language)
        case "agency":
            agency = _value("collector_name", facts, language)
            issuer = _value("issuer_name", facts, language)
            return f"{agency}, for {issuer}" if language == "en" else f"{agency}（受{issuer}委托）"
        case None:
            raise _Gap(
                Refusal("FACT_MISSING", "collector_kind", "The fact collector_kind is not known.")
            )
        case kind:
            raise _Gap(Refusal("FACT_INVALID", "collector_kind", f"Nobody who speaks is a {kind}."))


def _is_last4(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()  # noqa: PLR2004 - last four


def _html(body: str) -> str:
    """Return paragraphs as HTML. Every sign that could mean markup is escaped."""
    return "".join(
        f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in body.split("\n\n")
    )
