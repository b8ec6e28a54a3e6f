"""One engine, one set of rules, one share of the rows, in a process of its own on one core.

``python -m benches._gate_rivals ENGINE RULES ROWS SEED CORE FILE`` gets ready, says so, waits for a
line, measures, and prints JSON: seconds by the clock and by the processor, of asking with the rows
ready, of making the rows, and of spelling answers out. ``FILE``, if not empty, gets which rule
objected to which row.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from benches._gate_parts import use_parts
from benches._gate_rows import (
    RULES,
    BenchRule,
    asked_of,
    book_of,
    candidates_of,
    contexts_of,
    portfolio_of,
)
from numpy.typing import NDArray

from forbear.core.gate.judge import WORD, AtMoment, judge
from forbear.core.law.rules import read_rules
from forbear.engine.gate import answer_candidates

SAMPLE = 1_000
EPOCH = date(1970, 1, 1)
Objections = NDArray[np.bool_]


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, {
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
    }


class Forbear:
    """The gate: the rows as a frame, answers as bits."""

    def __init__(self, rules: list[BenchRule], rows: int, seed: int) -> None:
        self.book = book_of(rules, read_rules)
        self.portfolio, self.asked = portfolio_of(rows, seed), asked_of(rows, seed)
        self.candidates = candidates_of(self.portfolio, self.asked, self.book)
        self.rules = rules

    def warm(self) -> None:
        few = self.candidates.head(SAMPLE)
        list(judge(few, self.portfolio, self.book, AtMoment()))

    def ready(self) -> list[Any]:
        return list(judge(self.candidates, self.portfolio, self.book, AtMoment()))

    def made(self) -> pl.DataFrame:
        """Make the rows: the facts put beside what is asked."""
        return candidates_of(self.portfolio, self.asked, self.book)

    def spelled(self) -> list[Any]:
        return answer_candidates(self.candidates, self.portfolio, self.book)

    def objections(self, result: list[Any]) -> Objections:
        found = np.zeros((self.candidates.height, len(self.rules)), dtype=bool)
        place = {rule.name: number for number, rule in enumerate(self.rules)}
        for judged in result:
            ix = judged.frame["ix"].to_numpy()
            for index, rule in enumerate(judged.rules):
                word, bit = divmod(index, WORD)
                bits = judged.frame[f"fired_{word}"].to_numpy()
                found[ix, place[rule.rule_id]] = (bits >> bit) & 1
        return found


class Rival:
    """What the two other engines share: rows as dictionaries, the best of their ways picked."""

    ways: Sequence[str]

    def __init__(self, rules: list[BenchRule], rows: int, seed: int) -> None:
        use_parts()
        self.rules = rules
        self.frame = contexts_of(portfolio_of(rows, seed), asked_of(rows, seed))
        self.learn()
        self.way = self.ways[0]

    def learn(self) -> None:
        """Read the rules."""
        raise NotImplementedError

    def asked(self, rows: list[dict[str, Any]]) -> list[Any]:
        """Return rows as the chosen way wants them."""
        raise NotImplementedError

    def ask(self, asked: list[Any]) -> list[Any]:
        """Return the engine's answers."""
        raise NotImplementedError

    def warm(self) -> None:
        """Pick the fastest way on a sample; make the rows ready."""
        rows = self.frame.to_dicts()
        took = {}
        for way in self.ways:
            self.way = way
            sample = self.asked(rows[:SAMPLE])
            self.ask(sample[: SAMPLE // 10])
            _, seconds = timed(lambda sample=sample: self.ask(sample))
            took[way] = seconds["processor"]
        self.way = min(took, key=lambda way: took[way])
        self.rows = self.asked(rows)

    def ready(self) -> list[Any]:
        return self.ask(self.rows)

    def made(self) -> list[Any]:
        """Make the rows: a dictionary or a JSON text each."""
        return self.asked(self.frame.to_dicts())

    def named(self, result: Any) -> list[str]:
        """Return the names of the rules that objected."""
        raise NotImplementedError

    def objections(self, result: list[Any]) -> Objections:
        place = {rule.name: number for number, rule in enumerate(self.rules)}
        found = np.zeros((len(result), len(self.rules)), dtype=bool)
        for row, answer in enumerate(result):
            found[row, [place[name] for name in self.named(answer)]] = True
        return found


class Zen(Rival):
    """A decision table that collects every rule that applies, by the static loader."""

    ways = tuple(
        f"{table}, {rows}"
        for table in ("cells", "expressions")
        for rows in ("dict", "bytes", "batch of dict", "batch of bytes")
    )

    def learn(self) -> None:
        import zen  # noqa: PLC0415 - it may not be there

        tables = {way: table(self.rules) for way, table in TABLES.items()}
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": tables}})

    def asked(self, rows: list[dict[str, Any]]) -> list[Any]:
        key, how = self.way.split(", ")
        told: list[Any] = rows
        if how.endswith("bytes"):
            told = [json.dumps(row).encode() for row in rows]
        if how.startswith("batch"):
            return [{"key": key, "context": row} for row in told]
        return told

    def ask(self, asked: list[Any]) -> list[Any]:
        key, how = self.way.split(", ")
        if how.startswith("batch"):
            return [answer["data"] for answer in self.engine.evaluate_batch(asked)]
        evaluate = self.engine.evaluate
        return [evaluate(key, row) for row in asked]

    def named(self, result: Any) -> list[str]:
        return [found["rule"] for found in result["result"]]


class Cedar(Rival):
    """A forbid for each rule, read once, asked in one batch; a denial names all that forbid."""

    ways = ("dict", "json")

    def learn(self) -> None:
        import cedarpy  # noqa: PLC0415 - it may not be there

        text = "permit(principal, action, resource);\n" + "\n".join(
            f'@id("{rule.name}") forbid(principal, action, resource) when {{ {_cedar(rule)} }};'
            for rule in self.rules
        )
        self.batch = cedarpy.is_authorized_batch
        self.policies = cedarpy.PolicySet.from_str(text)
        self.entities = cedarpy.Entities.from_json_str("[]")

    def asked(self, rows: list[dict[str, Any]]) -> list[Any]:
        who = {"principal": 'P::"a"', "action": 'A::"contact"', "resource": 'R::"b"'}
        told = rows if self.way == "dict" else [json.dumps(row) for row in rows]
        return [{**who, "context": row} for row in told]

    def ask(self, asked: list[Any]) -> list[Any]:
        found: list[Any] = self.batch(asked, self.policies, self.entities)
        return found

    def named(self, result: Any) -> list[str]:
        names = result.diagnostics.id_annotations_by_reason
        return [] if result.allowed else [names[reason] for reason in result.diagnostics.reasons]


def _cedar(rule: BenchRule) -> str:
    test, c = rule.test, "context."
    parts = [f"{json.dumps(list(rule.channels))}.contains({c}channel)"]
    parts += [f'{c}region == "{rule.region}"'] if rule.region else []
    parts.append(f"{c}day >= {_day(rule.first)}")
    parts += [f"{c}day <= {_day(rule.last)}"] if rule.last else []
    parts.append(
        {
            "hours": f"({c}minute < {test.low} || {c}minute >= {test.high})",
            "cap": f"{c}{test.column}_{test.days} >= {test.low}",
            "flag": f"{c}{test.column}",
            "below": f"{c}{test.column} < {test.low}",
            "least": f"{c}{test.column} >= {test.low}",
            "outside": f"({c}{test.column} < {test.low} || {c}{test.column} >= {test.high})",
        }[test.what]
    )
    return " && ".join(parts)


def _day(day: date) -> int:
    return (day - EPOCH).days


def _expression(rule: BenchRule) -> dict[str, str]:
    test = rule.test
    parts = [f"channel in {json.dumps(list(rule.channels))}"]
    parts += [f'region == "{rule.region}"'] if rule.region else []
    parts.append(f"day >= {_day(rule.first)}")
    parts += [f"day <= {_day(rule.last)}"] if rule.last else []
    parts.append(
        {
            "hours": f"(minute < {test.low} or minute >= {test.high})",
            "cap": f"{test.column}_{test.days} >= {test.low}",
            "flag": f"{test.column} == true",
            "below": f"{test.column} < {test.low}",
            "least": f"{test.column} >= {test.low}",
            "outside": f"({test.column} < {test.low} or {test.column} >= {test.high})",
        }[test.what]
    )
    return {"": " and ".join(parts)}


def _cells(rule: BenchRule) -> dict[str, str]:
    test = rule.test
    last = f" and $ <= {_day(rule.last)}" if rule.last else ""
    told = {
        "hours": ("minute", f"$ < {test.low} or $ >= {test.high}"),
        "cap": (f"{test.column}_{test.days}", f">= {test.low}"),
        "flag": (test.column, "true"),
        "below": (test.column, f"< {test.low}"),
        "least": (test.column, f">= {test.low}"),
        "outside": (test.column, f"$ < {test.low} or $ >= {test.high}"),
    }
    column, cell = told[test.what]
    return {
        "channel": ", ".join(json.dumps(channel) for channel in rule.channels),
        "region": json.dumps(rule.region) if rule.region else "",
        "day": f"$ >= {_day(rule.first)}{last}",
        column: cell,
    }


def _table(rules: list[BenchRule], say: Callable[[BenchRule], dict[str, str]]) -> dict[str, Any]:
    """Return a decision graph: in, one table, out."""
    said = [say(rule) for rule in rules]
    fields = sorted({field for cells in said for field in cells}, key=_cheap_first)
    place = {"x": 0, "y": 0}
    content = {
        "hitPolicy": "collect",
        "inputs": [
            {"id": f"i{n}", "name": field or "when", **({"field": field} if field else {})}
            for n, field in enumerate(fields)
        ],
        "outputs": [{"id": "o", "name": "rule", "field": "rule"}],
        "rules": [
            {
                "_id": rule.name,
                "o": json.dumps(rule.name),
                **{f"i{n}": cells.get(field, "") for n, field in enumerate(fields)},
            }
            for rule, cells in zip(rules, said, strict=True)
        ],
    }
    return {
        "nodes": [
            {"id": "a", "name": "in", "type": "inputNode", "position": place},
            {"id": "t", "name": "t", "type": "decisionTableNode", "position": place}
            | {"content": content},
            {"id": "b", "name": "out", "type": "outputNode", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "a", "targetId": "t", "type": "edge"},
            {"id": "2", "sourceId": "t", "targetId": "b", "type": "edge"},
        ],
    }


_ORDER = ("region", "channel", "day")


def _cheap_first(field: str) -> tuple[int, str]:
    return (_ORDER.index(field) if field in _ORDER else len(_ORDER), field)


TABLES: dict[str, Callable[[list[BenchRule]], dict[str, Any]]] = {
    "cells": lambda rules: _table(rules, _cells),
    "expressions": lambda rules: _table(rules, _expression),
}
ENGINES: dict[str, Callable[[list[BenchRule], int, int], Forbear | Rival]] = {
    "forbear": Forbear,
    "zen-engine": Zen,
    "cedarpy": Cedar,
}


def main(*given: str) -> None:
    name, rules, rows, seed, core, path = given
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    engine = ENGINES[name](RULES[rules](), int(rows), int(seed))
    engine.warm()
    print("ready", flush=True)
    sys.stdin.readline()
    result, ready = timed(engine.ready)
    told: dict[str, Any] = {"ready": ready, "way": getattr(engine, "way", "")}
    if path:
        np.save(path, np.packbits(engine.objections(result)))
        del result
        told["made"] = timed(engine.made)[1]
        if isinstance(engine, Forbear):
            told["spelled"] = timed(engine.spelled)[1]
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
