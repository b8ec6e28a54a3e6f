"""Transcripts of calls and chats: kept once, read by the auditor, waiting for a reviewer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from forbear.core.calendar.zones import local_date
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.values import Facts
from forbear.core.speech.tongue import tongue_of
from forbear.interchange.texts import BadText, read_text
from forbear.interchange.transcripts import Transcript, TranscriptProblem, read_transcript
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.speech.across import case_read
from forbear.services.speech.keeping import Voice, facts_of, plain, text_audit
from forbear.store.models import Account, Contact, SpokenText
from forbear.store.selectors.conduct import place_of_name

# names that transcribers give to our side, with a number for a second voice
_OURS = re.compile(
    r"(?:collector|agent|operator|supervisor|催收员|客服|坐席)(?:[ _]?\d+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a transcript belongs: one of an account or a contact, and who spoke for us."""

    account: str | None = None
    contact: int | None = None
    collector: str = ""
    team: str = ""
    agency: str = ""
    recording: str = ""
    language: str | None = None
    channel: str = "call"
    spoken_at: datetime | None = None
    ours: Collection[str] = ()
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript that is kept. ``is_known`` tells that it was there already."""

    text: SpokenText
    verdict: str
    findings: int
    is_known: bool = False


@transaction.atomic
def transcript_take(
    content: bytes, *, name: str, origin: Origin, auditor: Auditor, at: datetime, actor: str
) -> Taken | Refusal:
    """Keep a transcript and what the auditor finds in it; the same bytes twice are known.

    Refusals: the code of the file's problem, ``ACCOUNT_UNKNOWN``, ``CONTACT_UNKNOWN``,
    ``LANGUAGE_UNKNOWN``, ``NOBODY_OURS``, ``BAD_FACTS``.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = SpokenText.objects.filter(sha256=sha256).first()
    if known is not None:
        return _taken(known, is_known=True)
    read = _read(content, origin)
    if isinstance(read, Refusal):
        return read
    place = _place(origin)
    if isinstance(place, Refusal):
        return place
    text = _kept(read, place, origin, at=at, actor=actor, sha256=sha256, name=name)
    if isinstance(text, Refusal):
        return text
    made, facts = text
    text_audit(made, facts, auditor=auditor, at=at)
    if made.account_id is not None:
        case_read(account_id=made.account_id, at=at)
    taken = _taken(made)
    audit_write(
        at=at,
        actor=actor,
        action="transcript.taken",
        subject="spoken_text",
        subject_id=made.pk,
        data={"sha256": sha256, "verdict": taken.verdict, "findings": taken.findings},
    )
    return taken


def _read(content: bytes, origin: Origin) -> tuple[Transcript, list[Voice]] | Refusal:
    try:
        read = read_transcript(content)
    except TranscriptProblem as problem:
        return Refusal(problem.code, str(problem))
    voices = _voices(read, origin.ours)
    if not any(voice.ours for voice in voices):
        names = ", ".join(sorted({voice.speaker for voice in voices})[:8])
        return Refusal("NOBODY_OURS", f"None of the speakers is ours: {names}. Name ours.")
    return read, voices


def _kept(
    read: tuple[Transcript, list[Voice]],
    place: tuple[Account | None, Contact | None],
    origin: Origin,
    *,
    at: datetime,
    actor: str,
    sha256: str,
    name: str,
) -> tuple[SpokenText, Facts] | Refusal:
    (transcript, voices), (account, contact) = read, place
    language = _language(origin.language or transcript.language, voices, account)
    if language is None:
        return Refusal("LANGUAGE_UNKNOWN", "Say in which language it is: en or zh.")
    spoken_at = origin.spoken_at or (contact.at if contact else at)
    facts = _facts(transcript, language, account, on=spoken_at, today=at)
    if isinstance(facts, Refusal):
        return facts
    collector = origin.collector or (contact.actor if contact else "")
    team, agency = _team(origin, collector, at=spoken_at)
    text = SpokenText.objects.create(
        source="transcript",
        sha256=sha256,
        file_name=name[:200],
        recording=(origin.recording or transcript.recording or "")[:200],
        account=account,
        contact=contact,
        collector=collector,
        team=team,
        agency=agency,
        sender=origin.sender[:120],
        language=language,
        channel=origin.channel,
        turns=[asdict(voice) for voice in voices],
        facts=plain(asdict(facts)),
        at=spoken_at,
        taken_at=at,
        actor=actor,
    )
    return text, facts


def _team(origin: Origin, collector: str, *, at: datetime) -> tuple[str, str]:
    """Return the team and agency that were named, else those of who spoke, at that moment."""
    if origin.team or origin.agency:
        return origin.team, origin.agency
    place = place_of_name(collector, at=at) if collector else None
    return (place.team, place.agency) if place else ("", "")


def _taken(text: SpokenText, *, is_known: bool = False) -> Taken:
    audit = text.audits.order_by("pk").last()
    assert audit is not None
    return Taken(text, audit.verdict, audit.findings.count(), is_known)


def _place(origin: Origin) -> tuple[Account | None, Contact | None] | Refusal:
    contact = None
    if origin.contact is not None:
        contact = Contact.objects.select_related("account").filter(pk=origin.contact).first()
        if contact is None:
            return Refusal("CONTACT_UNKNOWN", f"There is no contact {origin.contact}.")
    if origin.account is None:
        return (contact.account if contact else None), contact
    account = Account.objects.filter(reference=origin.account).first()
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {origin.account}.")
    if contact is not None and contact.account_id not in (None, account.pk):
        return Refusal("CONTACT_UNKNOWN", f"Contact {contact.pk} is of another account.")
    return account, contact


def _voices(read: Transcript, ours: Collection[str]) -> list[Voice]:
    named = {name.casefold() for name in ours}
    return [
        Voice(
            said.speaker,
            said.text,
            said.speaker.casefold() in named or bool(_OURS.fullmatch(said.speaker)),
            said.start_ms,
            said.end_ms,
        )
        for said in read.turns
    ]


def _language(given: str | None, voices: Collection[Voice], account: Account | None) -> str | None:
    """Return what was named, else the language of our side's words, else that of the person."""
    if given is not None:
        usual = _short(given)
    else:
        words = "\n".join(one.text for one in voices if one.ours)
        usual = tongue_of(words, usual=_short(account.person.spoken) if account else "")
    return usual if usual in ("en", "zh") else None


def _short(language: str) -> str:
    return language.partition("-")[0].lower()


def _facts(
    read: Transcript, language: str, account: Account | None, *, on: datetime, today: datetime
) -> Facts | Refusal:
    """Return the facts that came with the file, read as ``forbear audit`` reads them, or ours."""
    if read.facts is None:
        zones = account.person.time_zones if account else ""
        return facts_of(account, on=local_date(on, zones), today=local_date(today, zones))
    row = {
        "lang": language,
        "channel": "call",
        "speaker_role": "collector",
        "text": "",
        "facts": read.facts,
    }
    text = read_text(json.dumps(row).encode(), 1)
    if isinstance(text, BadText):
        return Refusal("BAD_FACTS", f"{text.message}.")
    return text.message.facts
