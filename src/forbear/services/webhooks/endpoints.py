"""The addresses that are told: added, given another secret, ended."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from forbear.core.webhooks import EVENTS, PREFIX
from forbear.services.audit import audit_write
from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.store.models import WebhookDelivery, WebhookEndpoint

NAME_MAX = 40
URL_MAX = 500
KEY_OCTETS = 32
_BOTH_FOR = timedelta(days=1)


@transaction.atomic
def endpoint_add(
    *,
    name: str,
    url: str,
    events: Sequence[str],
    fault_of: Callable[[str], str],
    keeper: Keeper,
    at: datetime,
    actor: str,
) -> tuple[WebhookEndpoint, str] | Refusal:
    """Add an address; return it with its secret, which is shown this once.

    Refusals: ``NAME_MISSING``, ``URL_UNUSABLE`` (``fault_of`` says why), ``EVENT_UNKNOWN``.
    """
    if not 0 < len(name.strip()) <= NAME_MAX or not name.isprintable():
        return Refusal("NAME_MISSING", f"Give it a name of up to {NAME_MAX} characters.")
    if fault := fault_of(url) if len(url) <= URL_MAX else "The address is too long.":
        return Refusal("URL_UNUSABLE", fault)
    if not events or (unknown := [each for each in events if each not in EVENTS]):
        said = f"{unknown[0]!r} is none of" if events else "Name at least one of"
        return Refusal("EVENT_UNKNOWN", f"{said} {', '.join(EVENTS)}.")
    made = WebhookEndpoint.objects.create(
        name=name.strip(),
        url=url,
        events=[each for each in EVENTS if each in events],
        made_at=at,
        made_by=actor[:150],
    )
    secret = _secret()
    made.secret = keeper.keep(secret, of=owner(made))
    made.save(update_fields=["secret"])
    _audit(made, "webhook.added", at=at, actor=actor)
    return made, secret


@transaction.atomic
def endpoint_rotate(
    *, endpoint_id: int, keeper: Keeper, at: datetime, actor: str
) -> tuple[WebhookEndpoint, str] | Refusal:
    """Give an address another secret; for a day both sign. ``ENDPOINT_UNKNOWN``."""
    found = _locked(endpoint_id)
    if isinstance(found, Refusal):
        return found
    secret = _secret()
    found.secret_before, found.before_until = found.secret, at + _BOTH_FOR
    found.secret = keeper.keep(secret, of=owner(found))
    found.save(update_fields=["secret", "secret_before", "before_until"])
    _audit(found, "webhook.rotated", at=at, actor=actor)
    return found, secret


@transaction.atomic
def endpoint_end(
    *, endpoint_id: int, at: datetime, actor: str, why: str = ""
) -> WebhookEndpoint | Refusal:
    """Tell an address nothing more; what waits for it is given up. ``ENDPOINT_UNKNOWN``."""
    found = _locked(endpoint_id)
    if isinstance(found, Refusal):
        return found
    found.ended_at, found.ended_by, found.why = at, actor[:150], why[:200]
    found.save(update_fields=["ended_at", "ended_by", "why"])
    WebhookDelivery.objects.filter(endpoint=found, state="waiting").update(
        state="dead", said="The address was ended."
    )
    _audit(found, "webhook.ended", at=at, actor=actor)
    return found


def owner(endpoint: WebhookEndpoint) -> str:
    """Return whose secret it is, as the keeper wants to know."""
    return f"webhook {endpoint.pk}"


def _locked(endpoint_id: int) -> WebhookEndpoint | Refusal:
    found = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id, ended_at=None)
    return found.first() or Refusal("ENDPOINT_UNKNOWN", f"There is no webhook {endpoint_id}.")


def _secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_OCTETS)).decode()


def _audit(found: WebhookEndpoint, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="webhook",
        subject_id=found.pk,
        data={"webhook": found.name, "url": found.url, "events": found.events, "why": found.why},
    )
