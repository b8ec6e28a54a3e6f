"""Which version of a template is in force, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from forbear.store.models import TemplateStep, TemplateVersion

DRAFT, SUBMITTED, REJECTED, APPROVED, ENDED = (
    "draft",
    "submitted",
    "rejected",
    "approved",
    "ended",
)


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version and where it stands at a moment.

    ``state`` is draft, submitted, rejected, waiting (approved, its moment ahead), in_force,
    replaced (a later one is in force) or ended.
    """

    version: TemplateVersion
    state: str
    steps: tuple[TemplateStep, ...]


def version_in_force(template: str, *, at: datetime) -> TemplateVersion | None:
    """Return the version of a template that is in force at a moment; ``None`` if none is."""
    ended = TemplateStep.objects.filter(version=OuterRef("version"), step=ENDED, from_at__lte=at)
    step = (
        TemplateStep.objects.filter(version__template=template, step=APPROVED, from_at__lte=at)
        .exclude(Exists(ended))
        .select_related("version")
        .order_by("-from_at", "-version__number")
        .first()
    )
    return None if step is None else step.version


def version_list(template: str, *, at: datetime) -> list[VersionState]:
    """List the versions of a template, the latest first, each with its state."""
    rows = TemplateVersion.objects.filter(template=template).order_by("-number")
    found = rows.prefetch_related("steps")
    current = version_in_force(template, at=at)
    return [_state(row, at, current) for row in found]


def versions_waiting() -> dict[str, int]:
    """Count the versions that wait for another person's word, by template."""
    done = TemplateStep.objects.filter(version=OuterRef("pk"), step__in=(APPROVED, REJECTED))
    sent = TemplateStep.objects.filter(version=OuterRef("pk"), step=SUBMITTED)
    names = TemplateVersion.objects.filter(Exists(sent)).exclude(Exists(done))
    counts: dict[str, int] = {}
    for name in names.values_list("template", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return counts


def templates_written() -> list[str]:
    """List the ids of templates that have a version of their own."""
    found = TemplateVersion.objects.order_by("template").values_list("template", flat=True)
    return list(found.distinct())


def _state(version: TemplateVersion, at: datetime, current: TemplateVersion | None) -> VersionState:
    steps: Sequence[TemplateStep] = sorted(version.steps.all(), key=lambda step: step.pk)
    by_kind: Mapping[str, TemplateStep] = {step.step: step for step in steps}
    approved, ended = by_kind.get(APPROVED), by_kind.get(ENDED)
    if ended is not None and ended.from_at is not None and ended.from_at <= at:
        state = ENDED
    elif approved is not None and approved.from_at is not None:
        is_now = approved.from_at <= at
        is_current = current is not None and current.pk == version.pk
        state = ("in_force" if is_current else "replaced") if is_now else "waiting"
    elif REJECTED in by_kind:
        state = REJECTED
    else:
        state = SUBMITTED if SUBMITTED in by_kind else DRAFT
    return VersionState(version, state, tuple(steps))
