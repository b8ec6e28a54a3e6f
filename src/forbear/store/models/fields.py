"""Small helpers that keep the models short."""

from __future__ import annotations

import pgtrigger
from django.db import models


def word(values: tuple[str, ...], *, default: str | None = None) -> models.CharField[str, str]:
    """Return a text field that holds one of a closed list of words."""
    choices = [(value, value) for value in values]
    if default is None:
        return models.CharField(max_length=24, choices=choices)
    return models.CharField(max_length=24, choices=choices, default=default)


def optional_word(values: tuple[str, ...]) -> models.CharField[str | None, str | None]:
    """Return a text field that holds one of a closed list of words, or nothing."""
    return models.CharField(
        max_length=24, choices=[(value, value) for value in values], null=True, blank=True
    )


def append_only() -> pgtrigger.Protect:
    """Return the trigger that makes a table refuse to be edited: a correction is a new row."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def never_deleted() -> pgtrigger.Protect:
    """Return the trigger that keeps a row for ever, though its state may change."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def consumed_once() -> pgtrigger.Protect:
    """Return the trigger that lets nobody touch a permit that has been consumed."""
    return pgtrigger.Protect(
        name="consumed_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__consumed_at__isnull=False),
    )
