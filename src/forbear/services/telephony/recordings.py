"""Where the recording of a call lies, and how long the law wants it kept: never the sound."""

from __future__ import annotations

from datetime import date

from forbear.core.calendar.zones import local_date
from forbear.core.law.periods import RetentionAnswer, retention
from forbear.packs import load_book
from forbear.store.models import Account, CallEvent, CallRecording, ProviderCall

RECORDING = "recording"
_RECORD = "call_recording"


def recording_keep(call: ProviderCall, event: CallEvent) -> None:
    """Keep the reference that an event tells of, once; inside the transaction that holds the call.

    A recording that was refused is none: its reference is not kept.
    """
    if CallRecording.objects.filter(event=event).exists():
        return
    permit, consent = call.permit, str(event.recording.get("consent", "unknown"))
    recorded_on = local_date(event.happened_at, permit.person.time_zones)
    kept = kept_for(permit.account, recorded_on)
    CallRecording.objects.create(
        permit=permit,
        event=event,
        provider=event.provider,
        reference="" if consent == "refused" else str(event.recording.get("reference", ""))[:200],
        consent=consent,
        must_be_told=RECORDING in permit.must_disclose,
        recorded_on=recorded_on,
        keep_until=kept.keep_until,
        delete_by=kept.delete_by,
        rules=[
            {"rule": hold.value.rule_id, "cite": hold.value.citation}
            for hold in (*kept.holds, *kept.ends)
        ],
        at=event.at,
    )


def kept_for(account: Account, recorded_on: date) -> RetentionAnswer:
    """Say how long the law where the account is wants a recording of that day kept."""
    place = account.city or account.region or account.nation
    return retention(
        load_book().periods,
        place,
        _RECORD,
        {"recorded": recorded_on},
        on=recorded_on,
        collector=account.collector_kind,
    )
