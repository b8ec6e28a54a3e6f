"""The clocks of a case, from the packs; and whether a dispute stops collection by law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from forbear.core.cases.clocks import Clock, Place, Subject, clocks_of
from forbear.core.cases.words import WRITTEN
from forbear.core.law.periods import LawPeriod, answer_period
from forbear.packs import load_book
from forbear.packs.cases import load_case_rules
from forbear.store.models import Account


@cache
def _periods() -> tuple[LawPeriod, ...]:
    return load_book().periods


def case_clocks(
    account: Account,
    subject: Subject,
    *,
    ground: str,
    channel: str,
    events: Mapping[str, date],
    on: date,
) -> tuple[Clock, ...]:
    """Return the clocks that run for a case on an account, by the law of its place."""
    place = Place(
        account.nation,
        account.region,
        account.city,
        account.collector_kind,
        ground,
        channel,
        account.status,
    )
    return clocks_of(load_case_rules().clocks, _periods(), subject, place, events, on=on)


def clock_rows(clocks: Sequence[Clock]) -> list[dict[str, str]]:
    """Return clocks as they are kept with a case: what, until when, by which law."""
    return [
        {
            "what": each.what,
            "rule_id": each.rule_id,
            "from": each.runs_from.isoformat(),
            "until": each.ends_on.isoformat(),
            "citation": each.citation,
            "citation_zh": each.citation_zh,
            "force": each.force,
            "confidence": each.confidence,
        }
        for each in clocks
    ]


def is_in_validation(account: Account, *, channel: str, on: date) -> bool:
    """Return whether a dispute in writing lies within the period of the validation notice.

    15 USC 1692g(b). Where no notice is known to have been sent the period cannot have ended, so
    that it counts as within.
    """
    rule = load_case_rules().validation
    if account.nation != rule.nation or account.collector_kind not in rule.collectors:
        return False
    if channel not in WRITTEN:
        return False
    if account.validation_sent_on is None:
        return True
    begins = {rule.event: account.validation_sent_on}
    try:
        answer = answer_period(_periods(), rule.rule_id, begins, on=on)
    except (LookupError, ValueError):
        return True
    return answer.last_day is None or on <= answer.last_day
