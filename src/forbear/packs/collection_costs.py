"""The scales of collection costs, from ``collection_costs.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from forbear.core.law.collection_costs import CostBand, CostScale

FILE = Path(__file__).with_suffix(".toml")
_CONFIDENCES = ("primary", "secondary", "single_source", "memory")


class CostError(ValueError):
    """A file of scales that may not be used; the sentence names the file and the place."""


@cache
def load_cost_scales(path: Path = FILE) -> Mapping[str, CostScale]:
    """Return the scales by place; CostError for what cannot be one."""
    found: dict[str, CostScale] = {}
    place = "the file"
    try:
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["scales"]:
            place = raw["place"]
            bands = tuple(CostBand(one.get("up_to_minor"), one["rate"]) for one in raw["bands"])
            found[place] = CostScale(
                place=place,
                currency=raw["currency"],
                begins=raw["from"],
                at_least_minor=raw["at_least_minor"],
                at_most_minor=raw["at_most_minor"],
                bands=bands,
                cite=raw["cite"],
                confidence=raw["confidence"],
            )
            _check(path, found[place])
    except KeyError as error:
        raise CostError(f"{path.name}: {place}: {error.args[0]} is missing.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CostError(f"{path.name} cannot be read: {error}") from error
    return MappingProxyType(found)


def cost_scale_of(nation: str, region: str | None, *, currency: str, on: date) -> CostScale | None:
    """Return the scale of a place that is in force on a day, for debts in its currency."""
    scales = load_cost_scales()
    scale = scales.get(region or "") or scales.get(nation)
    if scale is None or scale.currency != currency or on < scale.begins:
        return None
    return scale


def _check(path: Path, scale: CostScale) -> None:
    *ends, last = [band.up_to_minor for band in scale.bands] or [0]
    known = [end for end in ends if end is not None]
    if last is not None or known != sorted(set(known)) or len(known) != len(ends):
        raise CostError(f"{path.name}: {scale.place}: the bands must rise, and the last be open.")
    if not 0 <= scale.at_least_minor <= scale.at_most_minor or not scale.cite:
        raise CostError(f"{path.name}: {scale.place}: the least sum, the greatest or the cite.")
    if scale.confidence not in _CONFIDENCES:
        raise CostError(f"{path.name}: {scale.place}: confidence is one of {_CONFIDENCES}.")
