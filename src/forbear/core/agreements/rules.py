"""The house's rules of agreements, read from one document: windows, plans, living, authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forbear.core.agreements.affordability import LivingStandard
from forbear.core.agreements.authority import Limit
from forbear.core.agreements.schedule import INSTALMENTS_MOST
from forbear.core.agreements.windows import PromiseWindow
from forbear.core.speech.audit.values import OFFER_TYPES

# limits of the file count before any that the house writes
_ALWAYS = date(2000, 1, 1)


class RulesFault(ValueError):  # noqa: N818 - it names what is wrong
    """A document of rules that cannot be used; the sentence names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """Free help that is not ours."""

    code: str
    nation: str
    name: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """What may be agreed with a cardholder, and by whom."""

    version: str
    look_back_days: int
    windows: tuple[PromiseWindow, ...]
    months_most: int
    grace_days: int
    first_days_most: int
    days_open: int
    days_open_most: int
    pay_days_most: int
    pause_days_most: int
    sign_tries_most: int
    sign_minutes_open: int
    sign_copy_days: int
    sign_types: tuple[str, ...]
    living: tuple[LivingStandard, ...]
    limits: tuple[Limit, ...]
    signposts: tuple[Signpost, ...]

    def living_of(self, nation: str, currency: str) -> LivingStandard | None:
        """Return the living standard of a place in a currency, if one is set."""
        found = [each for each in self.living if each.currency == currency]
        return next((each for each in found if each.nation == nation), None)

    def signposts_of(self, nation: str) -> tuple[Signpost, ...]:
        """Return the help that there is in a place."""
        return tuple(each for each in self.signposts if each.nation == nation)


def read_agreement_rules(document: Mapping[str, Any], *, file: str) -> AgreementRules:
    """Read the document of a file; raises ``RulesFault``."""
    try:
        rules = AgreementRules(
            version=str(document["version"]),
            look_back_days=document["promises"]["look_back_days"],
            windows=tuple(
                PromiseWindow(w["broken"], w.get("days"), w["because"], w["because_zh"])
                for w in document["promises"]["windows"]
            ),
            months_most=document["plans"]["months_most"],
            grace_days=document["plans"]["grace_days"],
            first_days_most=document["plans"]["first_days_most"],
            days_open=document["offers"]["days_open"],
            days_open_most=document["offers"]["days_most"],
            pay_days_most=document["offers"]["pay_days_most"],
            pause_days_most=document["pauses"]["days_most"],
            sign_tries_most=document["signing"]["tries_most"],
            sign_minutes_open=document["signing"]["minutes_open"],
            sign_copy_days=document["signing"]["copy_days"],
            sign_types=tuple(document["signing"]["types"]),
            living=tuple(LivingStandard(**each) for each in document["living"]),
            limits=tuple(Limit(since=_ALWAYS, **each) for each in document["authority"]),
            signposts=tuple(Signpost(**each) for each in document["signposts"]),
        )
    except KeyError as error:
        raise RulesFault(f"{file}: {error.args[0]!r} is missing; add it") from None
    except TypeError as error:
        raise RulesFault(f"{file}: {error}") from None
    _check(rules, file)
    return rules


def _check(rules: AgreementRules, file: str) -> None:
    steps = [window.broken for window in rules.windows]
    if not steps or steps[0] != 0 or steps != sorted(set(steps)):
        raise RulesFault(f"{file}: promises.windows must begin with broken = 0 and rise")
    days = [-1 if window.days is None else window.days for window in rules.windows]
    if days != sorted(days, reverse=True):
        raise RulesFault(f"{file}: promises.windows must shrink with each broken promise")
    if not 1 <= rules.months_most <= INSTALMENTS_MOST:
        raise RulesFault(f"{file}: plans.months_most must be 1 to {INSTALMENTS_MOST}")
    if min(rules.sign_tries_most, rules.sign_minutes_open, rules.sign_copy_days) < 1:
        raise RulesFault(f"{file}: every value of signing must be at least 1")
    if unknown := sorted(set(rules.sign_types) - set(OFFER_TYPES)):
        known = ", ".join(OFFER_TYPES)
        raise RulesFault(f"{file}: signing.types has {unknown[0]!r}, which is none of {known}")
    if rules.grace_days < 0 or not 1 <= rules.days_open <= rules.days_open_most:
        raise RulesFault(f"{file}: days must not be below zero, nor offers.days_open above most")
    if min(rules.first_days_most, rules.pay_days_most) < 0:
        raise RulesFault(f"{file}: plans.first_days_most and offers.pay_days_most are 0 or more")
