"""Replay of files, and how a replay is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from forbear.core.gate.compare import Replayed
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import (
    BadCase,
    Case,
    answer_json,
    read_case,
    tables_of,
)
from forbear.interchange.jsonl import answer_line, numbered_all
from forbear.packs.library import PackAltered, PackLibrary, PackMissing
from forbear.services.refusals import Refusal

Found = tuple[str, Replayed | Refusal]
_BATCH = 20_000
_Line = tuple[int, str, Case | BadCase]


def replay_files(
    cases: Path,
    answers: Path,
    *,
    library: PackLibrary,
    instead: RuleBook | None,
    is_lenient: bool = False,
) -> Iterator[Found]:
    """Answer the cases again, by the packs that each answer names, in the order of the file.

    Raises ``ValueError`` where the two files do not belong together.
    """
    asked, told = numbered_all(cases.read_bytes()), numbered_all(answers.read_bytes())
    if len(asked) != len(told):
        raise ValueError(
            f"{cases} has {len(asked)} cases and {answers} has {len(told)} answers; "
            "give the answers that were made from these cases"
        )
    for start in range(0, len(asked), _BATCH):
        pairs = zip(asked[start : start + _BATCH], told[start : start + _BATCH], strict=True)
        lines = [
            (number, _line(answer), read_case(case, number, lenient=is_lenient))
            for (number, case), (_, answer) in pairs
        ]
        yield from _batch(lines, answers, library, instead)


def _line(answer: bytes) -> str:
    return answer.decode(errors="replace").rstrip("\r")


def _batch(
    lines: list[_Line], place: Path, library: PackLibrary, instead: RuleBook | None
) -> Iterator[Found]:
    found: dict[int, Found] = {}
    by_packs: dict[tuple[tuple[str, str], ...], list[_Line]] = {}
    for number, answer, case in lines:
        stored = _stored(answer, number, place)
        if stored.get("id") != case.case_id:
            raise ValueError(
                f"{place}: line {number} answers {stored.get('id')!r}, "
                f"and the case there is {case.case_id!r}; "
                "give the answers that were made from these cases"
            )
        name = str(case.case_id)
        if isinstance(case, BadCase):
            found[number] = (name, Replayed(name, answer, answer_line(case.as_json())))
            continue
        packs = stored.get("packs")
        key = tuple(sorted(packs.items())) if isinstance(packs, dict) else ()
        by_packs.setdefault(key, []).append((number, answer, case))
    for key, group in by_packs.items():
        found.update(_group(group, dict(key), library, instead))
    yield from (found[number] for number, _, _ in lines)


def _group(
    lines: list[_Line], packs: Mapping[str, str], library: PackLibrary, instead: RuleBook | None
) -> Iterator[tuple[int, Found]]:
    try:
        if not packs and instead is None:
            raise PackMissing("of", "no version")
        book = instead or library.book(packs)
    except (PackMissing, PackAltered, PackError) as error:
        for number, _, case in lines:
            yield number, (str(case.case_id), Refusal(error.code, f"{error}."))
        return
    tables = tables_of([case for _, _, case in lines if isinstance(case, Case)])
    again = answer_candidates(tables.candidates, tables.portfolio, book)
    for (number, stored, case), answer in zip(lines, again, strict=True):
        name = str(case.case_id)
        yield number, (name, Replayed(name, stored, answer_line(answer_json(case.case_id, answer))))


def _stored(text: str, number: int, place: Path) -> Mapping[str, object]:
    try:
        stored = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{place}: line {number} is not JSON: {error}") from None
    if isinstance(stored, dict):
        return stored
    raise ValueError(f"{place}: line {number} is no answer of forbear gate")


def tell(found: Iterable[Found], *, is_json: bool, is_one: bool) -> int:
    """Print what a replay found; return 0 if all is identical, 1 if not, 2 if some is unknown.

    Of many only those are shown that are not identical, and how many there were.
    """
    identical = differing = refused = 0
    for name, outcome in found:
        if isinstance(outcome, Refusal):
            refused += 1
        elif outcome.is_identical:
            identical += 1
        else:
            differing += 1
        if is_json:
            click.echo(json.dumps(_as_json(name, outcome), ensure_ascii=False))
        elif isinstance(outcome, Refusal):
            click.echo(f"forbear replay: {outcome.code}: {outcome.text}", err=True)
        elif is_one or not outcome.is_identical:
            _show(outcome, is_one=is_one)
    if not is_one and not is_json:
        click.echo(
            f"{identical:,} identical, {differing:,} differ, {refused:,} could not be worked out"
        )
    return 2 if refused else 1 if differing else 0


def _show(outcome: Replayed, *, is_one: bool) -> None:
    if is_one:
        click.echo(f"then  {outcome.stored}")
        click.echo(f"now   {outcome.again}")
    if outcome.is_identical:
        click.echo(f"{outcome.name}: identical")
        return
    click.echo(f"{outcome.name}: differs")
    for line in outcome.differences():
        click.echo(f"  {line}")
    if outcome.code != outcome.code_now:
        click.echo(f"  the program is another: it was {outcome.code}, is {outcome.code_now}")


def _as_json(name: str, outcome: Replayed | Refusal) -> dict[str, object]:
    if isinstance(outcome, Refusal):
        return {"decision": name, "error": {"code": outcome.code, "message": outcome.text}}
    return {
        "decision": outcome.name,
        "identical": outcome.is_identical,
        "then": json.loads(outcome.stored),
        "now": json.loads(outcome.again),
        "differences": outcome.differences(),
        "code": {"then": outcome.code, "now": outcome.code_now},
    }
