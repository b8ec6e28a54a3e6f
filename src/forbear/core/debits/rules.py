"""How early a debit must be announced, and how long a mandate lasts: by the packs' periods.

Where the rules of the scheme and of the cardholder's nation both speak, the stricter binds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.debits.mandates import Mandate
from forbear.core.law.periods.counting import answer_period
from forbear.core.law.periods.reading import LawPeriod

SCHEME_NOTICE = "eu-sepa-prenotification-14d"
SCHEME_LAPSE = "eu-sepa-mandate-36m"
# The law of a nation on the notice of a debit whose amount varies; it gives no way to shorten it.
NATION_NOTICE = {"US": "us-rege-varying-10d", "GB": "gb-bacs-advance-notice-10wd"}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DebitRules:
    """The periods that bind debits. ``KeyError`` where a pack lacks one: unknown means no."""

    periods: tuple[LawPeriod, ...]

    @classmethod
    def of(cls, periods: Iterable[LawPeriod]) -> DebitRules:
        """Keep only the periods that speak of debits."""
        wanted = {SCHEME_NOTICE, SCHEME_LAPSE, *NATION_NOTICE.values()}
        return cls(tuple(period for period in periods if period.rule_id in wanted))

    def earliest_on(self, announced_on: date, *, nation: str, agreed_days: int | None) -> date:
        """Return the first day on which a debit announced on a day may be collected."""
        if agreed_days is not None:
            found = announced_on + timedelta(days=agreed_days)
        else:
            found = self._free(SCHEME_NOTICE, announced_on)
        if rule := NATION_NOTICE.get(nation):
            found = max(found, self._free(rule, announced_on))
        return found

    def announce_by(self, collection_on: date, *, nation: str, agreed_days: int | None) -> date:
        """Return the last day on which a collection of a day may still be announced."""
        day = collection_on - _DAY
        while self.earliest_on(day, nation=nation, agreed_days=agreed_days) > collection_on:
            day -= _DAY
        return day

    def lapses_on(self, mandate: Mandate) -> date:
        """Return the last day of the time for which a mandate lasts unused."""
        events = {"mandate_signed": mandate.signed_on}
        if mandate.last_used_on is not None:
            events["debit_presented"] = mandate.last_used_on
        last = answer_period(self.periods, SCHEME_LAPSE, events, on=max(events.values())).last_day
        assert last is not None, "the day of signing is known"
        return last

    def _free(self, rule_id: str, announced_on: date) -> date:
        try:
            answer = answer_period(
                self.periods, rule_id, {"varying_notice": announced_on}, on=announced_on
            )
        except LookupError as error:
            if isinstance(error, KeyError):
                raise
            return announced_on  # not yet in force on that day
        assert answer.first_free_day is not None, "the day of the notice is known"
        return answer.first_free_day
