"""What the cardholder asked for: opt-outs, consents and inconvenient times of each candidate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, UTC_MOMENT, Clock, DayClock, localize, placed
from forbear.core.gate.beside import summed_up, told_of
from forbear.core.gate.places import PLACE, clock_at, each_place, places
from forbear.core.law.history import CapConsent
from forbear.core.law.kinds.hours import WEEKDAYS

_POINT = (pl.col("contact_point_id") == pl.col("_point")).fill_null(value=True)
# No channel means every channel.
_BOTH = (pl.col("channel") == pl.col("_channel")).fill_null(value=True) & _POINT
_SO_FAR = pl.col("_at") <= pl.col("horizon")
_IN_FORCE = (pl.col("until") > pl.col("horizon")).fill_null(value=True)
# Who stands for the cardholder, and so has the cardholder's own hours and frequency.
_OWN_SIDE = ("cardholder", "guardian", "representative", "attorney")
_IS_OWN = pl.col("party").cast(pl.String).is_in(_OWN_SIDE).fill_null(value=False)
_IS_CAP = (pl.col("kind") == "exceed_cap") | (pl.col("kind") == "frequency")
# The cardholder can agree to be called at night, or more often; not that a relative, a friend or a
# guarantor is. A consent that names the number or address speaks for whoever is reached there.
_SPEAKS = ~((pl.col("kind") == "hours") | _IS_CAP) | _IS_OWN | pl.col("_point").is_not_null()
_WISHED = {"channel": "_channel", "contact_point_id": "_point", "at": "_at"}


def _beside(candidates: pl.DataFrame, wishes: pl.DataFrame) -> pl.DataFrame:
    """Return each wish beside the candidates of the same person, as ``_channel`` and ``_point``."""
    columns = ("channel", "contact_point_id", "party", *PLACE)
    return told_of(candidates, wishes.rename(_WISHED), columns)


# Before anything is found: no wishes.
NO_WISHES = {
    name: pl.lit(None, dtype=UTC_MOMENT)
    for name in (
        "opted_out_at",
        "calls_and_texts_refused_at",
        "contact_consent_at",
        "point_consent_at",
        "consent_from",
        "consent_to",
        "consent_ends_at",
    )
} | {name: pl.lit(False) for name in ("has_third_party_consent", "has_hours_consent")}


def with_opt_outs(candidates: pl.DataFrame, opt_outs: pl.DataFrame) -> pl.DataFrame:
    """Add ``opted_out_at``: the latest wish not to be reached this way.

    And ``calls_and_texts_refused_at``: the latest not to be called or texted at all or anywhere.
    """
    if opt_outs.is_empty():
        return candidates
    return summed_up(candidates, _beside(candidates, opt_outs), _REFUSED)


def _is_one_of(name: str, words: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal([pl.col(name) == word for word in words]).fill_null(value=True)


# whoever asks not to be called does not want a ringless voicemail either
_THIS_WAY = _BOTH | (_POINT & (pl.col("_channel") == "call") & (pl.col("channel") == "voicemail"))
_REFUSED = (
    pl.col("_at").filter(_SO_FAR & _THIS_WAY.fill_null(value=True)).max().alias("opted_out_at"),
    pl.col("_at")
    .filter(_SO_FAR & _is_one_of("_channel", ("call", "voicemail", "sms")))
    .max()
    .alias("calls_and_texts_refused_at"),
)


def with_consents(
    candidates: pl.DataFrame,
    consents: pl.DataFrame,
    on: date | None,
    caps: Iterable[CapConsent],
    talks: pl.DataFrame,
) -> pl.DataFrame:
    """Add what consents allow: this channel, this hour, others being told, further calls."""
    if consents.is_empty():
        return candidates
    policies = _by_name(caps)
    found = _beside(candidates, consents).filter(_BOTH & _SO_FAR & _IN_FORCE & _SPEAKS)
    if found.is_empty():
        return candidates
    found = with_talks(found, policies, talks)
    found = each_place(found, on, lambda clock: _consent_ends(clock, policies))
    return summed_up(candidates, found, _given(policies)).with_columns(
        pl.col(flag).fill_null(value=False)
        for flag in ("has_third_party_consent", "has_hours_consent", *_flags(policies))
    )


Policies = tuple[tuple[str, CapConsent], ...]


def _by_name(caps: Iterable[CapConsent]) -> Policies:
    return tuple(sorted({cap.name: cap for cap in caps}.items()))


def _flags(policies: Policies) -> list[str]:
    return [f"consented_{name}" for name, _ in policies]


@lru_cache(maxsize=64)
def _given(policies: Policies) -> tuple[pl.Expr, ...]:
    """Return what the consents in force that speak of a candidate add up to."""
    kind, given = pl.col("kind"), pl.col("_at")
    is_contact, of_hours = kind == "contact", (kind == "hours") & pl.col("_within")
    later = {name: pl.col(f"_end_{name}") > pl.col("horizon") for name, _ in policies}
    ends = [pl.when(_IS_CAP & later[name]).then(f"_end_{name}") for name, _ in policies]
    further = [
        (_IS_CAP & later[name].fill_null(value=True)).any().alias(flag)
        for flag, (name, _) in zip(_flags(policies), policies, strict=True)
    ]
    start, close = pl.col("_start").filter(of_hours), pl.col("_close").filter(of_hours)
    names_it = pl.col("_point").is_not_null()
    return (
        *further,
        given.filter(is_contact).max().alias("contact_consent_at"),
        given.filter(names_it & is_contact).max().alias("point_consent_at"),
        (kind == "third_party").any().alias("has_third_party_consent"),
        of_hours.any().alias("has_hours_consent"),
        start.sort_by(close).last().alias("consent_from"),
        close.max().alias("consent_to"),
        pl.min_horizontal("until", *ends).filter(kind != "hours").min().alias("consent_ends_at"),
    )


@lru_cache(maxsize=1024)
def _consent_ends(clock: Clock, policies: Policies) -> list[pl.Expr]:
    at = pl.col("horizon")
    return [
        *_cap_ends(clock, policies),
        _stretch(clock, at, opening=True).alias("_start"),
        _stretch(clock, at).alias("_close"),
        _within(clock, at).alias("_within"),
    ]


def _stretch(clock: Clock, at: pl.Expr, *, opening: bool = False) -> pl.Expr:
    """Return where today's stretch of a consent to hours begins, or ends, in every zone."""
    edges = []
    for zone in clock.zones:
        shown, day = at.dt.convert_time_zone(zone), clock.local_on(zone)
        start, end = pl.col("from_time"), pl.col("to_time")
        over = (end <= start).fill_null(value=False)
        evening = shown.dt.time() >= start
        if opening:
            wall = pl.when(over & ~evening).then(pl.lit(MIDNIGHT)).otherwise(start)
            edges.append(placed(day.dt.combine(wall.fill_null(pl.lit(MIDNIGHT))), zone))
        else:
            wall = pl.when(over & evening).then(None).otherwise(end)
            midnight = localize(day + pl.duration(days=1), MIDNIGHT, zone)
            edges.append(pl.coalesce(placed(day.dt.combine(wall), zone), midnight))
    if not edges:
        return pl.lit(None, dtype=UTC_MOMENT)
    if opening:
        return pl.max_horizontal(*edges, "_at")
    return pl.min_horizontal(*edges, "until")


def with_talks(consents: pl.DataFrame, policies: Policies, talks: pl.DataFrame) -> pl.DataFrame:
    """Add ``_talk``: the first conversation after a consent, if a policy asks for it."""
    if talks.is_empty() or not policies:
        return consents.with_columns(_talk=pl.lit(None, dtype=UTC_MOMENT))
    later = (
        consents.with_row_index("_row")
        .select("_row", "person_id", "_at")
        .join(talks, on="person_id")
        .filter(pl.col("talk_at") > pl.col("_at"))
        .group_by("_row")
        .agg(_talk=pl.col("talk_at").min())
    )
    return consents.with_row_index("_row").join(later, on="_row", how="left").drop("_row")


@lru_cache(maxsize=1024)
def _cap_ends(clock: Clock, policies: Policies) -> list[pl.Expr]:
    """Return ``_end_<policy>``: when a consent to further calls ends under that policy.

    The earliest of its own end, its last day (12 CFR 1006.14(b)(3)(i): 7 consecutive days, the day
    of the consent being day 1), and the first conversation after it.
    """
    given = pl.col("_at")
    return [
        pl.min_horizontal(
            pl.col("until"),
            *([pl.col("_talk")] if policy.ends_on_conversation else []),
            *(
                [_days_later(clock, given, policy.days_max)]
                if policy.days_max is not None and clock.is_known
                else []
            ),
        ).alias(f"_end_{name}")
        for name, policy in policies
    ]


def with_consented_contacts(
    contacts: pl.DataFrame,
    consents: pl.DataFrame,
    whereabouts: pl.DataFrame,
    on: date | None,
    *,
    caps: Iterable[CapConsent],
    talks: pl.DataFrame,
) -> pl.DataFrame:
    """Add ``consented_<policy>`` to past contacts: those made under a consent do not count.

    ``whereabouts`` tells where each person is: ``person_id`` and ``PLACE``.
    """
    policies = _by_name(caps)
    names = _flags(policies)
    given = consents.filter(_IS_CAP)
    if given.is_empty() or contacts.is_empty():
        return contacts.with_columns(pl.lit(False).alias(name) for name in names)
    given = given.rename(_WISHED)
    given = with_talks(given, policies, talks).join(whereabouts, on="person_id")
    given = each_place(given, on, lambda clock: _cap_ends(clock, policies))
    contacts = contacts.with_row_index("_contact")
    covered = (
        contacts.select("_contact", "person_id", "channel", "contact_point_id", "at", "party")
        .join(given, on="person_id")
        .filter(_BOTH & (pl.col("_at") <= pl.col("at")) & _SPEAKS)
        .group_by("_contact")
        .agg(
            (pl.col("at") < pl.col(f"_end_{name}")).fill_null(value=True).any().alias(flag)
            for flag, (name, _) in zip(names, policies, strict=True)
        )
    )
    return (
        contacts.join(covered, on="_contact", how="left")
        .with_columns(pl.col(flag).fill_null(value=False) for flag in names)
        .drop("_contact")
    )


def slots(
    candidates: pl.DataFrame, inconvenient: pl.DataFrame, on: date | None, *, days_ahead: int = 0
) -> pl.DataFrame:
    """Return the inconvenient stretches around the day: ``ix``, ``start``, ``end``, zone by zone.

    A stretch over midnight (21:00 to 07:00) holds in the evening of a named day and in the morning
    after it, and in the morning of a named day too. At a place: only where the contact goes there.
    """
    empty = pl.DataFrame(schema={"ix": pl.UInt32, "start": UTC_MOMENT, "end": UTC_MOMENT})
    if inconvenient.is_empty():
        return empty
    wishes = inconvenient.rename({"place": "_place"})
    wishes = wishes.with_columns(pl.col("from_time").fill_null(pl.lit(MIDNIGHT)))
    wishes = wishes.with_columns(_over=_OVER)
    found = told_of(candidates, wishes, ("place", "point_kind", *PLACE)).filter(_AT_PLACE)
    if found.is_empty():
        return empty
    mornings = found.filter(pl.col("_over") & (pl.col("to_time") > MIDNIGHT))
    if not mornings.is_empty():
        early = mornings.with_columns(from_time=pl.lit(MIDNIGHT), _over=pl.lit(False))
        found = pl.concat([found, early])
    around = pl.DataFrame({"_days": range(-1, days_ahead + 1)}, schema={"_days": pl.Int64})
    parts = [empty]
    for zones, part in places(found.join(around, how="cross")):
        clock = clock_at(zones, on)
        for zone in zones:
            day = clock.local_on(zone) + pl.duration(days="_days")
            weekday = day.dt.weekday().replace_strict(_WEEKDAY_NAMES, return_dtype=pl.String)
            on_day = part.with_columns(_day=day, _weekday=weekday).filter(
                pl.col("days").str.contains(pl.col("_weekday")).fill_null(value=True)
            )
            parts.append(on_day.select(pl.col("ix").cast(pl.UInt32), *_piece(zone)))
    return pl.concat(parts)


# A stretch over midnight; one without an end lasts the day.
_OVER = (pl.col("to_time") <= pl.col("from_time")).fill_null(value=False)
_PLACE, _KIND = pl.col("_place").cast(pl.String), pl.col("point_kind").cast(pl.String)
_AT_PLACE = (
    _PLACE.is_null()
    | (pl.col("place").cast(pl.String) == _PLACE).fill_null(value=False)
    | (_PLACE == "work") & _KIND.is_in(["work", "work_email"])
    | (_PLACE == "home") & (_KIND == "home")
)
_WEEKDAY_NAMES = dict(enumerate(WEEKDAYS, start=1))


@lru_cache(maxsize=1024)
def _piece(zone: str) -> list[pl.Expr]:
    last_on = pl.col("_day") + pl.duration(days=pl.col("_over").cast(pl.Int64))
    midnight = localize(pl.col("_day") + pl.duration(days=1), MIDNIGHT, zone)
    end = placed(last_on.dt.combine(pl.col("to_time")), zone)
    return [
        placed(pl.col("_day").dt.combine(pl.col("from_time")), zone).alias("start"),
        pl.coalesce(end, midnight).alias("end"),
    ]


def _within(clock: Clock, at: pl.Expr) -> pl.Expr:
    """Return whether the clock there shows a time between ``from_time`` and ``to_time``.

    Asked about a whole day there is no such moment yet: consent to an hour is used at the moment.
    """
    if not clock.is_known or isinstance(clock, DayClock):
        return pl.lit(False)
    tests = []
    for zone in clock.zones:
        shown = at.dt.convert_time_zone(zone).dt.time()
        start, end = pl.col("from_time"), pl.col("to_time")
        after = (shown >= start).fill_null(value=True)
        before = (shown < end).fill_null(value=True)
        over = (end <= start).fill_null(value=False)
        tests.append(pl.when(over).then(after | before).otherwise(after & before))
    return pl.all_horizontal(tests)


def _days_later(clock: Clock, at: pl.Expr, days: int) -> pl.Expr:
    return clock.earliest_of(
        lambda zone: localize(
            at.dt.convert_time_zone(zone).dt.date() + pl.duration(days=days), MIDNIGHT, zone
        )
    )
