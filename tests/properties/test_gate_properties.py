"""What must hold of every answer, whatever the case."""

from __future__ import annotations

import copy
import json
import random
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from forbear.core.gate.answers import Answer, Reason
from forbear.core.law.kinds import Hours
from forbear.core.law.rules import read_rules
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import Case, read_case, tables_of
from tests.cases.test_cases import ask, book
from tests.properties.test_gate_twins import cases

CAP_CODES = ("CALL_FREQUENCY", "CONVERSATION_COOL_OFF", "CONTACT_FREQUENCY")
SECOND = timedelta(seconds=1)


@cache
def asked() -> tuple[dict[str, Any], ...]:
    """Cases in which nothing of the past lies in the future."""
    found = cases(77, 1500)
    for case in found:
        person = case["person"]
        for holder, name in ((case, "history"), (person, "opt_outs")):
            holder[name] = [past for past in holder[name] if not _is_ahead(past, case)]
        if person["cease"] is not None and _is_ahead(person["cease"], case):
            person["cease"] = None
    return tuple(found)


def _is_ahead(fact: dict[str, Any], case: dict[str, Any]) -> bool:
    return datetime.fromisoformat(fact["at"]) > datetime.fromisoformat(case["at"])


@cache
def answers() -> tuple[Answer, ...]:
    return tuple(ask(list(asked())))


def at_moment(case: dict[str, Any], at: datetime) -> dict[str, Any]:
    later = copy.deepcopy(case)
    later["at"] = at.isoformat()
    return later


def rules_of(answer: Answer) -> set[str]:
    return {reason.rule_id for reason in answer.reasons}


def test_a_case_alone_gets_the_answer_that_it_gets_among_others() -> None:
    for number in range(0, 1500, 75):
        assert ask([asked()[number]]) == [answers()[number]]


def test_the_order_of_the_rows_is_irrelevant() -> None:
    order = list(range(len(asked())))
    random.Random(3).shuffle(order)
    mixed = copy.deepcopy([asked()[number] for number in order])
    for case in mixed:
        case["history"].reverse()
        case["person"]["consents"].reverse()
        case["person"]["inconvenient"].reverse()
    assert ask(mixed) == [answers()[number] for number in order]


def test_a_denial_says_why_and_where_it_is_written() -> None:
    for case, answer in zip(asked(), answers(), strict=True):
        assert answer.is_permitted == (not answer.reasons)
        # where nobody knows the hour there is no window to tell
        where = case["person"]["time_zones"]
        assert (answer.window is not None) == (answer.is_permitted and bool(where))
        for reason in answer.reasons:
            assert reason.citation.strip()
            assert reason.because.strip()


def test_a_further_layer_never_permits_what_was_denied() -> None:
    rng = random.Random(5)
    facts = ("dpd > 30", "is_minor", "channel = 'sms'", "purpose = 'reply'", "overdue_minor < 5")
    values = [
        {
            "rule_id": f"acme-{number}",
            "from": date(2020, 1, 1),
            "value": {
                "when": rng.choice(facts) + rng.choice((" AND ", " OR ")) + rng.choice(facts)
            },
            "cite": "Acme",
            "force": "house",
            "confidence": "house",
        }
        for number in range(6)
    ]
    question = {"question": "?", "kind": "forbid", "code": "HARDSHIP", "jurisdiction": "*"}
    rules, faults = read_rules({**question, "values": values}, file="acme.toml")
    assert not faults
    stricter = book().with_rules(rules, {"issuer": "1"})
    read = [case for row in asked() if isinstance(case := read_case(json.dumps(row), 1), Case)]
    tables = tables_of(read)
    tightened = answer_candidates(tables.candidates, tables.portfolio, stricter)
    for before, after in zip(answers(), tightened, strict=True):
        assert rules_of(before) <= rules_of(after)
        assert before.is_permitted or not after.is_permitted


def ending() -> list[tuple[dict[str, Any], Reason]]:
    return [
        (case, reason)
        for case, answer in zip(asked(), answers(), strict=True)
        for reason in answer.reasons
        if reason.until is not None
    ]


def is_after_opening(reason: Reason) -> bool:
    kind = book().rule(reason.rule_id).kind
    return isinstance(kind, Hours) and not kind.opening_is_open


def test_when_an_objection_ends_it_is_gone() -> None:
    ends = ending()
    assert len(ends) > 500
    then = [
        at_moment(case, reason.until + (SECOND if is_after_opening(reason) else timedelta()))
        for case, reason in ends
        if reason.until
    ]
    for (case, reason), answer in zip(ends, ask(then), strict=True):
        assert reason.rule_id not in rules_of(answer), (reason, case)


def test_one_second_before_it_ends_it_is_still_there() -> None:
    """A cap ends at midnight and is told as the opening after it: so the midnight is asked."""
    ends = [
        (case, reason)
        for case, reason in ending()
        if len(case["person"]["time_zones"]) == 1
        and case["contact"]["purpose"] != "reply"
        and not any(wish["kind"] == "hours" for wish in case["person"]["consents"])
    ]
    assert len(ends) > 200
    then = []
    for case, reason in ends:
        assert reason.until is not None
        last = reason.until
        if reason.code in CAP_CODES:
            zone = ZoneInfo(case["person"]["time_zones"][0])
            day = last.astimezone(zone).date()
            last = datetime.combine(day, time(0), zone)
        then.append(at_moment(case, last - SECOND))
    gone = [
        (case, reason)
        for (case, reason), answer in zip(ends, ask(then), strict=True)
        if reason.rule_id not in rules_of(answer)
    ]
    # where the day before has no opening at all (a weekend, a holiday) a cap ended before it
    noons = []
    for case, reason in gone:
        assert reason.until is not None
        assert reason.code in CAP_CODES, (reason, case)
        zone = ZoneInfo(case["person"]["time_zones"][0])
        day_before = reason.until.astimezone(zone).date() - timedelta(days=1)
        noons.append(at_moment(case, datetime.combine(day_before, time(12), zone)))
    for (case, reason), answer in zip(gone, ask(noons) if noons else [], strict=True):
        assert "QUIET_HOURS" in {each.code for each in answer.reasons}, (reason, case)


def test_a_window_holds_the_moment_and_every_later_one_in_it_is_permitted() -> None:
    rng = random.Random(9)
    then = []
    for case, answer in zip(asked(), answers(), strict=True):
        if answer.window is None or case["contact"]["direction"] == "in":
            continue
        at = datetime.fromisoformat(case["at"])
        assert answer.window.start <= at < answer.window.end, case
        left = answer.window.end - at
        then += [at_moment(case, at + left * rng.random()) for _ in range(3)]
        then.append(at_moment(case, answer.window.end - timedelta(microseconds=1)))
    assert len(then) > 200
    for case, answer in zip(then, ask(then), strict=True):
        assert answer.is_permitted, (case, rules_of(answer))
