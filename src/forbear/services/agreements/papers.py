"""The paper of an offer, as its reader sees it today; and the file of it once it is signed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from forbear.core.agreements.paper import Line, Paper
from forbear.core.agreements.paper_terms import (
    PaperTerms,
    interest_sentence,
    paper_lines,
    terms_sentence,
)
from forbear.core.agreements.schedule import Instalment, ScheduleFault
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.values import Offer as OfferFact
from forbear.core.speech.audited import blocked_by
from forbear.core.speech.codes import code_of
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.render import Refusal as Unwritten
from forbear.core.speech.render import render
from forbear.core.speech.templates import Disclosure, Template
from forbear.packs.agreements import load_agreement_rules
from forbear.packs.issuers import Issuer
from forbear.packs.speech import load_auditor
from forbear.ports.letters import Fact, Letter, LetterPress, LetterSeal, LetterStore
from forbear.services.agreements.deciding import terms_of
from forbear.services.agreements.offers import plan_schedule
from forbear.services.agreements.owed import owed_on
from forbear.services.case_facts import with_case
from forbear.services.messages import message_facts
from forbear.services.refusals import Refusal
from forbear.services.wording import template_in_force
from forbear.store.models import Account, CardState, Offer

TEMPLATES = {
    "installment": "agreement_plan",
    "settlement": "agreement_settlement",
    "fee_waiver": "agreement_waiver",
    "payment_pause": "agreement_pause",
    "rate_reduction": "agreement_rate",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What papers are made of and kept by."""

    issuer: Issuer
    templates: Mapping[str, Template]
    disclosures: Mapping[str, Disclosure]
    press: LetterPress
    letters: LetterStore
    code_key: bytes
    seal: LetterSeal | None = None
    auditor: Auditor = field(default_factory=load_auditor)

    def code(self, number: int) -> str:
        """Return the code by which anyone can ask of a signed paper; no message has it."""
        return code_of(number, hmac.digest(self.code_key, b"signed agreements", "sha256"))


def schedule_of(offer: Offer, account: Account, *, on: date) -> tuple[Instalment, ...]:
    """Return the payments of a plan if it is accepted on a day; raises ``ScheduleFault``."""
    owed = min(owed_on(account, on=on), offer.owed_minor)
    return plan_schedule(terms_of(offer), owed)


def paper_of(
    offer: Offer, account: Account, language: Language, papers: Papers, *, on: date, at: datetime
) -> Paper | Refusal:
    """Return the paper of an offer that is open on the day ``on``.

    It says what is true now: a payment since makes the plan shorter. Refusals: ``PAPER_UNMADE``
    with the reason, where no true paper can be made.
    """
    name = TEMPLATES[offer.type]
    wording = template_in_force(name, at=at, shipped=papers.templates)
    if wording is None:
        return _unmade(f"there is no template {name!r}")
    try:
        told = _told(offer, account, on=on)
    except ScheduleFault as fault:
        return _unmade(f"{fault}")
    facts = _facts(offer, account, told, wording.template, papers, on=on, language=language)
    text = render(
        wording.template, facts, language, channel="letter", disclosures=papers.disclosures
    )
    if isinstance(text, Unwritten):
        return _unmade(text.sentence)
    if (finding := blocked_by(papers.auditor, text, facts, language)) is not None:
        return _unmade(f"{finding.category}: {finding.because}")
    return Paper(
        language=language,
        template=name,
        template_version=wording.version,
        template_sha256=wording.sha256,
        subject=text.subject,
        paragraphs=tuple(text.text.split("\n\n")),
        lines=paper_lines(told, language),
        rights=text.rights,
        closing=text.closing,
    )


def letter_of(
    paper: Paper,
    account: Account,
    papers: Papers,
    *,
    reference: str,
    on: date,
    code: str,
    signature: tuple[Line, ...],
) -> Letter | None:
    """Return a signed paper as a letter; ``None`` where whoever collects has no letterhead."""
    head = papers.issuer.letterhead(account.collector_kind, paper.language)
    if head is None:
        return None
    return Letter(
        reference=reference,
        on=on,
        issuer_name=head[0],
        issuer_lines=head[1],
        address=(account.person.name,),
        subject=paper.subject,
        paragraphs=paper.paragraphs,
        facts=tuple(
            Fact(line.label, line.value, is_figure=True, is_total=line.is_total)
            for line in (*paper.lines, *signature)
        ),
        rights=paper.rights,
        closing=paper.closing,
        check_url=papers.issuer.check_url,
        code=code,
        is_signed=papers.seal is not None,
    )


def _told(offer: Offer, account: Account, *, on: date) -> PaperTerms:
    is_plan = offer.type == "installment"
    return PaperTerms(
        terms_of(offer),
        offer.owed_minor,
        offer.expires_on,
        offer.currency,
        schedule_of(offer, account, on=on) if is_plan else (),
    )


def _facts(
    offer: Offer,
    account: Account,
    told: PaperTerms,
    template: Template,
    papers: Papers,
    *,
    on: date,
    language: Language,
) -> MessageFacts:
    facts = message_facts(
        account,
        issuer=papers.issuer,
        party="cardholder",
        on=on,
        reference=account.reference,
        language=language,
    )
    facts = with_case(facts, account, template, issuer=papers.issuer, point=None, channel="letter")
    opened = CardState.objects.filter(pk=account.pk).values_list("opened_on", flat=True).first()
    until = offer.pay_by if offer.type == "settlement" else offer.expires_on
    return replace(
        facts,
        offer=OfferFact(
            type=offer.type,
            amount_minor=offer.amount_minor or None,
            months=offer.months or None,
            monthly_minor=offer.monthly_minor or None,
            expires=until,
        ),
        offer_until=until,
        sign_until=offer.expires_on,
        agreed_pay_by=offer.pay_by,
        agreed_grace=load_agreement_rules().grace_days,
        agreed_interest=interest_sentence(
            is_ours=opened is not None and on > opened,
            rate_e10=offer.yearly_rate_e10,
            language=language,
            is_pause=offer.type == "payment_pause",
        ),
        agreed_terms=terms_sentence(told, language),
        agreed_until=offer.until_on,
    )


def _unmade(why: str) -> Refusal:
    return Refusal("PAPER_UNMADE", f"The paper cannot be made: {why}")
