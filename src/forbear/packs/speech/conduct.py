"""A house's measures of conduct: ``packs/speech/conduct.toml``, or its own file of that form."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forbear.core.law.faults import ValueFault
from forbear.core.law.values import Reader
from forbear.core.speech.conduct import SEVERITIES, Measures, SampleRate, Sampling

DEFAULT = Path(__file__).with_suffix(".toml")
THOUSAND = 1000


class ConductError(ValueError):
    """A file of measures that may not be used. The sentence names the file and the value."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """Everything that a house sets for conduct; terms in days."""

    measures: Measures
    appeal_within_days: int
    appeal_answer_days: int
    coaching_days: int
    sampling: Sampling


def conduct_now() -> Conduct:
    """Return the measures of this installation: those of ``FORBEAR_CONDUCT``, or ours."""
    return load_conduct(Path(os.environ.get("FORBEAR_CONDUCT") or DEFAULT))


@cache
def load_conduct(path: Path = DEFAULT) -> Conduct:
    """Return the measures of a file; ConductError for what makes no sense."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return _read(given)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}. Correct FORBEAR_CONDUCT."
        raise ConductError(message) from None
    except tomllib.TOMLDecodeError as error:
        raise ConductError(f"{path}: is not TOML: {error}") from None
    except ValueFault as fault:
        message = f"{path}: {fault.key} {fault.problem}. {fault.cure}."
        raise ConductError(message) from None


def _read(given: Mapping[str, object]) -> Conduct:
    top = Reader(given)
    for name in ("force", "confidence", "because"):
        top.take(name, str)
    weights = Reader(top.take("weights", dict), at="weights")
    comparing = Reader(top.take("comparing", dict), at="comparing")
    appeal = Reader(top.take("appeal", dict), at="appeal")
    coaching = Reader(top.take("coaching", dict), at="coaching")
    sample = Reader(top.take("sample", dict), at="sample")
    read = Conduct(
        measures=Measures(
            weights={name: weights.at_least(name, 0) for name in SEVERITIES},
            confidence=_share(comparing, "confidence", least=500, most=THOUSAND - 1),
            contacts_least=comparing.at_least("contacts_least", 1),
        ),
        appeal_within_days=appeal.at_least("within_days", 1),
        appeal_answer_days=appeal.at_least("answer_days", 1),
        coaching_days=coaching.at_least("days", 1),
        sampling=Sampling(
            second_per_thousand=_share(sample, "second_per_thousand"),
            starter_days=sample.at_least("starter_days", 0),
            starter_per_thousand=_share(sample, "starter_per_thousand"),
            rates=tuple(map(_rate, sample.take("rate", list, []))),
        ),
    )
    for reader in (top, weights, comparing, appeal, coaching, sample):
        reader.finish()
    return read


def _rate(given: Mapping[str, object]) -> SampleRate:
    reader = Reader(given, at="sample.rate")
    team, collector = reader.take("team", str, ""), reader.take("collector", str, "")
    if bool(team) == bool(collector):
        raise ValueFault("sample.rate", "names both or neither", "Give either team or collector")
    rate = SampleRate(team, collector, _share(reader, "per_thousand"))
    reader.finish()
    return rate


def _share(reader: Reader, name: str, *, least: int = 0, most: int = THOUSAND) -> int:
    value = reader.at_least(name, least)
    if value > most:
        raise ValueFault(reader.key(name), f"is {value}", f"Use {most} or less")
    return value
