"""The guide of a call, in the cardholder's language and with the account's own figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from forbear.core.speech.audited import blocked_by
from forbear.core.speech.facts import Language
from forbear.core.speech.render import Text, filled, render
from forbear.packs.speech import load_auditor
from forbear.packs.words import load_disclosures, load_templates
from forbear.services.case_facts import with_case
from forbear.services.desk.kinds import Kind
from forbear.services.messages import message_facts, message_language
from forbear.store.models import Account
from forbear.wiring.adapters import issuer

DEFAULT = "call_guide"
# said only where the case is so
_WHERE_TRUE = ("guide_promise", "guide_broken", "guide_offer")


@dataclass(frozen=True, slots=True)
class CallGuide:
    """What a collector reads during a call: paragraphs of a title and its words, in their order."""

    language: Language
    parts: tuple[tuple[str, str], ...]


def call_guide(
    account: Account,
    *,
    caller_name: str,
    on: date,
    kind: Kind = "ordinary",
    is_early: bool = True,
    template_id: str | None = None,
) -> CallGuide | None:
    """Return the guide for a call about ``account``, or ``None`` where a fact for it is missing.

    It is put together of parts: how to open, the pace of the stage, the kind of customer, what is
    offered or promised where that is so, and how to close (REQUIREMENTS C2, C3, E1 to E3). A ladder
    that names a guide of its own gets that one whole.
    """
    templates = load_templates()
    own = templates.get(template_id or DEFAULT)
    is_own = own is not None and own.template_id != DEFAULT and "call" in own.channels
    names = [own.template_id] if own and is_own else _parts(kind, is_early=is_early)
    language = message_language(account.person)
    facts = message_facts(
        account, issuer=issuer(), party="staff", on=on, reference=account.reference
    )
    if caller_name:
        facts = replace(facts, caller_name=caller_name)
    parts: list[tuple[str, str]] = []
    for name in names:
        template = templates[name]
        known = with_case(facts, account, template, issuer=issuer(), point=None, channel="call")
        text = render(template, known, language, channel="call")
        if isinstance(text, Text):
            parts += _paragraphs(text.text)
        elif name not in _WHERE_TRUE:
            return None
    return CallGuide(language, tuple(parts))


def _parts(kind: Kind, *, is_early: bool) -> list[str]:
    stage = "guide_early" if is_early else "guide_late"
    return ["guide_open", stage, f"guide_{kind}", *_WHERE_TRUE, "guide_close"]


def _paragraphs(text: str) -> list[tuple[str, str]]:
    parts = [part.strip().split("\n", 1) for part in text.split("\n\n") if part.strip()]
    return [(part[0], part[1] if len(part) > 1 else "") for part in parts]


@dataclass(frozen=True, slots=True)
class LimitedWords:
    """Words that anyone may hear: of which template, in which language."""

    template: str
    language: Language
    text: str


def limited_words(
    account: Account, template_id: str, *, caller_name: str, on: date
) -> LimitedWords | None:
    """Return the words of a template that anyone may hear; ``None``: say nothing of the kind.

    They are those of the place: whose name may be told to others differs. ``None`` where a fact is
    missing, or where the auditor objects to the words as they stand.
    """
    template = load_templates()[template_id]
    assert not template.discloses_debt, "only words without the debt are for anyone"
    facts = message_facts(
        account, issuer=issuer(), party="unknown", on=on, reference=account.reference
    )
    facts = replace(facts, places=tuple(filter(None, (account.nation, account.region))))
    if caller_name:
        facts = replace(facts, caller_name=caller_name)
    language = message_language(account.person)
    text = render(template, facts, language, channel=template.channels[0])
    if not isinstance(text, Text) or blocked_by(load_auditor(), text, facts, language):
        return None
    return LimitedWords(template_id, language, text.text)


def disclosure_words(account: Account, codes: Collection[str], *, on: date) -> dict[str, str]:
    """Return what must be said, word by word, in the cardholder's language; what is known of it."""
    known = load_disclosures()
    facts = message_facts(
        account, issuer=issuer(), party="cardholder", on=on, reference=account.reference
    )
    language = message_language(account.person)
    found = {}
    for code in codes:
        said = filled(known[code].sentence[language], facts, language) if code in known else None
        if said:
            found[code] = said
    return found
