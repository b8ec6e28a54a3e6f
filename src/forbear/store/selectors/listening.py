"""What to hear next, and why: nobody chooses whom to listen to by liking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from forbear.core.roster.rules import LeadRules
from forbear.store.models import (
    CoachingNote,
    CoachingStep,
    Seat,
    SpokenText,
    TextFinding,
    TextReview,
)
from forbear.store.selectors.complaints import accounts_complained
from forbear.store.selectors.speech import drawn

# the first reason that is true says why, gravest first
REASONS = ("complaint", "finding", "starter", "random")


def starters(*, at: datetime, rules: LeadRules) -> set[str]:
    """Return the names of those who first signed in within the days of a new starter."""
    since = at - timedelta(days=rules.starter_days)
    old = Seat.objects.filter(user=OuterRef("pk"), begun_at__lt=since)
    found = User.objects.filter(Exists(Seat.objects.filter(user=OuterRef("pk"))), ~Exists(old))
    return set(found.values_list("username", flat=True))


def to_hear(
    *,
    at: datetime,
    rules: LeadRules,
    viewer: str = "",
    collectors: Sequence[str] | None = None,
) -> QuerySet[SpokenText]:
    """List what to hear: each text with ``reason``, the gravest first; what was heard is not on it.

    Complaints, findings that nobody judged, everything of new starters, and of the rest a share
    drawn by the hash of each text, the same whoever looks. Nobody hears their own: not ``viewer``.
    """
    since = at - timedelta(days=rules.days)
    judged = TextReview.objects.filter(finding=OuterRef("pk"))
    whole = TextReview.objects.filter(text=OuterRef("pk"), finding__isnull=True)
    is_open = Exists(
        TextFinding.objects.filter(~Exists(judged), audit__text=OuterRef("pk"))
    ) & ~Exists(whole)
    complained = accounts_complained(since=since)
    found = SpokenText.objects.filter(
        source="transcript", at__gte=since, at__lte=at, listening__heard_at__isnull=True
    ).exclude(collector__in={"", viewer})
    if collectors is not None:
        found = found.filter(collector__in=collectors)
    reason = Case(
        When(account_id__in=complained, then=Value(0)),
        When(is_open, then=Value(1)),
        When(collector__in=starters(at=at, rules=rules), then=Value(2)),
        When(drawn(rules.per_thousand), then=Value(3)),
        default=Value(len(REASONS)),
        output_field=IntegerField(),
    )
    listed = found.annotate(reason=reason).filter(reason__lt=len(REASONS))
    return listed.select_related("listening", "account__person").order_by(
        "reason", "collector", "-at", "-pk"
    )


def reason_of(text: SpokenText, *, at: datetime, rules: LeadRules) -> str:
    """Return why a text is on the list; "" if it is not."""
    found = to_hear(at=at, rules=rules).filter(pk=text.pk).first()
    return REASONS[found.reason] if found is not None else ""  # type: ignore[attr-defined]


def coaching_of(user: User) -> QuerySet[CoachingNote]:
    """List the notes to a collector, the latest first, with their steps."""
    found = CoachingNote.objects.filter(user=user).select_related("text", "user")
    return found.prefetch_related("steps").order_by("-pk")


def coaching_open() -> QuerySet[CoachingNote]:
    """List the notes that are still to be looked at again, by the day on which."""
    done = CoachingStep.objects.filter(note=OuterRef("pk"), kind="done")
    read = CoachingStep.objects.filter(note=OuterRef("pk"), kind="read")
    is_read = ExpressionWrapper(Exists(read), output_field=BooleanField())
    found = CoachingNote.objects.filter(~Exists(done), Q(follow_up_on__isnull=False))
    return (
        found.annotate(is_read=is_read)
        .select_related("user", "text")
        .order_by("follow_up_on", "pk")
    )


def coaching_text(text: SpokenText) -> QuerySet[CoachingNote]:
    """List what was told of one text."""
    return CoachingNote.objects.filter(text=text).order_by("pk")
