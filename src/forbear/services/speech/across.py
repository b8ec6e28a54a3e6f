"""What only shows across the texts of an account: looked for whenever one of them was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.speech.across import across
from forbear.core.speech.audit.values import Claim, Facts, Finding, Report, Span
from forbear.core.speech.case_texts import Cap, CaseFinding, CaseText
from forbear.core.speech.law_caps import law_caps
from forbear.interchange.texts import BadText, read_text
from forbear.packs import load_book
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.speech.keeping import message_of
from forbear.store.models import (
    Account,
    AcrossFinding,
    AcrossReview,
    CallerNumber,
    SenderIdentity,
    SpokenText,
)
from forbear.store.selectors.across import texts_said
from forbear.store.selectors.conduct import is_overturned
from forbear.store.selectors.speech import Read, reads

# the latest texts of an account that are laid side by side
TEXTS_MOST = 200
# what of a finding grows with each text; the rest says which finding it is
_GROWING = {"count", "people", "names", "offices"}


@transaction.atomic
def case_read(*, account_id: int, at: datetime) -> list[AcrossFinding]:
    """Lay the texts of an account side by side; return what was found and was not known."""
    # two texts at one moment: the second one sees the first
    account = (
        Account.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=account_id)
    )
    texts = texts_said(account_id, most=TEXTS_MOST)
    if not texts:
        return []
    zone = likeliest_zone(account.person.time_zones)
    ours = _senders(account.nation, {text.sender for text in texts} - {""})
    placed = [
        CaseText(
            key=str(read.text.pk),
            message=message_of(read.text, facts_kept(read.text)),
            report=_report(read),
            at=read.text.at.astimezone(zone).replace(tzinfo=None),
            collector=read.text.collector or None,
            sender=read.text.sender or None,
            is_registered=ours.get(read.text.sender),
        )
        for read in reads(texts)
    ]
    caps = _caps_of(account, texts[-1].at.astimezone(zone).date())
    kept = (_keep(account, one, at) for one in across(placed, caps=caps))
    return [one for one in kept if one is not None]


@cache
def _caps(place: str, on: date, collector: str) -> tuple[Cap, ...]:
    return law_caps(load_book(), place=place, on=on, collector=collector)


def _caps_of(account: Account, on: date) -> tuple[Cap, ...]:
    place = account.city or account.region or account.nation
    return _caps(place, on, account.collector_kind)


def _senders(nation: str, named: set[str]) -> Mapping[str, bool]:
    """Say of numbers and names whether they are in our registers.

    Of addresses of e-mail nobody can say yet, nor of anything while the registers are empty.
    """
    registers = (
        set(CallerNumber.objects.filter(value__in=named).values_list("value", flat=True)),
        set(
            SenderIdentity.objects.filter(Q(nation=nation), value__in=named).values_list(
                "value", flat=True
            )
        ),
    )
    if not (CallerNumber.objects.exists() or SenderIdentity.objects.exists()):
        return {}
    return {one: any(one in each for each in registers) for one in named if "@" not in one}


def _report(read: Read) -> Report:
    """Return what was found in a text as it is kept, without what people said is none."""
    gone = {one.finding_id for one in read.reviews if one.verdict == "dismiss"}
    gone |= is_overturned([finding.pk for finding in read.findings])
    whole = any(one.finding_id is None and one.verdict == "lawful" for one in read.reviews)
    findings = tuple(
        Finding(
            one.category,
            one.severity,
            Span(one.start, one.end, one.turn),
            one.because,
            one.by,
            one.confidence,
        )
        for one in read.findings
        if not whole and one.pk not in gone
    )
    return Report(read.audit.verdict, findings, tuple(map(_claim, read.audit.claims)))


def _claim(kept: Mapping[str, Any]) -> Claim:
    given = dict(kept)
    given["span"] = Span(**given["span"])
    if given.get("rate") is not None:
        given["rate"] = Decimal(given["rate"])
    if given.get("date") is not None:
        given["date"] = date.fromisoformat(given["date"])
    return Claim(**given)


def facts_kept(text: SpokenText) -> Facts:
    """Return the facts of a kept text; none where an older form cannot be read."""
    facts = dict(text.facts)
    if "deadline" in facts:
        facts["offer_or_action_deadline"] = facts.pop("deadline")
    row = {
        "lang": text.language,
        "channel": text.channel,
        "speaker_role": "collector",
        "text": "",
        "facts": facts,
    }
    read = read_text(json.dumps(row).encode(), 1, lenient=True)
    return Facts() if isinstance(read, BadText) else read.message.facts


def _keep(account: Account, found: CaseFinding, at: datetime) -> AcrossFinding | None:
    """Keep a finding; ``None`` if it is there. One that grew stands in the place of the last.

    What people decided stays decided for the same texts: only another text makes it a new finding.
    """
    values, texts = dict(found.values), [int(key) for key in found.texts]
    unique = json.dumps([account.pk, found.category, found.severity, found.key, values, texts])
    sha256 = hashlib.sha256(unique.encode()).hexdigest()
    if AcrossFinding.objects.filter(sha256=sha256).exists():
        return None
    alike = AcrossFinding.objects.filter(account=account, category=found.category, key=found.key)
    for judged in alike.exclude(review=None):
        if _same(judged, values, texts) and set(texts) <= set(judged.texts):
            return None
    last = alike.filter(replaced_by=None).order_by("-pk")
    before = next((one for one in last if _same(one, values, texts)), None)
    return AcrossFinding.objects.create(
        account=account,
        category=found.category,
        severity=found.severity,
        key=found.key,
        values=values,
        texts=texts,
        sha256=sha256,
        replaces=before,
        at=at,
    )


def _same(one: AcrossFinding, values: Mapping[str, str], texts: Iterable[int]) -> bool:
    still = {name: value for name, value in values.items() if name not in _GROWING}
    kept = {name: value for name, value in one.values.items() if name not in _GROWING}
    return still == kept and bool(set(one.texts) & set(texts))


@transaction.atomic
def across_review(
    *, finding_id: int, verdict: str, reason: str, at: datetime, actor: str
) -> AcrossReview | Refusal:
    """Confirm or dismiss a finding across a case.

    Refusals: ``FINDING_UNKNOWN``, ``VERDICT_UNKNOWN``, ``OWN_TEXT``, ``FINDING_GREW``,
    ``ALREADY_JUDGED``.
    """
    finding = AcrossFinding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        return Refusal("FINDING_UNKNOWN", f"There is no finding {finding_id}.")
    if verdict not in AcrossReview.VERDICTS:
        return Refusal("VERDICT_UNKNOWN", "Choose one of the verdicts.")
    if SpokenText.objects.filter(pk__in=finding.texts, collector=actor).exists():
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    if AcrossReview.objects.filter(finding=finding).exists():
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    if AcrossFinding.objects.filter(replaces=finding).exists():
        return Refusal("FINDING_GREW", "A text was added to it: judge it as it is now.")
    made = AcrossReview.objects.create(
        finding=finding, verdict=verdict, reason=reason.strip()[:400], at=at, actor=actor
    )
    audit_write(
        at=at,
        actor=actor,
        action=f"review.case_{verdict}",
        subject="account",
        subject_id=finding.account_id,
        data={"finding": finding.pk, "category": finding.category},
    )
    return made
