"""What a collector has established in a call so far, and what the file holds to establish it."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.store.models import Account, CallStep, ContactPoint, Permit, ProviderCall

# in the order in which they are offered; a phone number is asked for by its last four
_POINTS = ("postal", "email", "work_email", "mobile", "home", "work")


@dataclass(frozen=True, slots=True)
class ProofItem:
    """Something that the file holds and that the cardholder can name; ``kind`` is unique."""

    kind: str
    value: str


def proof_items(permit: Permit) -> list[ProofItem]:
    """List what can show that someone is the cardholder, in a call; see :func:`proofs_of`."""
    return proofs_of(permit.account, permit.contact_point)


def proofs_of(account: Account, reached: ContactPoint) -> list[ProofItem]:
    """List what can show that someone who was reached at a contact point is the cardholder.

    Neither the name that was asked for nor the address that was used shows anything.
    """
    found = {}
    if account.card_last4:
        found["card_last4"] = ProofItem("card_last4", account.card_last4)
    points = ContactPoint.objects.filter(
        person_id=account.person_id, party="cardholder", state="open", kind__in=_POINTS
    ).exclude(pk=reached.pk)
    for point in sorted(points, key=lambda point: (_POINTS.index(point.kind), point.pk)):
        if point.value != reached.value:
            found.setdefault(point.kind, ProofItem(point.kind, point.value))
    return list(found.values())


def party_of(permit: Permit) -> str:
    """Say who answered: ``verified``, ``third_party``, ``machine``, or ``""`` (not known)."""
    steps = CallStep.objects.filter(permit=permit, kind__in=("verified", "third_party", "machine"))
    latest = steps.order_by("-pk").first()
    return latest.kind if latest else ""


def said_in(permit: Permit) -> set[str]:
    """Return what must be said and was ticked in a call so far."""
    steps = CallStep.objects.filter(permit=permit, kind="said")
    return {code for step in steps for code in step.data.get("disclosures", ())}


def line_in(permit: Permit) -> ProviderCall | None:
    """Return the call at the provider, where one began it."""
    return ProviderCall.objects.filter(permit=permit).first()
