"""What reviewers said, as lines from which the auditor can be trained again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User

from forbear.core.speech.masking import masked
from forbear.store.models import SpokenText
from forbear.store.selectors.conduct import FAULTS, is_overturned
from forbear.store.selectors.speech import Read, reads

_BATCH = 500
# the names of the auditor's contract, where they differ from ours
_FACT = {"deadline": "offer_or_action_deadline"}
_PERSONAL = ("case_ref",)


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """What people found in a text, and what the auditor named and they did not; with spans."""

    found: list[dict[str, object]]
    rejected: list[dict[str, object]]
    why: list[str]


def training_lines(
    *, language: str = "", with_spans: bool = False, is_masked: bool = True
) -> Iterator[dict[str, object]]:
    """Yield every text that is wholly judged, in the form of ``tools/auditor/data/texts_*.jsonl``.

    ``with_spans`` adds ``found`` and ``rejected``, the findings with their spans: masking covers
    sign by sign, so they stay true. An appeal that overturned a finding makes it rejected.
    """
    judged = SpokenText.objects.filter(reviews__isnull=False).distinct().order_by("pk")
    if language:
        judged = judged.filter(language=language)
    judged = judged.select_related("account__person").prefetch_related(
        "account__person__contact_points"
    )
    last = 0
    while batch := list(judged.filter(pk__gt=last)[:_BATCH]):
        last = batch[-1].pk
        for read in reads(batch):
            if not read.open:
                yield _line(read, with_spans=with_spans, is_masked=is_masked)


def _line(read: Read, *, with_spans: bool, is_masked: bool) -> dict[str, object]:
    text, verdicts = read.text, _verdicts(read)
    known = _names(text) if is_masked else []

    def shown(words: str) -> str:
        return masked(words, known) if is_masked else words

    categories = sorted({str(one["category"]) for one in verdicts.found})
    line: dict[str, object] = {
        "id": f"review-{text.pk}",
        "lang": text.language,
        "channel": text.channel,
        "speaker_role": "collector",
        "turns": [
            {"speaker": "collector" if turn["ours"] else "cardholder", "text": shown(turn["text"])}
            for turn in text.turns
        ],
        "facts": {
            _FACT.get(name, name): shown(value) if name in _PERSONAL else value
            for name, value in text.facts.items()
        },
        "expect": {
            "verdict": "violating" if categories else "lawful",
            "categories": categories,
        },
        "why": shown("; ".join(verdicts.why)),
    }
    if with_spans:
        line |= {"found": verdicts.found, "rejected": verdicts.rejected}
    return line


def _verdicts(read: Read) -> _Verdicts:
    by_finding = {review.finding_id: review for review in read.reviews if review.finding_id}
    overturned = is_overturned([finding.pk for finding in read.findings])
    whole = [one for one in read.reviews if one.finding_id is None]
    found: list[dict[str, object]] = [
        {"category": one.category} for one in whole if one.verdict == "wrong_category"
    ]
    why = [one.reason for one in read.reviews if one.reason]
    rejected: list[dict[str, object]] = []
    for finding in read.findings:
        span = {"turn": finding.turn, "start": finding.start, "end": finding.end}
        review = by_finding.get(finding.pk)
        is_fault = review is not None and review.verdict in FAULTS and finding.pk not in overturned
        category = review.category if review and review.category else finding.category
        if not is_fault or category != finding.category:
            rejected.append({"category": finding.category, "span": span})
        if is_fault:
            found.append({"category": category, "span": span})
    return _Verdicts(found, rejected, why)


def _names(text: SpokenText) -> list[str]:
    """Return what is known of the people of a text: names, numbers, addresses."""
    known = [turn["speaker"] for turn in text.turns if " " in turn["speaker"]]
    user = User.objects.filter(username=text.collector).first() if text.collector else None
    known += [text.collector, user.get_full_name() if user else ""]
    if text.account is not None:
        person = text.account.person
        known += [person.name, person.reference, text.account.reference]
        known += [point.value for point in person.contact_points.all()]
    return known
