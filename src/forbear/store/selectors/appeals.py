"""Appeals of findings, of one text and across a case: those that wait, those that were judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Value

from forbear.store.models import AcrossAppeal, AcrossJudgement, FindingAppeal

Kind = Literal["text", "case"]


def appeals_open() -> QuerySet[Any, dict[str, Any]]:
    """List the appeals that nobody has judged, the one due first in front: ``kind`` and ``pk``.

    One of a finding across a case that another appeal overturned is settled with that one.
    """
    return _both("due_at", is_judged=False).order_by("when", "kind", "pk")


def appeals_judged() -> QuerySet[Any, dict[str, Any]]:
    """List the appeals that were judged, the latest first."""
    return _both("judgement__at", is_judged=True).order_by("-when", "kind", "-pk")


def _both(when: str, *, is_judged: bool) -> QuerySet[Any, dict[str, Any]]:
    of_texts = FindingAppeal.objects.filter(judgement__isnull=not is_judged)
    of_cases = AcrossAppeal.objects.filter(judgement__isnull=not is_judged)
    if not is_judged:
        overturned = AcrossJudgement.objects.filter(
            appeal__finding=OuterRef("finding"), outcome="overturned"
        )
        of_cases = of_cases.filter(~Exists(overturned))
    return _keys(of_texts, "text", when).union(_keys(of_cases, "case", when))


def _keys(appeals: QuerySet[Any], kind: Kind, when: str) -> QuerySet[Any, dict[str, Any]]:
    return appeals.values(when=F(when), kind=Value(kind), pk=F("pk"))


def appeals_of(keys: Iterable[Mapping[str, Any]]) -> list[FindingAppeal | AcrossAppeal]:
    """Return the appeals of a list, in its order, each with its finding."""
    wanted = list(keys)
    found: Mapping[str, Mapping[int, Model]] = {
        "text": FindingAppeal.objects.select_related("finding__audit__text__account", "judgement")
        .prefetch_related("finding__reviews")
        .in_bulk([one["pk"] for one in wanted if one["kind"] == "text"]),
        "case": AcrossAppeal.objects.select_related(
            "finding__account", "finding__review", "judgement"
        ).in_bulk([one["pk"] for one in wanted if one["kind"] == "case"]),
    }
    return [found[one["kind"]][one["pk"]] for one in wanted]  # type: ignore[misc] # of its kind
