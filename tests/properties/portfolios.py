"""Portfolios as they come: several nations, zones, wishes, consents and pasts, some of them odd."""

from __future__ import annotations

from datetime import time
from typing import Any

from hypothesis import strategies as st

from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from tests.engine.make import account, ago, moment, person, point, together

Row = dict[str, Any]
NATIONS = (
    ("US", "US-NY", "US-NY-NYC", "USD"),
    ("US", "US-MA", None, "USD"),
    ("US", None, None, "USD"),
    ("GB", None, None, "GBP"),
    ("CN", "CN-31", None, "CNY"),
    ("AU", "AU-VIC", None, "AUD"),
    ("IN", None, None, "INR"),
    ("EU", "EU-IE", None, "EUR"),
)
ABROAD = ("FR", None, None, "EUR")
ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "America/New_York,America/Los_Angeles",
    "Asia/Shanghai",
    "Europe/London",
    "Australia/Adelaide",
)
KINDS = ("email", "postal", "home", "email", "mobile", *w.POINT_KINDS)
# Mostly the first word: a portfolio in which everything is odd permits nothing.
_MOSTLY = 16


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Draw the usual value more often than the others."""
    return st.sampled_from((usual,) * _MOSTLY + others)


MOMENTS = st.builds(
    moment, st.sampled_from((0, 1, 2, 3, 5, 6, 7, 8, 13, 29, 40)), st.integers(0, 23)
)
CHANNELS = st.sampled_from((None, "call", "sms", "email", "letter"))


@st.composite
def people(draw: st.DrawFn, number: int) -> Portfolio:
    """Draw one person; its ids are made of its number, so that several can be put together."""
    nation, region, city, currency = draw(st.sampled_from(NATIONS * 3 + (ABROAD,)))
    base = number * 10
    accounts = [
        account(
            base + n,
            dpd=draw(st.sampled_from((0, 1, 20, 45, 75, 120, 400))),
            nation=nation,
            region=region,
            city=city,
            currency=currency,
            overdue_minor=draw(st.sampled_from((90_00, 600_000))),
            status=draw(mostly("open", "charged_off", "settled")),
            dispute=draw(mostly("none", "open")),
            plan=draw(mostly("none", "kept")),
            hardship_until=draw(mostly(None, ago(0))),
            collector_kind=draw(mostly("creditor", "agency", "buyer")),
            collector_authorised=draw(mostly(True, None, False)),
            collector_licensed=draw(mostly(True, None)),
            validation_sent_on=draw(mostly(ago(60), None)),
            step=draw(st.sampled_from((0, 0, 1, 2, 3, 4, 6))),
            step_on=ago(draw(st.sampled_from((1, 20, 70)))),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    kinds = ["mobile", *draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2))]
    points = [
        point(
            base + n,
            kind,
            state=draw(mostly("open", "closed")),
            is_verified=draw(mostly(True, None)),
            party=draw(mostly("cardholder", "spouse", "employer")),
        )
        for n, kind in enumerate(kinds)
    ]
    mine = st.sampled_from([None, *(row["account_id"] for row in accounts)])
    there = st.sampled_from([None, *(row["contact_point_id"] for row in points)])
    return person(
        number,
        accounts=accounts,
        points=points,
        contacts=draw(st.lists(_contacts(mine, there), max_size=5)),
        opt_outs=draw(_few(_wishes(there))),
        consents=draw(_few(_consents(there))),
        inconvenient=draw(_few(_inconvenient())),
        time_zones=draw(st.sampled_from((*ZONES, *ZONES, None))),
        is_deceased=draw(mostly(False, True)),
        cease_at=draw(mostly(None, moment(20))),
        cease_form="written",
        is_vulnerable=draw(mostly(False, True)),
        breathing_space_until=draw(mostly(None, ago(-9))),
    )


def _few(rows: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row]]:
    return st.one_of(st.just([]), st.just([]), st.lists(rows, max_size=2))


def _contacts(mine: Any, there: Any) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "account_id": mine,
            "contact_point_id": there,
            "at": MOMENTS,
            "channel": st.sampled_from(("call", "call", "sms", "email", "letter", "voicemail")),
            "direction": mostly("out", "in"),
            "party": mostly("cardholder", "spouse", "unknown"),
            "outcome": st.sampled_from((None, *w.OUTCOMES)),
            "collector": mostly("creditor", "agency"),
        }
    )


def _wishes(there: Any) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({"channel": CHANNELS, "contact_point_id": there, "at": MOMENTS})


def _consents(there: Any) -> st.SearchStrategy[Row]:
    ends = st.sampled_from((None, moment(-1), moment(0, 16), moment(-9)))
    hours = st.sampled_from((None, time(6), time(18), time(22)))
    return st.fixed_dictionaries(
        {
            "channel": CHANNELS,
            "contact_point_id": there,
            "kind": st.sampled_from(w.CONSENT_KINDS),
            "at": MOMENTS,
            "until": ends,
            "from_time": hours,
            "to_time": hours,
        }
    )


def _inconvenient() -> st.SearchStrategy[Row]:
    hours = st.sampled_from((None, time(7), time(9, 30), time(13), time(21)))
    return st.fixed_dictionaries(
        {
            "from_time": hours,
            "to_time": hours,
            "days": st.sampled_from((None, "mon", "sun", "tue,wed")),
            "place": st.sampled_from((None, "home", "work")),
        }
    )


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """Draw a portfolio of one to four persons."""
    return together(*(draw(people(number)) for number in range(1, draw(st.integers(1, 4)) + 1)))
