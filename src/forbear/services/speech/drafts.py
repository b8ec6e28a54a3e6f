"""Texts written by hand: read while they are written, stopped where they must not leave.

What leaves goes the way of every message: the outbox asks the gate, what the gate wants said is
added, and the auditor reads the whole once more at the moment of sending.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction

from forbear.core.calendar.zones import local_date
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.values import Message, Report, Turn
from forbear.core.speech.facts import Language
from forbear.core.speech.templates import Template, Words
from forbear.core.speech.tongue import tongue_of
from forbear.core.tables.words import CHANNELS_OF
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.speech.across import case_read
from forbear.services.speech.keeping import Voice, facts_of, plain, text_audit, without_sender
from forbear.store.models import (
    Account,
    ContactPoint,
    Draft,
    DraftSending,
    PlannedContact,
    SpokenText,
    TextFinding,
    TextReview,
)
from forbear.store.selectors.conduct import is_overturned, place_of_name
from forbear.store.selectors.speech import reads

FREE_TEXT = "free_text"
CHANNELS = ("sms", "email", "letter")
WORDS_MAX = 10_000
_SEND_WITHIN = timedelta(days=1)
_SETTLED = ("dismiss",)


def draft_hints(
    account: Account, words: str, *, channel: str, auditor: Auditor, at: datetime
) -> Report:
    """Read words that are being written; nothing is kept."""
    language = _language(account, words)
    today = local_date(at, account.person.time_zones)
    facts = facts_of(account, on=today, today=today)
    turn = Turn("collector", words[:WORDS_MAX], 0)
    message = Message(language, channel, "collector", (turn,), facts)
    return without_sender(auditor.audit(message, is_ours_to_send=True))


@transaction.atomic
def draft_write(
    *,
    account_id: int,
    contact_point_id: int,
    channel: str,
    words: str,
    subject: str = "",
    auditor: Auditor,
    at: datetime,
    actor: str,
) -> SpokenText | Refusal:
    """Keep a text as it was written, with what the auditor finds in it.

    Refusals: ``TEXT_EMPTY``, ``TEXT_LONG``, ``BRACES``, ``POINT_UNKNOWN``, ``CHANNEL_UNFIT``.
    """
    words, subject = words.strip(), subject.strip()[:200]
    if (refusal := _unfit(words, subject)) is not None:
        return refusal
    account = Account.objects.select_related("person__preference").get(pk=account_id)
    point = ContactPoint.objects.filter(
        pk=contact_point_id, person_id=account.person_id, party="cardholder", state="open"
    ).first()
    if point is None:
        return Refusal("POINT_UNKNOWN", "Choose one of the cardholder's own addresses.")
    if channel not in CHANNELS or channel not in CHANNELS_OF.get(point.kind, ()):
        return Refusal("CHANNEL_UNFIT", "Nothing can be sent there by that channel.")
    today = local_date(at, account.person.time_zones)
    facts = facts_of(account, on=today, today=today)
    whole = f"{subject}\n{words}" if subject else words
    unique = json.dumps([whole, account_id, contact_point_id, channel, actor, at.isoformat()])
    sha256 = hashlib.sha256(unique.encode(errors="surrogatepass")).hexdigest()
    if (known := SpokenText.objects.filter(sha256=sha256).first()) is not None:
        return known
    place = place_of_name(actor, at=at)
    text = SpokenText.objects.create(
        source="draft",
        sha256=sha256,
        account=account,
        collector=actor,
        team=place.team if place else "",
        agency=place.agency if place else "",
        language=_language(account, whole),
        channel=channel,
        turns=[asdict(Voice("collector", whole, ours=True))],
        facts=plain(asdict(facts)),
        at=at,
        taken_at=at,
        actor=actor,
    )
    Draft.objects.create(text=text, contact_point=point, subject=subject)
    audit = text_audit(text, facts, auditor=auditor, at=at)
    _noted(text, "draft.written", at=at, actor=actor, verdict=audit.verdict)
    return text


def _language(account: Account, words: str) -> str:
    """Return in which language words are read: as they are written, else the person's own."""
    return tongue_of(words, usual="zh" if account.person.spoken.startswith("zh") else "en")


def _unfit(words: str, subject: str) -> Refusal | None:
    if not words:
        return Refusal("TEXT_EMPTY", "Write something first.")
    if len(words) > WORDS_MAX:
        return Refusal("TEXT_LONG", f"A message has at most {WORDS_MAX} signs.")
    if set("{}") & set(words + subject):
        return Refusal("BRACES", "Leave out { and }: they stand for facts in templates.")
    return None


def draft_stops(text: SpokenText) -> bool:
    """Whether a grave finding of a draft is neither dismissed nor overturned nor released."""
    read = next(reads([text]))
    whole = {review.verdict for review in read.reviews if review.finding_id is None}
    if whole & {"release", "lawful"}:
        return False
    settled = {review.finding_id for review in read.reviews if review.verdict in _SETTLED}
    settled |= is_overturned([one.pk for one in read.findings])
    return any(one.severity == "high" and one.pk not in settled for one in read.findings)


@transaction.atomic
def draft_release(*, text_id: int, reason: str, at: datetime, actor: str) -> TextReview | Refusal:
    """Let a stopped draft go: by someone who did not write it, and with the reason.

    Refusals: ``TEXT_UNKNOWN``, ``OWN_TEXT``, ``REASON_MISSING``, ``NOT_STOPPED``.
    """
    text = _locked(text_id)
    if text is None:
        return Refusal("TEXT_UNKNOWN", f"There is no draft {text_id}.")
    if actor in {text.collector, text.actor}:
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    if not reason.strip():
        return Refusal("REASON_MISSING", "Say why: others will want to know.")
    if not draft_stops(text):
        return Refusal("NOT_STOPPED", "Nothing holds this text back.")
    made = TextReview.objects.create(
        text=text,
        verdict="release",
        reason=reason.strip()[:400],
        writer=text.collector,
        at=at,
        actor=actor,
    )
    _noted(text, "draft.released", at=at, actor=actor, reason=made.reason)
    return made


@transaction.atomic
def draft_send(*, text_id: int, at: datetime, actor: str) -> PlannedContact | Refusal:
    """Put a draft into the outbox, which asks the gate; only its writer does.

    Refusals: ``TEXT_UNKNOWN``, ``NOT_YOURS``, ``FINDING_OPEN``, ``DRAFT_SENT``.
    """
    text = _locked(text_id)
    if text is None or text.account is None:
        return Refusal("TEXT_UNKNOWN", f"There is no draft {text_id}.")
    if actor != text.actor:
        return Refusal("NOT_YOURS", "Only who wrote it sends it.")
    if DraftSending.objects.filter(text=text).exists():
        return Refusal("DRAFT_SENT", "It was put into the outbox already.")
    if draft_stops(text):
        return Refusal("FINDING_OPEN", "A grave finding holds it back until a reviewer decides.")
    person = text.account.person
    planned = PlannedContact.objects.create(
        person=person,
        account=text.account,
        contact_point=text.draft.contact_point,
        on=local_date(at, person.time_zones),
        channel=text.channel,
        template=FREE_TEXT,
        window_from=at,
        window_to=at + _SEND_WITHIN,
        state_at=at,
    )
    released = text.reviews.filter(verdict__in=("release", "lawful", "dismiss")).exists()
    DraftSending.objects.create(
        text=text, planned=planned, is_released=released, at=at, actor=actor
    )
    case_read(account_id=text.account.pk, at=at)
    _noted(text, "draft.sent", at=at, actor=actor, planned=planned.pk)
    return planned


def free_template(planned: PlannedContact, language: Language) -> tuple[Template, frozenset[str]]:
    """Return the words of a draft as a template that names its sender.

    Beside it stand the categories that a reviewer saw in it and let go.

    Raises ``DraftSending.DoesNotExist`` where the contact is of no draft.
    """
    sending = DraftSending.objects.select_related("text__draft").get(planned=planned)
    subject = sending.text.draft.subject
    body = sending.text.turns[0]["text"].removeprefix(f"{subject}\n" if subject else "")
    colon = ": " if language == "en" else "："
    words = Words(subject=subject, body=body, sms=f"{{sender}}{colon}{body}", closing=("{sender}",))
    template = Template(
        template_id=FREE_TEXT,
        audience="cardholder",
        channels=(planned.channel,),
        discloses_debt=True,
        is_closed=False,
        # its words may say anything or nothing: whatever the gate asks for is added
        disclosures=frozenset(),
        words=MappingProxyType({language: words}),
    )
    let_go = frozenset[str]()
    if sending.is_released:
        found = TextFinding.objects.filter(audit__text=sending.text)
        let_go = frozenset(found.values_list("category", flat=True))
    return template, let_go


def _locked(text_id: int) -> SpokenText | None:
    drafts = SpokenText.objects.select_for_update(of=("self",)).filter(source="draft")
    return drafts.filter(pk=text_id).first()


def _noted(text: SpokenText, action: str, *, at: datetime, actor: str, **data: object) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="spoken_text",
        subject_id=text.pk,
        data={"sha256": text.sha256, **data},
    )
