"""Writing the message of a planned contact, from what is true at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from forbear.core.calendar.zones import local_date
from forbear.core.payments.references import in_fours
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audited import blocked_by
from forbear.core.speech.codes import code_of
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.notices import notice_faults
from forbear.core.speech.numbers import looks_like_number
from forbear.core.speech.render import Refusal, Text, render
from forbear.core.speech.templates import Disclosure, Template
from forbear.letters.compose import letter_from
from forbear.packs.issuers import Issuer
from forbear.packs.notices import load_notices
from forbear.packs.speech import load_auditor
from forbear.ports.channels import OutgoingMessage
from forbear.ports.letters import Enclosed, LetterError, LetterPress, LetterSeal, LetterStore
from forbear.ports.writing import Draft, MessageRefused, WritingWish
from forbear.services.agreements.links import sign_token
from forbear.services.case_facts import with_case
from forbear.services.guarantees.owed import for_guarantor
from forbear.services.payments.payers import TEMPLATE as PAY_TEMPLATE
from forbear.services.payments.payers import pay_to, pay_token
from forbear.services.preferences.links import link_token
from forbear.services.refusals import Refusal as Unregistered
from forbear.services.senders import sender_for, senders_of
from forbear.services.speech.drafts import FREE_TEXT, free_template
from forbear.services.wording import InForce, template_in_force
from forbear.store.models import (
    Account,
    ContactPoint,
    Debit,
    Guarantee,
    PayReference,
    Person,
    PlannedContact,
    SenderIdentity,
    SignLink,
)
from forbear.store.selectors.guarantees import guarantee_at


def message_language(person: Person) -> Language:
    """Return the language to write in: the one they chose, English where there are no words."""
    return "zh-Hans" if person.spoken.startswith("zh") else "en"


def reader_language(person: Person, guarantee: Guarantee | None) -> Language:
    """Return the language of whoever reads: a guarantor has their own."""
    if guarantee is None:
        return message_language(person)
    return "zh-Hans" if guarantee.language.startswith("zh") else "en"


def message_facts(
    account: Account,
    *,
    issuer: Issuer,
    party: str,
    on: date,
    reference: str,
    debit: Debit | None = None,
    code: str | None = None,
    preferences_url: str | None = None,
    guarantee: Guarantee | None = None,
    language: Language | None = None,
) -> MessageFacts:
    """Return the facts that a message about ``account`` may state on the day ``on``.

    To whoever stands guarantor, only what is theirs: of the cardholder's affairs nothing is known.

    ``debit`` is the one that the message announces; ``code`` the one by which it is asked about;
    ``preferences_url`` the recipient's own link to the page of wishes. ``language``: the person's,
    unless given.
    """
    person = account.person
    language = language or reader_language(person, guarantee)
    words = issuer.words[language]
    oldest = account.oldest_unpaid_due_on
    facts = MessageFacts(
        party=party,
        person_name=person.name,
        currency=account.currency,
        card_last4=account.card_last4 or None,
        overdue_minor=account.overdue_minor,
        balance_minor=account.balance_minor,
        minimum_minor=account.next_due_minor or None,
        oldest_due_on=oldest,
        due_on=account.next_due_on,
        as_of=on,
        dpd=max((on - oldest).days, 0) if oldest else None,
        reference=reference,
        message_code=code,
        preferences_url=preferences_url,
        collector_kind=account.collector_kind,
        collector_name=issuer.collector_name(account.collector_kind, language),
        reach_phone=issuer.reach_phone,
        check_url=issuer.check_url,
        issuer_name=words["issuer_name"],
        neutral_name=issuer.neutral_name(account.collector_kind, language),
        caller_name=words["caller_name"],
        pay_way=words["pay_way"],
        reach_way=words["reach_way"],
        query_way=words["query_way"],
        opt_out_way=words["opt_out_way"],
        dispute_way=words["dispute_way"],
        reason=words["reason"],
        legal_basis=words["legal_basis"],
    )
    facts = _with_ways(facts, words)
    if party == "guarantor":
        return for_guarantor(facts, guarantee, account)
    return facts if debit is None else _with_debit(facts, debit, issuer)


def _with_ways(facts: MessageFacts, words: Mapping[str, str]) -> MessageFacts:
    """Add the ways that a house may leave out; what it does not name is not known."""
    return replace(
        facts,
        pay_way_short=words.get("pay_way_short"),
        reach_way_short=words.get("reach_way_short"),
        opt_out_way_short=words.get("opt_out_way_short"),
        dispute_way_short=words.get("dispute_way_short"),
        grievance_way=words.get("grievance_way"),
        authority_way=words.get("authority_way"),
    )


def _with_debit(facts: MessageFacts, debit: Debit, issuer: Issuer) -> MessageFacts:
    """Add what is announced; of a debit that will not be made after all, nothing is known."""
    if debit.state != "planned":
        return facts
    return replace(
        facts,
        due_on=debit.due_on,
        debit_minor=debit.amount_minor,
        debit_on=debit.collection_on,
        mandate_reference=debit.mandate.reference,
        debit_account=debit.mandate.iban[-4:],
        creditor_name=issuer.bank.name if issuer.bank else None,
        creditor_id=debit.mandate.creditor_id,
    )


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the messages of one batch share: sender identities, and templates looked up."""

    senders: Sequence[SenderIdentity]
    words: dict[str, InForce | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoreWriter:
    """The ``MessageWriter`` of the platform."""

    issuer: Issuer
    templates: Mapping[str, Template]
    disclosures: Mapping[str, Disclosure]
    press: LetterPress
    letters: LetterStore
    code_key: bytes
    seal: LetterSeal | None = None
    auditor: Auditor = field(default_factory=load_auditor)
    # where the public pages are, as https://pay.bank.example; the page of wishes is among them
    public_url: str = ""

    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        """Return the message; raises ``MessageRefused`` where no true text can be made."""
        wish = WritingWish(planned_id, reference, must_disclose)
        planned, debit = _read([planned_id])[planned_id]
        batch = _Batch(senders_of("sms"))
        return self._write(wish, planned, debit, batch, at=at)

    def many(self, wishes: Sequence[WritingWish], *, at: datetime) -> list[Draft | MessageRefused]:
        """Return the messages, in their order, from three questions to the store."""
        read = _read([wish.planned_id for wish in wishes])
        batch = _Batch(senders_of("sms"))
        drafts: list[Draft | MessageRefused] = []
        for wish in wishes:
            try:
                drafts.append(self._write(wish, *read[wish.planned_id], batch, at=at))
            except MessageRefused as refused:
                drafts.append(refused)
        return drafts

    def _write(
        self,
        wish: WritingWish,
        planned: PlannedContact,
        debit: Debit | None,
        batch: _Batch,
        *,
        at: datetime,
    ) -> Draft:
        wording, let_go = self._wording_of(planned, batch, at=at)
        _check_address(planned.channel, planned.contact_point.value)
        person, point = planned.account.person, planned.contact_point
        on = local_date(at, person.time_zones)
        guarantee = guarantee_at(point, account_id=planned.account_id, at=at)
        is_named = point.party == "guarantor" and guarantee is None
        code = code_of(planned.pk, self.code_key)
        facts = message_facts(
            planned.account,
            issuer=self.issuer,
            party="other_contact" if is_named else point.party,
            on=on,
            reference=wish.reference,
            debit=debit,
            code=code,
            preferences_url=self._preferences_url(planned, at=at),
            guarantee=guarantee,
        )
        facts = self._with_link(facts, planned)
        language = reader_language(person, guarantee)
        text = self._text(
            planned, wording.template, facts, wish.must_disclose, language=language, let_go=let_go
        )
        artefact = ""
        if planned.channel == "letter":
            artefact = self._letter(
                text,
                point,
                person,
                language,
                enclosed=self._enclosed(planned.template, language),
                account=planned.account,
                reference=wish.reference,
                on=on,
                code=code,
                at=at,
            )
        message = OutgoingMessage(
            to=point.value,
            subject=text.subject,
            text=text.text,
            html=text.html if planned.channel == "email" else None,
            language=language,
            reference=wish.reference,
            unsubscribe_url=facts.preferences_url,
            sender=_sender(planned, batch.senders, on) if planned.channel == "sms" else "",
        )
        return Draft(message, artefact, code, wording.version, wording.sha256)

    def _text(
        self,
        planned: PlannedContact,
        template: Template,
        facts: MessageFacts,
        must_disclose: Sequence[str],
        *,
        language: Language,
        let_go: frozenset[str] = frozenset(),
    ) -> Text:
        """Return a text whose every claim holds at this moment, and that the auditor lets pass."""
        if (unsaid := _unsaid(template)) is not None:
            raise MessageRefused("DISCLOSURE_MISSING", unsaid)
        facts = with_case(
            facts,
            planned.account,
            template,
            issuer=self.issuer,
            point=planned.contact_point,
            channel=planned.channel,
        )
        text = render(
            template,
            facts,
            language,
            _to_say(planned, must_disclose),
            channel=planned.channel,
            disclosures=self.disclosures,
        )
        if isinstance(text, Refusal):
            raise MessageRefused(text.code, text.sentence)
        finding = blocked_by(self.auditor, text, facts, language)
        # what a second person saw and let go; anything else, as of today's facts, still stops it
        if finding is not None and finding.category not in let_go:
            raise MessageRefused("AUDIT_BLOCKED", f"{finding.category}: {finding.because}")
        return text

    def _wording_of(
        self, planned: PlannedContact, batch: _Batch, *, at: datetime
    ) -> tuple[InForce, frozenset[str]]:
        """Return the words of a contact: a template in force, or what someone wrote by hand."""
        if planned.template != FREE_TEXT:
            return self._wording(planned.template, batch, at=at), frozenset()
        template, let_go = free_template(planned, message_language(planned.account.person))
        return InForce(template, 0, ""), let_go

    def _wording(self, name: str, batch: _Batch, *, at: datetime) -> InForce:
        """Return the template in force, looked up once a batch."""
        if name not in batch.words:
            batch.words[name] = template_in_force(name, at=at, shipped=self.templates)
        found = batch.words[name]
        if found is None:
            raise MessageRefused("TEMPLATE_MISSING", f"there is no template {name!r}")
        return found

    def _preferences_url(self, planned: PlannedContact, *, at: datetime) -> str | None:
        """Return the recipient's own link to the page of wishes, or the house's for everyone."""
        if not self.public_url:
            return self.issuer.unsubscribe_url or None
        return f"{self.public_url.rstrip('/')}/p/{link_token(planned.pk, at=at)}/"

    def _with_link(self, facts: MessageFacts, planned: PlannedContact) -> MessageFacts:
        """Add where an offer is signed, or another pays, while that holds; then none is written."""
        if planned.template == PAY_TEMPLATE:
            return self._with_reference(facts, planned)
        link: SignLink | None = getattr(planned, "sign_link", None)
        if link is None or link.offer.state != "offered" or not self.public_url:
            return facts
        url = f"{self.public_url.rstrip('/')}/s/{sign_token(link.pk)}/"
        return replace(facts, sign_url=url, sign_until=link.offer.expires_on)

    def _with_reference(self, facts: MessageFacts, planned: PlannedContact) -> MessageFacts:
        live = PayReference.objects.select_related("account").filter(planned=planned).first()
        told = pay_to(live, issuer=self.issuer) if live and live.ended_at is None else None
        if live is None or told is None or not self.public_url:
            return facts
        url = f"{self.public_url.rstrip('/')}/pay/{pay_token(live.pk)}/"
        return replace(facts, payer_reference=in_fours(told.reference), pay_url=url)

    def _enclosed(self, template_id: str, language: Language) -> tuple[Enclosed, ...]:
        """Return the papers that the law wants beside a letter; a notice never goes without one."""
        notice = load_notices().get(template_id)
        found = []
        for one in notice.encloses if notice else ():
            version = self.issuer.enclosures.get(one.enclosure_id)
            if version is None:
                raise MessageRefused(
                    "ENCLOSURE_MISSING",
                    f"The law wants {one.title['en']} beside this notice ({one.cite}). Get the "
                    f"version in force at {one.obtain} and name it in the issuer's profile, under "
                    f"enclosures, as {one.enclosure_id}.",
                )
            found.append(Enclosed(one.title[language], one.publisher, version, one.obtain))
        return tuple(found)

    def _letter(
        self,
        text: Text,
        point: ContactPoint,
        person: Person,
        language: Language,
        *,
        enclosed: tuple[Enclosed, ...],
        account: Account,
        reference: str,
        on: date,
        code: str,
        at: datetime,
    ) -> str:
        head = self.issuer.letterhead(account.collector_kind, language)
        if head is None:
            raise MessageRefused(
                "LETTERHEAD_MISSING",
                f"The name or address of the {account.collector_kind} is not known: write it into "
                "the issuer's profile. A letter never goes out under another's head.",
            )
        letter = letter_from(
            text,
            reference=reference,
            on=on,
            issuer_name=head[0],
            issuer_lines=head[1],
            address=_address(person, point),
            currency=account.currency,
            check_url=self.issuer.check_url,
            code=code,
            is_signed=self.seal is not None,
            enclosed=enclosed,
        )
        try:
            pdf = self.press.letter_pdf(letter, language)
            sealed = self.seal.sealed(pdf, code=code, at=at) if self.seal else pdf
            place = self.letters.keep(reference=reference, on=on, pdf=sealed, unsigned=pdf)
        except LetterError as error:
            raise MessageRefused(error.code, str(error)) from error
        return f"letters/{place}"


def _check_address(channel: str, value: str) -> None:
    """Refuse what is no number: nobody knows whom a provider would make of it."""
    if channel == "sms" and not looks_like_number(value):
        raise MessageRefused("ADDRESS_INVALID", "This is no phone number. Correct it in the file.")


def _unsaid(template: Template) -> str | None:
    """Say what a notice lacks that its law asks for; a version may be older than the law's list."""
    notice = load_notices().get(template.template_id)
    found = next(notice_faults(template, notice), None) if notice else None
    return None if found is None else f"{template.template_id}: {found}."


def _address(person: Person, point: ContactPoint) -> tuple[str, ...]:
    """Return the lines of an address, the name first; an empty line is none."""
    lines = (line.strip() for line in point.value.splitlines())
    name = point.party_name if point.party == "guarantor" else person.name
    return (name, *filter(None, lines))


def _read(planned_ids: Sequence[int]) -> dict[int, tuple[PlannedContact, Debit | None]]:
    """Return the planned contacts with all that a message is made of, and the debits announced."""
    planned = PlannedContact.objects.select_related(
        "account__person__preference", "contact_point", "sign_link__offer"
    )
    debits = Debit.objects.select_related("mandate").filter(notice__in=planned_ids)
    announced = {debit.notice_id: debit for debit in debits}
    return {one.pk: (one, announced.get(one.pk)) for one in planned.filter(pk__in=planned_ids)}


def _to_say(planned: PlannedContact, must_disclose: Sequence[str]) -> tuple[str, ...]:
    """Return what the text must say; what is planned as a validation notice must be one.

    Source: 12 CFR 1006.34(a)(1).
    """
    codes = tuple(must_disclose)
    if planned.purpose == "validation" and planned.account.nation == "US":
        codes = (*codes, "validation_notice")
    return codes


def _sender(planned: PlannedContact, senders: Sequence[SenderIdentity], on: date) -> str:
    """Return the registered sender; a text message under another name is never written."""
    found = sender_for(
        channel=planned.channel,
        address=planned.contact_point.value,
        nation=planned.account.nation,
        on=on,
        known=senders,
    )
    if isinstance(found, Unregistered):
        raise MessageRefused(found.code, found.text)
    return found.value
