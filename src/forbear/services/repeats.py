"""A request that is sent again under its key: the same one is answered, another one is refused."""

from __future__ import annotations

from typing import Protocol, TypeVar

from forbear.services.refusals import Refusal


class _Kept(Protocol):
    @property
    def request_hash(self) -> str: ...


Kept = TypeVar("Kept", bound=_Kept)


def same_again(held: Kept, *, key: str, asked: str) -> Kept | Refusal:
    """Return what is kept under a key if the same was ``asked``; ``IDEMPOTENCY_CONFLICT`` if not.

    ``asked`` is the hash of the request. Of what was kept before hashes were, nothing is known: it
    is taken to be the same.
    """
    if held.request_hash in {"", asked}:
        return held
    text = f"The key {key!r} was used for something else. Take a new key."
    return Refusal("IDEMPOTENCY_CONFLICT", text)
