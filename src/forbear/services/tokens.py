"""Tokens of the API: made once, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import ApiToken

PREFIX = "fbr_"
# a name is a part of a payment's key
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")
_USED_EVERY = timedelta(minutes=1)


@transaction.atomic
def token_add(
    *, name: str, scopes: Sequence[str], expires: date, at: datetime, actor: str
) -> tuple[ApiToken, str] | Refusal:
    """Make a token for the system ``name``; return it with its clear text, which is not kept.

    It is good through the day ``expires``, in UTC. Refusals: ``NAME_UNUSABLE``,
    ``SCOPE_UNKNOWN``, ``SCOPE_MISSING``, ``EXPIRY_PASSED``.
    """
    refusal = _refused(name, scopes)
    ends = datetime.combine(expires, time(), UTC) + timedelta(days=1)
    if ends <= at:
        refusal = Refusal("EXPIRY_PASSED", f"{expires} has passed. Name a day that is to come.")
    if refusal is not None:
        return refusal
    clear = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        sha256=_digest(clear),
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=ends,
    )
    _audit(token, "token.added", at=at, actor=actor)
    return token, clear


@transaction.atomic
def token_revoke(*, token_id: int, at: datetime, actor: str) -> ApiToken | Refusal:
    """End a token at once; one that was revoked stays as it is. Refusal: ``TOKEN_UNKNOWN``."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        return Refusal("TOKEN_UNKNOWN", f"There is no token {token_id}.")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        _audit(token, "token.revoked", at=at, actor=actor)
    return token


def token_check(clear: str, *, at: datetime) -> ApiToken | None:
    """Return the token that is good at a moment and has this clear text, and note its use."""
    good = ApiToken.objects.filter(revoked_at=None, created_at__lte=at, expires_at__gt=at)
    token = good.filter(sha256=_digest(clear)).first()
    if token is not None:
        used = Q(last_used_at=None) | Q(last_used_at__lt=at - _USED_EVERY)
        ApiToken.objects.filter(used, pk=token.pk).update(last_used_at=at)
    return token


def _digest(clear: str) -> str:
    # 256 random bits need no slow hash
    return hashlib.sha256(clear.encode(errors="replace")).hexdigest()


def _refused(name: str, scopes: Sequence[str]) -> Refusal | None:
    if not _NAME.fullmatch(name):
        text = "A name has 1 to 24 small letters, digits and hyphens, and begins with no hyphen."
        return Refusal("NAME_UNUSABLE", text)
    known = ", ".join(w.API_SCOPES)
    if unknown := [scope for scope in scopes if scope not in w.API_SCOPES]:
        return Refusal("SCOPE_UNKNOWN", f"There is no scope {unknown[0]!r}; known: {known}.")
    return None if scopes else Refusal("SCOPE_MISSING", f"Name at least one scope of {known}.")


def _audit(token: ApiToken, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="token",
        subject_id=token.pk,
        data={"name": token.name, "scopes": token.scopes},
    )
