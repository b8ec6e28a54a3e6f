"""One number or address, however it was written."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from forbear.core.speech.numbers import number_even, number_spellings
from forbear.store.models import ContactPoint

PHONES = ("mobile", "home", "work")
MAILBOXES = ("email", "work_email")


def value_even(kind: str, value: str) -> str:
    """Return the form in which one number, mailbox or address is known.

    Postal addresses are the same where they differ only in case, spaces, commas and lines.
    """
    if kind in PHONES:
        return number_even(value) or value.strip()
    if kind in MAILBOXES:
        return value.strip().lower()
    if kind == "postal":
        return " ".join(value.replace(",", " ").split()).casefold()
    return value.strip()


def same_points(kind: str, value: str) -> QuerySet[ContactPoint]:
    """Return every contact point that may hold the value: candidates for ``is_same``."""
    if kind in PHONES:
        return ContactPoint.objects.filter(kind__in=PHONES, value__in=number_spellings(value))
    if kind in MAILBOXES:
        forms = {value, value.strip(), value.strip().lower()}
        return ContactPoint.objects.filter(kind__in=MAILBOXES, value__in=forms)
    return ContactPoint.objects.filter(kind=kind, value=value)


def own_points(person_id: int, kind: str, value: str) -> list[ContactPoint]:
    """Return every contact point of a person that holds the same value, closed ones too."""
    kinds: Collection[str] = next((group for group in (PHONES, MAILBOXES) if kind in group), [kind])
    even = value_even(kind, value)
    held = ContactPoint.objects.filter(Q(person_id=person_id, kind__in=kinds)).order_by("pk")
    return [point for point in held if value_even(point.kind, point.value) == even]
