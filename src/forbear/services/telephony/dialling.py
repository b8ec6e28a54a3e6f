"""Handing one call to the provider: once for a permit, whatever is killed at whatever instant.

The permit is used and the dial noted in one transaction (``line_open``). Then the call is marked
as handed over, and only then the provider is asked. If the answer is lost, the same order with the
same reference may be handed over again while the permit lives: the provider knows it. After that
nothing is dialled; what the provider reports settles what became of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.ports.calls import CallError, CallOrder, CallProvider
from forbear.ports.channels import ChannelError, PermitKey
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.telephony.events import call_lock, events_apply
from forbear.store.models import ProviderCall

_RECORDING = "recording"
_OPEN = ("starting", "unknown")


def call_dial(
    *, permit_id: int, provider: CallProvider, at: datetime, actor: str
) -> ProviderCall | Refusal:
    """Have the provider begin the call of a used permit; a repeat rings nobody a second time.

    Refusals: the codes of CallError, PERMIT_EXPIRED, CALL_UNKNOWN_HERE.
    """
    found = _hand_over(permit_id, at=at, actor=actor)
    if isinstance(found, Refusal) or found.state not in _OPEN:
        return found
    permit = found.permit
    key = PermitKey(permit.pk, permit.channel, str(permit.contact_point_id), permit.expires_at)
    try:
        provider_ref = provider.start(_order(found, provider), key, at=at)
    except (CallError, ChannelError) as error:
        return _not_begun(found.pk, error, at=at, actor=actor)
    return _begun(found.pk, provider_ref, at=at, actor=actor)


def call_hang_up(
    *, permit_id: int, provider: CallProvider, at: datetime, actor: str
) -> ProviderCall | Refusal:
    """Have the provider end a call. What it reports says when it ended."""
    call = ProviderCall.objects.filter(permit_id=permit_id, actor=actor).first()
    if call is None or not call.provider_ref:
        return Refusal("CALL_UNKNOWN_HERE", "The provider has no such call.")
    try:
        provider.hang_up(call.provider_ref)
    except CallError as error:
        return Refusal(error.code, str(error))
    _audit("call.hung_up", call, at=at, actor=actor)
    return call


@transaction.atomic
def _hand_over(permit_id: int, *, at: datetime, actor: str) -> ProviderCall | Refusal:
    """Mark a call as handed over, before it is; return it as it stands."""
    locked = ProviderCall.objects.select_for_update(no_key=True, of=("self",))
    call = locked.select_related("permit__contact_point").filter(permit_id=permit_id).first()
    if call is None or call.actor != actor:
        return Refusal("CALL_UNKNOWN_HERE", "The provider has no such call.")
    if call.state not in _OPEN or call.closed_at is not None:
        return call
    if at >= call.permit.expires_at:
        if call.state == "starting":
            # it was never handed over, and now it may not be
            _set(call, "refused", "PERMIT_EXPIRED", at=at)
        return Refusal("PERMIT_EXPIRED", "This permit has ended. Log the call, and call again.")
    call.handed_at = call.handed_at or at
    _set(call, "unknown", "", at=at)
    return call


def _order(call: ProviderCall, provider: CallProvider) -> CallOrder:
    permit = call.permit
    return CallOrder(
        line=call.line,
        to=permit.contact_point.value,
        caller_id=call.caller_id,
        reference=call.reference,
        record=provider.records,
        announce=provider.records and _RECORDING in permit.must_disclose,
    )


@transaction.atomic
def _begun(call_id: int, provider_ref: str, *, at: datetime, actor: str) -> ProviderCall:
    provider = ProviderCall.objects.values_list("provider", flat=True).get(pk=call_id)
    call_lock(provider, provider_ref)
    call = _locked(call_id)
    if not call.provider_ref:
        call.provider_ref = provider_ref
        call.save(update_fields=["provider_ref"])
        _audit("call.dialled", call, at=at, actor=actor)
    if call.state == "unknown":
        _set(call, "dialling", "", at=at)
    # what was reported before the number of the call was known here
    events_apply(call)
    return call


@transaction.atomic
def _not_begun(
    call_id: int, error: CallError | ChannelError, *, at: datetime, actor: str
) -> Refusal:
    call = _locked(call_id)
    may_have = isinstance(error, CallError) and error.may_have_begun
    if call.state == "unknown":
        _set(call, "unknown" if may_have else "refused", f"{error.code} {error}", at=at)
        _audit("call.not_dialled", call, at=at, actor=actor)
    return Refusal(error.code, str(error))


def _locked(call_id: int) -> ProviderCall:
    return ProviderCall.objects.select_for_update(no_key=True).get(pk=call_id)


def _set(call: ProviderCall, state: str, note: str, *, at: datetime) -> None:
    call.state, call.state_at, call.note = state, at, note[:400]
    call.save(update_fields=["state", "state_at", "note", "handed_at"])


def _audit(action: str, call: ProviderCall, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="permit",
        subject_id=call.permit_id,
        data={"provider": call.provider, "call": call.provider_ref, "state": call.state},
    )
