"""How a guarantor may be reached: own contact points, own language, own wishes.

They are kept apart from the cardholder's: a wish of the one is none of the other, but a wish of the
cardholder against a whole channel holds for everybody in the case.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from forbear.services.guarantees.recording import LANGUAGES
from forbear.services.guarantees.steps import guarantee_step
from forbear.services.preferences import opt_out_record, opt_out_standing
from forbear.services.refusals import Refusal
from forbear.store.models import ContactPoint, Guarantee
from forbear.store.selectors.guarantees import points_of

# what a notice can be sent to
POINT_KINDS = ("postal", "email")
_VALUE_MAX = 400


@transaction.atomic
def guarantor_point_add(
    *, guarantee_id: int, kind: str, value: str, at: datetime, actor: str
) -> ContactPoint | Refusal:
    """Write down an address of the guarantor, as the signed document has it.

    The same again returns the first, unless it was closed. Refusals: GUARANTEE_UNKNOWN,
    POINT_UNFIT, FOUND_CLOSED.
    """
    found = _held(guarantee_id)
    if found is None:
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee that counts.")
    lines = (" ".join(line.split()) for line in value.splitlines())
    text = "\n".join(filter(None, lines))
    is_mail = "@" in text and " " not in text and "\n" not in text
    if kind not in POINT_KINDS or not 0 < len(text) <= _VALUE_MAX or (kind == "email") > is_mail:
        return Refusal("POINT_UNFIT", "Give a postal address or an e-mail address.")
    known = points_of(found).filter(kind=kind, value__iexact=text).first()
    if known is not None:
        if known.state == "open":
            return known
        return Refusal(
            "FOUND_CLOSED", "This number or address was closed: it reaches someone else."
        )
    made = ContactPoint.objects.create(
        reference=f"guarantor-{uuid4().hex}",
        person_id=found.person_id,
        kind=kind,
        party="guarantor",
        party_name=found.name,
        value=text,
        is_verified=True,
        data_source="contract",
        basis="guarantee",
    )
    guarantee_step(found, "point", at=at, actor=actor, point=made)
    return made


@transaction.atomic
def guarantor_stop(
    *, guarantee_id: int, contact_point_id: int, at: datetime, actor: str
) -> Guarantee | Refusal:
    """Keep the guarantor's wish not to be written to at one address; what waits is stopped.

    The same again is no new step. Refusals: GUARANTEE_UNKNOWN, POINT_UNKNOWN.
    """
    found = Guarantee.objects.select_for_update(no_key=True).filter(pk=guarantee_id).first()
    if found is None:
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee.")
    point = points_of(found).filter(pk=contact_point_id).first()
    if point is None:
        return Refusal("POINT_UNKNOWN", "There is no such address of theirs.")
    stands = opt_out_standing(person_id=found.person_id, channel=None, contact_point_id=point.pk)
    opt_out_record(
        person_id=found.person_id,
        channel=None,
        contact_point_id=point.pk,
        at=at,
        actor=actor,
        source="desk",
    )
    if stands is None:
        guarantee_step(found, "stopped", at=at, actor=actor, point=point)
    return found


@transaction.atomic
def guarantor_language(
    *, guarantee_id: int, language: str, at: datetime, actor: str
) -> Guarantee | Refusal:
    """Write to the guarantor in their own language. Refusals: GUARANTEE_UNKNOWN, LANGUAGE_UNKNOWN.

    The same again changes nothing.
    """
    found = Guarantee.objects.select_for_update(no_key=True).filter(pk=guarantee_id).first()
    if found is None:
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee.")
    if language not in LANGUAGES:
        return Refusal("LANGUAGE_UNKNOWN", f"We write in: {', '.join(LANGUAGES)}.")
    if found.language != language:
        found.language = language
        found.save(update_fields=["language"])
        guarantee_step(found, "language", at=at, actor=actor, note=language)
    return found


def _held(guarantee_id: int) -> Guarantee | None:
    """Return a guarantee that is not over, held."""
    found = Guarantee.objects.select_for_update(no_key=True).filter(pk=guarantee_id)
    return found.filter(state__in=("asked", "accepted")).first()
