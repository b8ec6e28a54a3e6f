"""The invented cardholders: who, where, and what is special about a few of them."""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.interchange.uci import places
from forbear.interchange.uci.chance import draw, happens, weighted
from forbear.interchange.uci.names import name

# One account in so many is a second card of the person before.
_SECOND_CARD_EVERY = 33


def with_person(frame: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Add ``holder`` (the person's number) and that person's place to each account."""
    is_second = (pl.col("id") % _SECOND_CARD_EVERY == 0) & (pl.col("id") > 1)
    frame = frame.with_columns((pl.col("id") - is_second.cast(pl.Int64())).alias("holder"))
    place = weighted("place", places.weights(), seed=seed, key=pl.col("holder"))
    return frame.with_columns(place.alias("place")).join(
        places.frame(), on="place", how="left", maintain_order="left"
    )


def person_number(number: pl.Expr) -> pl.Expr:
    """Return a person's external reference, as P00001."""
    return pl.concat_str(pl.lit("P"), number.cast(pl.String()).str.zfill(5))


def people(accounts: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Return one row a person: the columns of the import table ``persons``, and helper columns.

    Helpers: ``id`` (the person's number), ``place``, ``dialling``, ``town`` and ``nation``.
    """
    base = (
        accounts.select(pl.col("holder").alias("id"), "place", "nation", "time_zones")
        .unique(subset="id", keep="first", maintain_order=True)
        .join(
            places.frame().select("place", "dialling", "town"),
            on="place",
            how="left",
            maintain_order="left",
        )
    )

    def often(about: str, per_mille: int) -> pl.Expr:
        return happens(about, per_mille, seed=seed)

    is_chinese = pl.col("nation") == "CN"
    speaks_chinese = pl.when(is_chinese).then(often("zh cn", 990)).otherwise(often("zh abroad", 30))
    language = pl.when(speaks_chinese).then(pl.lit("zh-Hans")).otherwise(pl.lit("en"))
    base = base.with_columns(language.alias("language"))
    has_ceased = often("cease", 10)
    ceased_at = pl.lit(as_of).cast(pl.Datetime("us", "UTC")) - pl.duration(
        days=draw("cease day", 60, seed=seed) + 1, hours=draw("cease hour", 9, seed=seed) + 1
    )
    cease_form = weighted("cease form", {"written": 7, "oral": 3}, seed=seed)
    breathing = pl.lit(as_of) + pl.duration(days=draw("breathing day", 60, seed=seed) - 10)
    bankruptcy = weighted("bankrupt", {"none": 985, "filed": 10, "discharged": 5}, seed=seed)
    has_attorney = often("attorney", 10)
    return base.select(
        "id",
        "place",
        "nation",
        "dialling",
        "town",
        person_number(pl.col("id")).alias("reference"),
        name("person", seed=seed).alias("name"),
        "language",
        # for a few nobody knows the zone
        pl.when(often("zone unknown", 4)).then(None).otherwise("time_zones").alias("time_zones"),
        often("minor", 1).alias("is_minor"),
        often("deceased", 6).alias("is_deceased"),
        bankruptcy.alias("bankruptcy"),
        has_attorney.alias("attorney_known"),
        (~has_attorney | often("attorney answers", 850)).alias("attorney_responded"),
        (has_attorney & often("attorney consents", 60)).alias("attorney_consents"),
        pl.when(has_ceased).then(ceased_at).alias("cease_at"),
        pl.when(has_ceased).then(cease_form).alias("cease_form"),
        often("employer", 20).alias("employer_prohibits"),
        often("lost", 15).alias("is_lost_contact"),
        (~often("lost", 15) | often("location known", 300)).alias("is_location_known"),
        often("third party refused", 8).alias("third_party_refused"),
        pl.when((pl.col("nation") == "GB") & often("breathing", 20))
        .then(breathing)
        .alias("breathing_space_until"),
        often("vulnerable", 15).alias("is_vulnerable"),
    )
