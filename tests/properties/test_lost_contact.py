"""Who counts as lost: the expression and the plain reference agree, whatever was tried."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from tests.cases.test_cases import ask
from tests.reference.lost import is_lost

RULE = "cn-third-party-locate-only"
OUTCOMES = ("no_answer", "no_answer", "no_answer", "busy", "not_in_service", "voicemail")
RARE = ("conversation", "answered_dropped", "delivered", "limited_content", "pending", None)
ZONES = (["Asia/Shanghai"], ["Asia/Shanghai"], ["Asia/Shanghai", "America/New_York"], [])


def case(rng: random.Random, number: int) -> dict[str, Any]:
    """Somebody else is asked where the cardholder is, after some attempts to reach them."""
    at = datetime.fromisoformat("2026-06-10T00:00:00+08:00") + timedelta(
        minutes=rng.choice((0, 1, 500, 1439, rng.randrange(1440)))
    )
    only = rng.choice(OUTCOMES)
    return {
        "id": str(number),
        "at": at.isoformat(),
        "jurisdictions": ["CN"],
        "collector": {"kind": "creditor"},
        "contact": {"channel": "sms", "purpose": "locate", "states_debt": False},
        "contact_point": {"kind": "mobile", "id": "friend", "party": "other_contact"},
        "person": {
            "time_zones": rng.choice(ZONES),
            "is_lost_contact": rng.choice((None,) * 8 + (True, False)),
        },
        "account": {"id": "card", "dpd": 90, "currency": "CNY"},
        "history": [_past(rng, at, only) for _ in range(rng.randrange(9))],
    }


def _past(rng: random.Random, at: datetime, only: str) -> dict[str, Any]:
    midnight = at.replace(hour=0, minute=0) - timedelta(days=rng.randrange(4))
    when = rng.choice((midnight + timedelta(minutes=rng.choice((-1, 0, 1, 600))), at))
    outcome = only if rng.random() < 0.6 else rng.choice(OUTCOMES)
    return {
        "at": min(when + timedelta(seconds=rng.randrange(2)), at).isoformat(),
        "channel": "call" if rng.random() < 0.9 else "sms",
        "direction": "in" if rng.random() < 0.02 else "out",
        "party": "cardholder" if rng.random() < 0.95 else "spouse",
        "contact_point_id": rng.choice(("a", "a", "a", "b", None)),
        "account_id": "card",
        "collector": "creditor",
        "outcome": rng.choice(RARE) if rng.random() < 0.08 else outcome,
    }


def test_expression_and_reference_agree_on_who_is_lost() -> None:
    rng = random.Random(23)
    cases = [case(rng, number) for number in range(6000)]
    lost = 0
    for given, answer in zip(cases, ask(cases), strict=True):
        reasons = {reason.rule_id: reason for reason in answer.reasons}
        assert (RULE not in reasons) == is_lost(given), given
        lost += RULE not in reasons
        until = reasons[RULE].until if RULE in reasons else None
        if until is not None:
            # the day on which others may be asked, if nothing else happens
            assert is_lost({**given, "at": until.isoformat()}), given
    assert 1000 < lost < 5000
