"""Texts that wait for a reviewer, and what reviewers said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from forbear.core.speech.conduct import Sampling
from forbear.store.models import SpokenText, TextAudit, TextFinding, TextReview

View = Literal["waiting", "sample", "read"]
VIEWS: tuple[View, ...] = ("waiting", "sample", "read")
# one rate for all
PLAIN = Sampling()
_SPACE = 16**8
_WHOLE = 1_000


@dataclass(frozen=True, slots=True)
class Read:
    """A text as a reviewer sees it: its latest audit, the findings, and every word on it."""

    text: SpokenText
    audit: TextAudit
    findings: list[TextFinding]
    reviews: list[TextReview]

    @property
    def open(self) -> list[TextFinding]:
        """The findings that nobody has judged."""
        if any(review.finding_id is None and review.verdict == "lawful" for review in self.reviews):
            return []
        judged = {review.finding_id for review in self.reviews}
        return [finding for finding in self.findings if finding.pk not in judged]


def texts_of(view: View, *, per_thousand: int, sampling: Sampling = PLAIN) -> QuerySet[SpokenText]:
    """Return the texts of a view, those that wait oldest first.

    ``sample`` holds clean texts of which nobody spoke: by the hash of each, ``per_thousand`` of a
    thousand and more of some by ``sampling``, so that the same are drawn every time and nobody can
    choose.
    """
    whole = TextReview.objects.filter(text=OuterRef("pk"), finding__isnull=True)
    if view == "read":
        return SpokenText.objects.filter(reviews__isnull=False).distinct().order_by("-at", "-pk")
    judged = TextReview.objects.filter(finding=OuterRef("pk"))
    found = TextFinding.objects.filter(audit__text=OuterRef("pk"))
    unread = SpokenText.objects.filter(~Exists(whole.filter(~Q(verdict="release"))))
    if view == "waiting":
        texts = unread.filter(Exists(found.filter(~Exists(judged))))
    else:
        texts = unread.filter(~Exists(found), _sampled(per_thousand, sampling))
    return texts.order_by("at", "pk")


def _sampled(per_thousand: int, sampling: Sampling) -> Q:
    """Return whether a text is drawn by the greatest of the rates that fit it."""
    found = drawn(per_thousand)
    for one in sampling.rates:
        whose = Q(team=one.team) if one.team else Q(collector=one.collector)
        found |= whose & drawn(one.per_thousand)
    if sampling.starter_days and sampling.starter_per_thousand:
        before = SpokenText.objects.filter(
            collector=OuterRef("collector"),
            at__lte=OuterRef("at") - timedelta(days=sampling.starter_days),
        )
        is_starter = ~Q(collector="") & ~Exists(before)
        found |= is_starter & drawn(sampling.starter_per_thousand)
    return found


def drawn(per_thousand: int) -> Q:
    """Match so many of a thousand texts, by the hash of each."""
    edge = _SPACE * min(max(per_thousand, 0), _WHOLE) // _WHOLE
    # all of them: "g" stands behind every sign of a hash
    return Q(sha256__lt=f"{edge:08x}" if edge < _SPACE else "g")


def reads(texts: list[SpokenText]) -> Iterator[Read]:
    """Yield the texts with their latest audit and every word on them."""
    audits = {
        audit.text_id: audit
        for audit in TextAudit.objects.filter(text__in=texts)
        .prefetch_related("findings")
        .order_by("pk")
    }
    words: dict[int, list[TextReview]] = {}
    for review in TextReview.objects.filter(text__in=texts).order_by("pk"):
        words.setdefault(review.text_id, []).append(review)
    for text in texts:
        audit = audits[text.pk]
        findings = sorted(audit.findings.all(), key=lambda one: (one.turn, one.start, one.pk))
        yield Read(text, audit, findings, words.get(text.pk, []))
