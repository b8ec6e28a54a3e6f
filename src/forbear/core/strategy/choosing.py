"""Choosing a contact among permitted candidates. Nothing here can permit anything."""

from __future__ import annotations

import polars as pl

from forbear.core.strategy.ladder import Ladder
from forbear.core.tables import words as w
from forbear.core.tables.columns import MOMENT

NO_PERMITTED = "NO_PERMITTED"
OTHER_ACCOUNT = "OTHER_ACCOUNT"

CHOSEN = pl.Schema(
    {
        "account_id": pl.Int64(),
        "action": w.words(w.ACTIONS),
        "because": pl.String(),
        "channel": w.words(w.CHANNELS),
        "contact_point_id": pl.Int64(),
        "purpose": w.words(w.PURPOSES),
        "template": pl.String(),
        "window_from": MOMENT,
        "window_to": MOMENT,
    }
)


def _ways(ladder: Ladder) -> pl.DataFrame:
    """Every way of contact that a plan allows, with its rank: channel first, then party."""
    rows = [
        (
            plan.id,
            plan.purpose,
            plan.template_for(channel),
            channel,
            party,
            rank * len(w.PARTIES) + party_rank,
        )
        for plan in ladder.plans()
        for rank, channel in enumerate(plan.channels)
        for party_rank, party in enumerate(plan.parties)
    ]
    schema = {
        "plan_id": pl.String(),
        "purpose": w.words(w.PURPOSES),
        "template": pl.String(),
        "channel": w.words(w.CHANNELS),
        "party": w.words(w.PARTIES),
        "_way_rank": pl.Int32(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _points(ladder: Ladder) -> pl.DataFrame:
    schema = {"point_kind": w.words(w.POINT_KINDS), "_point_rank": pl.Int32()}
    rows = [(kind, rank) for rank, kind in enumerate(ladder.points)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def choose(
    candidates: pl.LazyFrame | pl.DataFrame,
    stepped: pl.LazyFrame | pl.DataFrame,
    ladder: Ladder,
    *,
    preferred: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Choose at most one contact an account, and at most one a person, among permitted candidates.

    ``candidates`` has ``account_id``, ``contact_point_id``, ``channel``, ``point_kind``, ``party``,
    ``purpose``, ``window_from``, ``window_to`` and ``is_permitted`` (null is no). ``stepped`` is
    what ``next_steps`` returned. Within an account: the channel by which the cardholder would
    rather be reached, if it is one of the plan's; then the plan's channels in order, its parties in
    order, the ladder's points in order, then the lowest ``contact_point_id``. Within a person: what
    tells of an event, then the highest step, the largest overdue amount, the lowest ``account_id``;
    the others hold because OTHER_ACCOUNT. ``preferred`` has ``person_id`` and
    ``preferred_channel`` (null: no preference); without it nobody has one.

    Returns the columns ``CHOSEN``, one row an account of ``stepped``, sorted by ``account_id``.
    """
    stepped = stepped.lazy()
    wanting = stepped.filter(pl.col("wants")).select(
        "account_id", "person_id", "plan_id", "step", "overdue_minor"
    )
    best = _best_by_account(candidates.lazy(), _with_preference(wanting, preferred), ladder)
    decided = (
        stepped.select("account_id", "action", "because", "wants")
        .join(
            best.drop("person_id", "plan_id", "step", "overdue_minor"), on="account_id", how="left"
        )
        .join(_first_by_person(best, ladder), on="account_id", how="left")
    )
    has_won = pl.col("_won").fill_null(value=False)
    lost = pl.col("wants") & ~has_won
    is_beaten = lost & pl.col("_is_possible").fill_null(value=False)
    action = (
        pl.when(is_beaten)
        .then(pl.lit("hold"))
        .when(lost)
        .then(pl.lit("none"))
        .otherwise(pl.col("action").cast(pl.String))
    )
    because = (
        pl.when(is_beaten)
        .then(pl.lit(OTHER_ACCOUNT))
        .when(lost)
        .then(pl.lit(NO_PERMITTED))
        .otherwise(pl.col("because"))
    )
    contact = [name for name in CHOSEN.names() if name not in {"account_id", "action", "because"}]
    return (
        decided.with_columns(
            action.alias("action"),
            because.alias("because"),
            *[pl.when(has_won).then(pl.col(name)).alias(name) for name in contact],
        )
        .select([pl.col(name).cast(dtype) for name, dtype in CHOSEN.items()])
        .sort("account_id")
        .collect()
    )


def _first_by_person(best: pl.LazyFrame, ladder: Ladder) -> pl.LazyFrame:
    """Return the account of each person whose contact goes first, marked ``_won``."""
    events = [one.plan.id for one in ladder.events]
    return (
        best.with_columns(_is_event=pl.col("plan_id").is_in(events))
        .sort(
            ["person_id", "_is_event", "step", "overdue_minor", "account_id"],
            descending=[False, True, True, True, False],
            nulls_last=True,
        )
        .unique("person_id", keep="first", maintain_order=True)
        .select("account_id", pl.lit(value=True).alias("_won"))
    )


# a wish is about the cardholder's own points, not about those of a relative
_IS_WISHED = (pl.col("channel") == pl.col("_wished")) & (pl.col("party") == "cardholder")


def _with_preference(wanting: pl.LazyFrame, preferred: pl.DataFrame | None) -> pl.LazyFrame:
    """Add ``_wished``: the channel that the person would rather be reached by, or null."""
    if preferred is None:
        return wanting.with_columns(pl.lit(None, dtype=w.words(w.CHANNELS)).alias("_wished"))
    wished = preferred.lazy().select(
        "person_id", pl.col("preferred_channel").cast(w.words(w.CHANNELS)).alias("_wished")
    )
    return wanting.join(wished, on="person_id", how="left")


def _best_by_account(
    candidates: pl.LazyFrame, wanting: pl.LazyFrame, ladder: Ladder
) -> pl.LazyFrame:
    """The first permitted candidate of each account that wants a contact."""
    return (
        candidates.filter(pl.col("is_permitted"))
        .select(
            "account_id",
            "contact_point_id",
            pl.col("channel").cast(w.words(w.CHANNELS)),
            pl.col("point_kind").cast(w.words(w.POINT_KINDS)),
            pl.col("party").cast(w.words(w.PARTIES)),
            pl.col("purpose").cast(w.words(w.PURPOSES)),
            "window_from",
            "window_to",
        )
        .join(wanting, on="account_id", how="inner")
        .join(_ways(ladder).lazy(), on=["plan_id", "channel", "party", "purpose"], how="inner")
        .join(_points(ladder).lazy(), on="point_kind", how="inner")
        .with_columns(_is_wished=_IS_WISHED.fill_null(value=False))
        .sort(
            "account_id",
            pl.col("_is_wished").not_(),
            "_way_rank",
            "_point_rank",
            "contact_point_id",
            "window_from",
        )
        .unique("account_id", keep="first", maintain_order=True)
        .drop("_wished", "_is_wished", "_way_rank", "_point_rank", "point_kind", "party")
        .with_columns(pl.lit(value=True).alias("_is_possible"))
    )
