"""A template as it would be sent, in every language and channel. Nothing is sent or kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.core.calendar.zones import local_date
from forbear.core.speech.audited import blocked_by, whole_text
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.render import Refusal, render
from forbear.core.speech.sms import sms_parts
from forbear.core.speech.templates import Template
from forbear.packs.speech import load_auditor
from forbear.packs.trying import invented_case, reader_of
from forbear.packs.words import load_disclosures
from forbear.services.case_facts import with_case
from forbear.services.messages import message_facts
from forbear.services.wording import template_in_force
from forbear.store.models import Account
from forbear.wiring.adapters import issuer


@dataclass(frozen=True, slots=True)
class Preview:
    """One form of a template: its text, or why it would not be sent. ``parts`` is of an SMS."""

    language: Language
    channel: str
    text: str
    refusal: str | None
    parts: int

    @property
    def length(self) -> int:
        """How many characters the text has."""
        return len(self.text)

    @property
    def size(self) -> str:
        """Return the length and the parts in words, for a terminal."""
        return f", {self.length} characters" + (f", {self.parts} parts" if self.parts else "")


def previews(template_id: str, *, account: str | None, at: datetime) -> list[Preview] | None:
    """Show the template in force; ``None`` if there is none, empty if there is no such account."""
    found = template_in_force(template_id, at=at)
    if found is None:
        return None
    case = None
    if account is not None:
        case = Account.objects.select_related("person").filter(reference=account).first()
        if case is None:
            return []
    return previews_of(found.template, case, at=at)


def previews_of(template: Template, account: Account | None, *, at: datetime) -> list[Preview]:
    """Show a template for a real case, or for an invented one in which it may be said."""
    return [
        _preview(template, _facts(template, account, language, channel, at), language, channel)
        for language in template.words
        for channel in template.channels
    ]


def _facts(
    template: Template, account: Account | None, language: Language, channel: str, at: datetime
) -> MessageFacts:
    if account is None:
        return invented_case(template, language)
    account.person.language = "zh-hans" if language == "zh-Hans" else "en"
    facts = message_facts(
        account,
        issuer=issuer(),
        party=reader_of(template),
        on=local_date(at, account.person.time_zones),
        reference=account.reference,
    )
    return with_case(facts, account, template, issuer=issuer(), point=None, channel=channel)


def _preview(template: Template, facts: MessageFacts, language: Language, channel: str) -> Preview:
    text = render(template, facts, language, channel=channel, disclosures=load_disclosures())
    if isinstance(text, Refusal):
        return Preview(language, channel, "", text.sentence, 0)
    shown = text.text if channel == "sms" else whole_text(text)
    finding = None
    if template.audience != "staff":
        finding = blocked_by(load_auditor(), text, facts, language)
    refusal = None if finding is None else f"{finding.category}: {finding.because}"
    return Preview(language, channel, shown, refusal, sms_parts(shown) if channel == "sms" else 0)
