"""Yes, no and unknown. Unknown stays unknown unless what is known decides."""

from __future__ import annotations

from collections.abc import Iterable

Maybe = bool | None


def both(*parts: Maybe) -> Maybe:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def either(*parts: Maybe) -> Maybe:
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def no(part: Maybe) -> Maybe:
    return None if part is None else not part


def among(value: object, words: Iterable[object]) -> Maybe:
    return None if value is None else value in set(words)
