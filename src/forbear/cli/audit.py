"""``forbear audit``: say of texts whether they are true and decent."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from forbear.cli import file_problem
from forbear.cli.options import lines_bad, need_apart
from forbear.core.law.faults import PackError
from forbear.core.speech.across import across
from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.lexicon import LexiconError
from forbear.core.speech.audit.values import CHANNELS, Report
from forbear.core.speech.case_texts import Cap, CaseText
from forbear.core.speech.law_caps import law_caps
from forbear.interchange.jsonl import answer_line, numbered
from forbear.interchange.texts import (
    BadText,
    PlacedText,
    Text,
    case_json,
    read_placed,
    read_text,
    report_json,
)
from forbear.packs import load_book
from forbear.packs.speech import load_auditor

# Texts that are read together share the work of the reader by meaning.
TOGETHER, _MUCH = 128, 1 << 18


@click.command("audit")
@click.option(
    "--in", "source", required=True, type=click.Path(path_type=Path), help="Texts, JSONL."
)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="Findings.")
@click.option("--lenient", is_flag=True, help="Ignore unknown fields.")
@click.option("--fast", "is_fast", is_flag=True, help="Without the reader by meaning.")
@click.option("--thorough", "is_thorough", is_flag=True, help="Read every text by meaning.")
@click.option("--case", "by_case", is_flag=True, help="Also read the texts of each case together.")
@click.option(
    "--cap",
    "caps",
    multiple=True,
    metavar="CHANNEL=COUNT/DAYS",
    callback=lambda _ctx, _param, given: tuple(map(_cap, given)),
    help="With --case: at most COUNT texts in DAYS days by a channel, or by any. Repeatable.",
)
@click.option(
    "--caps",
    "place",
    metavar="PLACE",
    callback=lambda _ctx, _param, given: _place(given),
    help="With --case: the law's caps of this place, such as CN or US-NY; of each case's own "
    "jurisdiction if left out, 'none' for none.",
)
def command(
    source: Path,
    target: Path,
    *,
    lenient: bool,
    is_fast: bool,
    is_thorough: bool,
    by_case: bool,
    caps: tuple[Cap, ...],
    place: str | None,
) -> None:
    """Say of each text in a file what it claims, and what in it must not be said.

    With --fast the third reader is left out: faster, and more is missed. With --thorough it
    reads every text, also those in which the others leave no doubt.

    With --case, a line for each case follows the lines of the texts.

    Exit status 0 if every line was answered, 1 if any was bad, 2 if nothing could be run.
    """
    need_apart(source, target)
    if is_fast and is_thorough:
        raise click.UsageError("--fast leaves out what --thorough asks for; give one of them.")
    try:
        auditor = load_auditor(is_fast=is_fast, is_thorough=is_thorough)
        if by_case:
            bad = _run_cases(source, target, auditor, _Caps(caps, place), lenient=lenient)
        else:
            bad = _run(source, target, auditor, lenient=lenient)
    except OSError as error:
        click.echo(f"forbear audit: {file_problem(error)}", err=True)
        sys.exit(2)
    except (LexiconError, PackError) as error:
        click.echo(f"forbear audit: {error}", err=True)
        sys.exit(2)
    if bad:
        click.echo(f"forbear audit: {lines_bad(bad)}", err=True)
    sys.exit(1 if bad else 0)


def _run(source: Path, target: Path, auditor: Auditor, *, lenient: bool) -> int:
    bad = 0
    with source.open("rb") as lines, target.open("w", encoding="utf-8") as out:
        for group in _groups(numbered(lines)):
            read = [read_text(line, number, lenient=lenient) for number, line in group]
            texts = [text for text in read if isinstance(text, Text)]
            reports = iter(auditor.audit_all([text.message for text in texts]))
            for text in read:
                if isinstance(text, BadText):
                    bad += 1
                    answer = text.as_json()
                else:
                    answer = report_json(text.text_id, next(reports))
                out.write(answer_line(answer) + "\n")
    return bad


def _groups(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Yield lines that are read together: few, and not much of them."""
    group: list[tuple[int, bytes]] = []
    size = 0
    for number, line in lines:
        group.append((number, line))
        size += len(line)
        if len(group) >= TOGETHER or size >= _MUCH:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Caps:
    """The caps of a case: those given by hand, and those of the law where it is."""

    def __init__(self, given: tuple[Cap, ...], place: str | None) -> None:
        self._given, self._place = given, place
        self._known: dict[tuple[str, date, str | None], tuple[Cap, ...]] = {}

    def of(self, texts: Sequence[CaseText]) -> tuple[Cap, ...]:
        """Return the caps of a case, by its latest text; the law's need a day and a place."""
        dated = [(text.at, text.message.facts) for text in texts if text.at is not None]
        if not dated or self._place == "none":
            return self._given
        at, facts = max(dated, key=lambda one: one[0])
        place = self._place or facts.jurisdiction
        if place is None:
            return self._given
        key = (place, at.date(), facts.collector_is)
        if key not in self._known:
            book = load_book()
            self._known[key] = law_caps(book, place=place, on=key[1], collector=key[2])
        return self._given + self._known[key]


def _run_cases(source: Path, target: Path, auditor: Auditor, caps: _Caps, *, lenient: bool) -> int:
    """Write the lines of the texts, then one for each case."""
    bad = 0
    cases: dict[str, list[CaseText]] = defaultdict(list)
    seen: set[tuple[str | None, str]] = set()
    with source.open("rb") as lines, target.open("w", encoding="utf-8") as out:
        for group in _groups(numbered(lines)):
            read = [read_placed(line, number, lenient=lenient) for number, line in group]
            texts = [placed.text for placed in read if isinstance(placed, PlacedText)]
            reports = iter(auditor.audit_all([text.message for text in texts]))
            for (number, _), placed in zip(group, read, strict=True):
                if isinstance(placed, BadText):
                    bad += 1
                    out.write(answer_line(placed.as_json()) + "\n")
                    continue
                report = next(reports)
                out.write(answer_line(report_json(placed.text.text_id, report)) + "\n")
                if placed.case is not None:
                    text = _of_case(placed, _key(placed, number, seen), report)
                    cases[placed.case].append(text)
        for case, own in cases.items():
            found = across(own, caps=caps.of(own))
            language = own[0].message.language
            out.write(answer_line(case_json(case, len(own), found, language)) + "\n")
    return bad


def _of_case(placed: PlacedText, key: str, report: Report) -> CaseText:
    return CaseText(
        key,
        placed.text.message,
        report,
        placed.at,
        placed.collector,
        placed.sender,
        placed.is_registered,
    )


def _key(placed: PlacedText, number: int, seen: set[tuple[str | None, str]]) -> str:
    """Return the text's id; two texts of one id are two texts."""
    key = str(placed.text.text_id)
    if (placed.case, key) in seen:
        key = f"{key}@{number}"
    seen.add((placed.case, key))
    return key


def _place(given: str | None) -> str | None:
    if given is not None and given != "none" and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9-]+)?", given):
        raise click.BadParameter(f"{given!r} is no place: write CN, or US-NY.")
    return given


def _cap(given: str) -> Cap:
    found = re.fullmatch(r"(\w+)=(\d{1,4})/([1-9]\d{0,3})", given)
    if found is None or found[1] not in ("any", *CHANNELS):
        names = ", ".join((*CHANNELS, "any"))
        message = f"{given!r} is no cap: write call=7/7, with one of {names} before the sign."
        raise click.BadParameter(message)
    return Cap(int(found[2]), int(found[3]), None if found[1] == "any" else found[1])
