"""Messages, calls and visits in our name that someone doubts, for compliance to look into."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import FakeNote, FakeReport

TEXT_MAX, SEEN_MAX, SENDER_MAX = 4_000, 400, 120
_SHA256 = re.compile(r"[0-9a-f]{64}")
# what no form should carry, but line ends and tabs
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@transaction.atomic
def fake_report(
    *,
    kind: str,
    sender: str,
    text: str,
    seen: str,
    file_sha256: str,
    language: str,
    at: datetime,
) -> FakeReport | Refusal:
    """Keep what someone tells us; nothing about who tells it. Refusals: KIND_UNKNOWN, NOTHING_TOLD.

    Texts are cut at their limits, and lose control characters and marks of direction.
    """
    if kind not in FakeReport.KINDS:
        return Refusal("KIND_UNKNOWN", f"There is no kind {kind[:40]!r}.")
    given = {
        "sender": _clean(sender, SENDER_MAX),
        "text": _clean(text, TEXT_MAX),
        "seen": _clean(seen, SEEN_MAX),
        "file_sha256": file_sha256 if _SHA256.fullmatch(file_sha256) else "",
    }
    if not any(given.values()):
        return Refusal("NOTHING_TOLD", "Tell at least one thing: a number, a text, or where.")
    made = FakeReport.objects.create(kind=kind, language=language[:16], at=at, **given)
    audit_write(
        at=at,
        actor="public",
        action="fake.reported",
        subject="fake_report",
        subject_id=made.pk,
        data={"kind": kind},
    )
    return made


@transaction.atomic
def fake_note(
    *, report_id: int, state: str, text: str, at: datetime, actor: str
) -> FakeNote | Refusal:
    """Add what was found out, and put a report into a state.

    Refusals: REPORT_UNKNOWN, STATE_UNKNOWN.
    """
    report = FakeReport.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        return Refusal("REPORT_UNKNOWN", f"There is no report {report_id}.")
    if state not in FakeReport.STATES or state == "new":
        return Refusal("STATE_UNKNOWN", f"There is no state {state[:40]!r} to put it into.")
    note = FakeNote.objects.create(
        report=report, at=at, actor=actor, state=state, text=_clean(text, TEXT_MAX)
    )
    report.state, report.state_at = state, at
    report.save(update_fields=["state", "state_at"])
    audit_write(
        at=at,
        actor=actor,
        action=f"fake.{state}",
        subject="fake_report",
        subject_id=report.pk,
        data={"note": note.pk},
    )
    return note


def _clean(text: str, most: int) -> str:
    return _CONTROL.sub("", text).strip()[:most]
