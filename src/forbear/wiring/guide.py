"""The guide of a call, in the cardholder's language and with the account's own figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from forbear.core.speech.facts import Language
from forbear.core.speech.render import Text, render
from forbear.packs.words import load_templates
from forbear.services.messages import message_facts, message_language
from forbear.store.models import Account
from forbear.wiring.adapters import issuer

DEFAULT = "call_guide"


@dataclass(frozen=True, slots=True)
class CallGuide:
    """What a collector reads during a call: paragraphs of a title and its words."""

    language: Language
    parts: tuple[tuple[str, str], ...]


def call_guide(
    account: Account, *, caller_name: str, on: date, template_id: str | None = None
) -> CallGuide | None:
    """Return the guide for a call about ``account``, or ``None`` where a fact for it is missing."""
    templates = load_templates()
    template = templates.get(template_id or DEFAULT, templates[DEFAULT])
    if "call" not in template.channels:
        template = templates[DEFAULT]
    facts = message_facts(
        account, issuer=issuer(), party="staff", on=on, reference=account.reference
    )
    if caller_name:
        facts = replace(facts, caller_name=caller_name)
    language = message_language(account.person)
    text = render(template, facts, language, channel="call")
    if not isinstance(text, Text):
        return None
    parts = [part.strip().split("\n", 1) for part in text.text.split("\n\n") if part.strip()]
    return CallGuide(language, tuple((part[0], part[1] if len(part) > 1 else "") for part in parts))


def limited_words(account: Account, template_id: str, *, caller_name: str, on: date) -> Text | None:
    """Return the words of a template that anyone may hear, or ``None`` where a fact is missing."""
    template = load_templates()[template_id]
    assert not template.discloses_debt, "only words without the debt are for anyone"
    facts = message_facts(
        account, issuer=issuer(), party="unknown", on=on, reference=account.reference
    )
    if caller_name:
        facts = replace(facts, caller_name=caller_name)
    text = render(template, facts, message_language(account.person), channel=template.channels[0])
    return text if isinstance(text, Text) else None
