"""What was reported as fake."""

from __future__ import annotations

from django.db.models import Count

from forbear.store.models import FakeReport


def fake_list(state: str, *, page: int, size: int) -> tuple[list[FakeReport], bool]:
    """Return a page of the reports in a state, the latest first, and whether there are more."""
    rows = FakeReport.objects.filter(state=state).order_by("-at", "-pk")
    found = list(rows[page * size : (page + 1) * size + 1])
    return found[:size], len(found) > size


def fake_counts() -> dict[str, int]:
    """Return how many reports are in each state."""
    rows = FakeReport.objects.values_list("state").annotate(many=Count("pk")).order_by()
    return {**dict.fromkeys(FakeReport.STATES, 0), **dict(rows)}


def fake_alike(report: FakeReport) -> int:
    """Return how many other reports name the same sender or the same file."""
    others = FakeReport.objects.exclude(pk=report.pk)
    same = others.none()
    if report.sender:
        same |= others.filter(sender__iexact=report.sender)
    if report.file_sha256:
        same |= others.filter(file_sha256=report.file_sha256)
    return same.count()
