"""Signing by link: the one acceptance there is, and the paper of it, kept as it was shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from forbear.core.agreements.paper import Paper, signature_lines
from forbear.core.agreements.signing import name_read
from forbear.core.speech.facts import Language
from forbear.ports.letters import LetterError, LetterStore
from forbear.services.agreements.accepting import accept_refusal, offer_accept
from forbear.services.agreements.offers import offer_decline, offer_locked
from forbear.services.agreements.papers import Papers, letter_of, paper_of, schedule_of
from forbear.services.agreements.proving import Visitor, step_write
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.inbound.taking import inbound_take
from forbear.services.preferences.reached import reached_us
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Offer, PlanInstalment, SignedAgreement, SignLink, SignStep

ACTOR = "link"
QUESTION_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Signing:
    """What a reader sends: the name typed, the tick, the digest of what they read, its language."""

    name: str
    is_ticked: bool
    digest: str
    language: Language


@transaction.atomic
def offer_sign(
    *, verified: SignStep, given: Signing, at: datetime, visitor: Visitor, papers: Papers
) -> SignedAgreement | Refusal:
    """Accept an offer by a signature, once: a second time, or in a second tab, it is the same one.

    What was read is compared with what is true now; ``PAPER_CHANGED`` where it is not the same, to
    be read again. Further refusals: ``LINK_CLOSED``, ``TICK_MISSING``, ``NAME_UNFIT``,
    ``AGREED_ALREADY`` without a signature, ``PAPER_UNMADE``, ``NAME_UNPRINTABLE``, and those of
    ``offer_accept``.
    """
    held = offer_locked(verified.link.offer_id)
    if isinstance(held, Refusal):
        return held
    offer, account = held
    if known := SignedAgreement.objects.filter(offer=offer).first():
        return known
    act = _Act(verified, given, moment_of(account, at, ACTOR), visitor, papers)
    name = _refused(offer, act) or name_read(given.name, account.person.name)
    if isinstance(name, Refusal):
        return name
    if name is None:
        return Refusal("NAME_UNFIT", "Type your own name as it stands in the paper.")
    return _signed(offer, account, name, act)


@dataclass(frozen=True, slots=True)
class _Act:
    """One signing: who, what, when, from where, and what files are made of."""

    verified: SignStep
    given: Signing
    moment: Moment
    visitor: Visitor
    papers: Papers


def _refused(offer: Offer, act: _Act) -> Refusal | None:
    if offer.accepted_on is not None:
        return Refusal("AGREED_ALREADY", "It is agreed already; nothing more need be signed.")
    if SignLink.objects.filter(offer=offer, pk__gt=act.verified.link_id).exists():
        return Refusal("LINK_CLOSED", "A later link has taken the place of this one.")
    if refusal := accept_refusal(offer, act.moment):
        return refusal
    if not act.given.is_ticked:
        return Refusal("TICK_MISSING", "Tick that you have read the paper and agree.")
    return None


def _signed(offer: Offer, account: Account, name: str, act: _Act) -> SignedAgreement | Refusal:
    moment = act.moment
    paper = paper_of(offer, account, act.given.language, act.papers, on=moment.on, at=moment.at)
    if isinstance(paper, Refusal):
        return paper
    if paper.digest != act.given.digest:
        return _CHANGED
    shown = schedule_of(offer, account, on=moment.on) if offer.type == "installment" else ()
    done = offer_accept(offer_id=offer.pk, at=moment.at, actor=ACTOR, accepted_by=name)
    if not isinstance(done, Refusal):
        begun = PlanInstalment.objects.filter(plan__offer=offer).order_by("number")
        begins = [(each.due_on, each.amount_minor) for each in begun]
        is_same = begins == [(each.due_on, each.amount) for each in shown]
        kept = _kept(paper, account, name, act) if is_same else _CHANGED
    else:
        kept = done
    if isinstance(kept, Refusal):
        transaction.set_rollback(True)
        return kept
    channel = act.verified.link.planned.channel
    note = f"signed offer {offer.pk}"
    reached_us(account.person_id, channel, at=moment.at, actor=ACTOR, note=note)
    return kept


_CHANGED = Refusal("PAPER_CHANGED", "Something has changed since you read it. Read it once more.")


def _kept(paper: Paper, account: Account, name: str, act: _Act) -> SignedAgreement | Refusal:
    """Write the step down, make the signed file, and the row that stands for it."""
    verified, moment, papers = act.verified, act.moment, act.papers
    data: dict[str, object] = {
        "name": name,
        "text_sha256": paper.digest,
        "verified": verified.pk,
    }
    step = step_write(verified.link, "signed", data, at=moment.at, visitor=act.visitor)
    # a number that is never given twice, even if this transaction comes to nothing
    reference, code = f"agreement-{step.pk}", papers.code(step.pk)
    letter = letter_of(
        paper,
        account,
        papers,
        reference=reference,
        on=moment.on,
        code=code,
        signature=signature_lines(name=name, at=moment.at, paper=paper),
    )
    if letter is None:
        return Refusal("PAPER_UNMADE", "The name or address of whoever collects is not known.")
    try:
        plain = papers.press.letter_pdf(letter, paper.language)
        sealed = papers.seal.sealed(plain, code=code, at=moment.at) if papers.seal else plain
        place = papers.letters.keep(reference=reference, on=moment.on, pdf=sealed, unsigned=plain)
    except LetterError as error:
        is_name = error.code == "GLYPH_MISSING"
        return Refusal("NAME_UNPRINTABLE" if is_name else "PAPER_UNMADE", str(error))
    return SignedAgreement.objects.create(
        offer_id=verified.link.offer_id,
        link=verified.link,
        verified=verified,
        step=step,
        at=moment.at,
        on=moment.on,
        name=name,
        language=paper.language,
        template=paper.template,
        template_version=paper.template_version,
        template_sha256=paper.template_sha256,
        text=paper.text,
        text_sha256=paper.digest,
        pdf_sha256=hashlib.sha256(sealed).hexdigest(),
        reference=reference,
        artefact=f"letters/{place}",
        code=code,
    )


def signed_pdf(signed: SignedAgreement, letters: LetterStore) -> bytes:
    """Return the signed file, as it was kept; raises LetterError if it is gone or was changed."""
    pdf = letters.read(reference=signed.reference, on=signed.on)
    if hashlib.sha256(pdf).hexdigest() != signed.pdf_sha256:
        raise LetterError("LETTER_CHANGED", f"The file {signed.artefact} is not what was signed.")
    return pdf


@transaction.atomic
def offer_turn_down(*, verified: SignStep, at: datetime, visitor: Visitor) -> Offer | Refusal:
    """Note that a reader does not want an offer. ``OFFER_NOT_OPEN``, ``OFFER_BINDS``."""
    done = offer_decline(offer_id=verified.link.offer_id, at=at, actor=ACTOR)
    if isinstance(done, Refusal):
        return done
    if not verified.link.steps.filter(kind="declined").exists():
        step_write(verified.link, "declined", {"verified": verified.pk}, at=at, visitor=visitor)
        channel, person_id = verified.link.planned.channel, done.account.person_id
        reached_us(person_id, channel, at=at, actor=ACTOR, note=f"declined offer {done.pk}")
    return done


@transaction.atomic
def offer_question(
    *, verified: SignStep, text: str, at: datetime, visitor: Visitor
) -> int | Refusal:
    """Put a reader's question before a person, as a message from where the link went; its number.

    The same question again is the same one. ``QUESTION_EMPTY``.
    """
    text = text.strip()[:QUESTION_MAX]
    if not text:
        return Refusal("QUESTION_EMPTY", "Write what you would like to know.")
    link = verified.link
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    taken = inbound_take(
        channel=link.planned.channel,
        provider="sign",
        provider_ref=f"{link.pk}:{digest}",
        sender=link.planned.contact_point.value,
        recipient="",
        text=text,
        at=at,
    )
    if taken.is_new:
        data: dict[str, object] = {"inbound": taken.message_id, "verified": verified.pk}
        step_write(link, "asked", data, at=at, visitor=visitor)
    return taken.message_id or 0
