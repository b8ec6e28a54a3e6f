"""Contact points from numbers and addresses that belong to nobody.

United States: 555-0100 to 555-0199. United Kingdom: the ranges that Ofcom keeps for drama, 07700
900000-900999 and 020 7946 0000-0999. China keeps no range, so the numbers are impossible ones:
no mobile number begins with 100, and no Beijing number with 0000. Mail goes to example.com,
example.org and the top-level domain test, which RFC 2606 and RFC 6761 keep for examples.
"""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.chance import draw, happens, weighted
from forbear.interchange.uci.names import name

# kind, party, how often in a thousand
_KINDS = (
    ("mobile", "cardholder", 970),
    ("email", "cardholder", 860),
    ("postal", "cardholder", 950),
    ("home", "cardholder", 160),
    ("work", "cardholder", 90),
    ("work_email", "cardholder", 30),
    ("mobile", "family", 110),
)
_COLUMNS = (
    "reference",
    "person_reference",
    "kind",
    "party",
    "party_name",
    "value",
    "is_verified",
    "is_connected_to_other",
    "data_source",
    "basis",
    "state",
)


def points(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Return the import table ``contact_points``, in the order of persons."""
    parts = [_of(people, *kind, seed=seed) for kind in _KINDS]
    return pl.concat(parts).sort("reference")


def _of(people: pl.DataFrame, kind: str, party: str, often: int, *, seed: int) -> pl.DataFrame:
    """Return the contact points of one kind and party."""
    tag = kind if party == "cardholder" else party
    having = people.filter(happens(f"has {tag}", often, seed=seed))

    def chance(about: str, per_mille: int) -> pl.Expr:
        return happens(f"{tag} {about}", per_mille, seed=seed)

    sources = {"contract": 900, "cardholder": 60, "public": 15, "lawful_trace": 12, "": 8}
    if party == "cardholder" and kind == "mobile":
        sources["unlawful"] = 3
    source = weighted(f"{tag} source", sources, seed=seed).replace("", None)
    basis = (
        pl.when(source == "contract")
        .then(pl.lit("contract"))
        .when(source == "cardholder")
        .then(pl.lit("consent"))
        .when(source == "unlawful")
        .then(pl.lit(""))
        .otherwise(pl.lit("legitimate_interest"))
    )
    verified = pl.when(chance("unknown", 20)).then(None).otherwise(chance("verified", 965))
    party_name = name("relative", seed=seed) if party == "family" else pl.lit("")
    return having.select(
        pl.concat_str(pl.col("reference"), pl.lit(f"-{tag}")).alias("reference"),
        pl.col("reference").alias("person_reference"),
        pl.lit(kind).alias("kind"),
        pl.lit(party).alias("party"),
        party_name.alias("party_name"),
        _value(kind, tag, seed=seed).alias("value"),
        verified.alias("is_verified"),
        chance("other", 12 if kind in ("mobile", "home") else 0).alias("is_connected_to_other"),
        source.alias("data_source"),
        basis.alias("basis"),
        pl.when(chance("closed", 15))
        .then(pl.lit("closed"))
        .otherwise(pl.lit("open"))
        .alias("state"),
    ).select(_COLUMNS)


def _value(kind: str, tag: str, *, seed: int) -> pl.Expr:
    """Return the number or address itself."""
    if kind == "postal":
        return _address(seed=seed)
    if kind in ("email", "work_email"):
        host = weighted(
            f"{tag} host", {"example.com": 5, "example.org": 4, "mail.test": 1}, seed=seed
        )
        prefix = pl.lit("card" if kind == "email" else "office")
        return pl.concat_str(prefix, pl.col("id").cast(pl.String()).str.zfill(5), pl.lit("@"), host)
    return _number(kind, tag, seed=seed)


def _number(kind: str, tag: str, *, seed: int) -> pl.Expr:
    """Return a telephone number in E.164 that is nobody's."""
    last4 = draw(f"{tag} number", 10_000, seed=seed).cast(pl.String()).str.zfill(4)
    last3 = draw(f"{tag} number", 1000, seed=seed).cast(pl.String()).str.zfill(3)
    last2 = draw(f"{tag} number", 100, seed=seed).cast(pl.String()).str.zfill(2)
    is_mobile = kind == "mobile"
    chinese = pl.concat_str(pl.lit("+861000000" if is_mobile else "+86100000"), last4)
    british = pl.concat_str(pl.lit("+447700900" if is_mobile else "+442079460"), last3)
    american = pl.concat_str(pl.lit("+1"), "dialling", pl.lit("55501"), last2)
    return (
        pl.when(pl.col("nation") == "CN")
        .then(chinese)
        .when(pl.col("nation") == "GB")
        .then(british)
        .otherwise(american)
    )


def _address(*, seed: int) -> pl.Expr:
    """Return a postal address on a street that does not exist."""
    number = (draw("house", 180, seed=seed) + 1).cast(pl.String())
    chinese = pl.concat_str("town", pl.lit("示例区虚构路"), number, pl.lit("号"))
    # postcodes ZZ99 are kept for "no such place"; no US ZIP code is 00000
    british = pl.concat_str(number, pl.lit(" Example Road, "), "town", pl.lit(" ZZ99 9ZZ"))
    american = pl.concat_str(number, pl.lit(" Example Street, "), "town", pl.lit(" 00000"))
    return (
        pl.when(pl.col("nation") == "CN")
        .then(chinese)
        .when(pl.col("nation") == "GB")
        .then(british)
        .otherwise(american)
    )
