"""Where the invented people live: law, zone, currency and telephone area of each place."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Place:
    """A place; ``weight`` is its share of people in a thousand."""

    code: str
    weight: int
    nation: str
    region: str | None
    city: str | None
    zones: str
    dialling: str
    town: str


# 45 % China, 35 % United States, 20 % United Kingdom. Places with two zones are split by a zone
# boundary, or their area code is: both zones stay plausible.
PLACES: tuple[Place, ...] = (
    Place("CN-BJ", 120, "CN", "CN-BJ", None, "Asia/Shanghai", "", "北京市"),
    Place("CN-SH", 120, "CN", "CN-SH", None, "Asia/Shanghai", "", "上海市"),
    Place("CN-GD", 130, "CN", "CN-GD", None, "Asia/Shanghai", "", "广东省广州市"),
    Place("CN-XJ", 20, "CN", "CN-XJ", None, "Asia/Shanghai,Asia/Urumqi", "", "新疆乌鲁木齐市"),
    Place("CN-SC", 60, "CN", "CN-SC", None, "Asia/Shanghai", "", "四川省成都市"),
    Place("US-NY-NYC", 60, "US", "US-NY", "US-NY-NYC", "America/New_York", "212", "New York, NY"),
    Place("US-NY", 30, "US", "US-NY", None, "America/New_York", "518", "Albany, NY"),
    Place("US-CA", 80, "US", "US-CA", None, "America/Los_Angeles", "415", "San Francisco, CA"),
    Place("US-MA", 35, "US", "US-MA", None, "America/New_York", "617", "Boston, MA"),
    Place("US-TX", 50, "US", "US-TX", None, "America/Chicago", "512", "Austin, TX"),
    Place(
        "US-TX-W", 10, "US", "US-TX", None, "America/Denver,America/Chicago", "915", "El Paso, TX"
    ),
    Place("US-WA", 25, "US", "US-WA", None, "America/Los_Angeles", "206", "Seattle, WA"),
    Place("US-DC", 15, "US", "US-DC", None, "America/New_York", "202", "Washington, DC"),
    Place(
        "US-FL",
        25,
        "US",
        "US-FL",
        None,
        "America/New_York,America/Chicago",
        "850",
        "Panama City, FL",
    ),
    Place("US-IL", 20, "US", "US-IL", None, "America/Chicago", "312", "Chicago, IL"),
    Place("GB-ENG", 150, "GB", None, None, "Europe/London", "", "London"),
    Place("GB-SCT", 30, "GB", None, None, "Europe/London", "", "Edinburgh"),
    Place("GB-WLS", 20, "GB", None, None, "Europe/London", "", "Cardiff"),
)

CURRENCY = {"CN": "CNY", "US": "USD", "GB": "GBP"}
# Minor units of the account's currency for one NT$: exact, so that no sum is rounded.
FACTOR = {"CN": 25, "US": 3, "GB": 2}


def weights() -> dict[str, int]:
    """Return each place's weight by its code."""
    return {place.code: place.weight for place in PLACES}


def frame() -> pl.DataFrame:
    """Return the places as a frame, ``place`` being the code."""
    return pl.DataFrame(
        [
            {
                "place": place.code,
                "nation": place.nation,
                "region": place.region,
                "city": place.city,
                "time_zones": place.zones,
                "dialling": place.dialling,
                "town": place.town,
                "currency": CURRENCY[place.nation],
                "factor": FACTOR[place.nation],
            }
            for place in PLACES
        ],
        schema_overrides={"factor": pl.Int64()},
        infer_schema_length=None,
    )
