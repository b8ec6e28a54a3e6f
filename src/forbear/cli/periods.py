"""``forbear law period``, ``limitation`` and ``retention``: when a last or a first day is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import click

from forbear.cli.law_refusing import law_refuse
from forbear.cli.options import DAY
from forbear.core.law.faults import PackError
from forbear.core.law.periods import (
    EVENTS,
    RECORDS,
    Event,
    LawPeriod,
    LimitationAnswer,
    Period,
    PeriodAnswer,
    RetentionAnswer,
    answer_period,
    limitation,
    named,
    retention,
    strictest,
)
from forbear.core.law.periods.sentences import sentences
from forbear.core.tables.words import COLLECTOR_KINDS
from forbear.packs import load_book
from forbear.wiring.clock import business_date


class EventDay(click.ParamType[tuple[str, date]]):
    """What happened and when, written as payment=2024-05-01."""

    name = "event=day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, date]:
        """Read the event and its day; say which events there are if it is none."""
        kind, _, day = str(value).partition("=")
        if kind not in EVENTS:
            self.fail(f"{kind} is no event. Known are {', '.join(EVENTS)}.", param, ctx)
        return kind, DAY.convert(day, param, ctx).date()


events_option = click.option(
    "--event",
    "events",
    type=EventDay(),
    multiple=True,
    help="What happened and when, as payment=2024-05-01; may be given several times.",
)
on_option = click.option("--on", type=DAY, help="The day that is asked about; today if not given.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command("period")
@click.argument("rule_id")
@click.option("--from", "begins", type=DAY, help="The day of the event from which it runs.")
@events_option
@on_option
@json_option
def period(
    rule_id: str,
    begins: datetime | None,
    events: tuple[tuple[str, date], ...],
    on: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Say when a notice or answer period ends, and whether a day keeps it.

    RULE_ID is a period as `forbear law list` names it. Exit status 0 if its day is known, 1 if the
    event's day is not, 2 if there is no such period.
    """
    periods = _periods()
    known = _once(events)
    day = on.date() if on else business_date()
    try:
        if begins is not None:
            first = named(periods, rule_id)[-1].kind
            if isinstance(first, Period):
                known[first.starts_on[0]] = begins.date()
        answer = answer_period(periods, rule_id, known, on=day)
    except KeyError:
        law_refuse(f"there is no period {rule_id}; see forbear law list")
    except (LookupError, ValueError) as error:
        law_refuse(str(error).strip("'"))
    _print(as_json, _period_json(answer, day), _period_lines(answer, day))
    sys.exit(0 if answer.last_day else 1)


@click.command("limitation")
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--default-on", type=DAY, help="The day of the first missed payment not made good.")
@events_option
@on_option
@json_option
def limitation_command(
    places: tuple[str, ...],
    default_on: datetime | None,
    events: tuple[tuple[str, date], ...],
    on: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Say when the last day to sue is, and why.

    PLACE is a nation or a state, as CN or US-TX; of several places the strictest binds. Exit status
    0 if the debt is known to be in time, 1 if it is barred or nobody can say.
    """
    day = on.date() if on else business_date()
    happened = [Event(kind, when) for kind, when in events]
    if default_on is not None:
        happened.append(Event("default", default_on.date()))
    periods = _periods()
    try:
        answers = [limitation(periods, place, happened, on=day) for place in places]
    except ValueError as error:
        law_refuse(str(error))
    answer = strictest(answers)
    _print(as_json, _limitation_json(answer), _limitation_lines(answer))
    sys.exit(0 if answer.is_in_time else 1)


@click.command("retention")
@click.argument("place")
@click.argument("record", type=click.Choice(tuple(RECORDS)), metavar="RECORD")
@click.option("--collector", type=click.Choice(COLLECTOR_KINDS), help="Who keeps it.")
@events_option
@on_option
@json_option
def retention_command(
    place: str,
    record: str,
    collector: str | None,
    events: tuple[tuple[str, date], ...],
    on: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Say whether a record may be deleted on a day.

    PLACE is a nation or a state; RECORD a kind of record: collection_record, call_recording,
    plan_recording, complaint, application, servicing_record, impact_assessment, agency_file,
    negative_item, consumer_finance_record. Exit status 0 if it may be deleted, 1 if not.
    """
    day = on.date() if on else business_date()
    try:
        answer = retention(_periods(), place, record, _once(events), on=day, collector=collector)
    except ValueError as error:
        law_refuse(str(error))
    _print(as_json, _retention_json(answer), _retention_lines(answer))
    sys.exit(0 if answer.may_delete else 1)


def _period_json(answer: PeriodAnswer, on: date) -> dict[str, object]:
    return {
        "event": answer.event,
        "from": answer.runs_from,
        "is_assumed": answer.is_assumed,
        "last_day": answer.last_day,
        "first_free_day": answer.first_free_day,
        "on": on,
        "is_met": answer.is_met(on),
        **_source(answer.value),
    }


def _period_lines(answer: PeriodAnswer, on: date) -> Iterable[str]:
    kind = answer.value.kind
    assert isinstance(kind, Period), "answers are of periods"
    yield answer.value.question
    event = EVENTS[answer.event or kind.starts_on[0]][0]
    if answer.last_day is None:
        yield f"Not known: on which day {event}. Give it with --from."
    else:
        taken = ", as the law takes it" if answer.is_assumed else ""
        counted = ", that day counted" if kind.counts_first_day else ""
        yield f"From {answer.runs_from} ({event}{taken}): {kind.length}{counted}."
        yield f"The last day is {answer.last_day}."
        if answer.first_free_day is not None:
            yield f"The first day on which it may be done is {answer.first_free_day}."
        yield f"{on} {'keeps' if answer.is_met(on) else 'does not keep'} it."
    yield from _source_lines(answer.value)


def _limitation_json(answer: LimitationAnswer) -> dict[str, object]:
    return {
        "place": answer.place,
        "on": answer.on,
        "state": answer.state,
        "runs_from": answer.runs_from,
        "started_by": answer.started_by,
        "restarted_by": [{"event": e.kind, "on": e.on} for e in answer.restarted_by],
        "ends_on": answer.ends_on,
        "is_extinguished": answer.is_extinguished,
        "needs_review": answer.needs_review,
        "because": sentences(answer),
        "because_zh": sentences(answer, "zh"),
        **(_source(answer.value) if answer.value else {}),
    }


_STATES = {
    "in_time": "in time",
    "barred": "barred: no suit, and no talk of one",
    "unknown": "not known to be in time: no talk of a suit",
}


def _limitation_lines(answer: LimitationAnswer) -> Iterable[str]:
    yield f"{answer.place} on {answer.on}: {_STATES[answer.state]}."
    yield from sentences(answer)
    if answer.is_extinguished:
        yield "The debt itself has ended."
    if answer.value is not None:
        yield from _source_lines(answer.value)


def _retention_json(answer: RetentionAnswer) -> dict[str, object]:
    return {
        "record": answer.record,
        "on": answer.on,
        "may_delete": answer.may_delete,
        "must_delete": answer.must_delete,
        "keep_until": answer.keep_until,
        "delete_by": answer.delete_by,
        "because": [
            {"until": hold.until, "waits_for": hold.waits_for, **_source(hold.value)}
            for hold in (*answer.holds, *answer.ends)
        ],
    }


def _retention_lines(answer: RetentionAnswer) -> Iterable[str]:
    verdict = "must" if answer.must_delete else "may" if answer.may_delete else "may not"
    yield f"{RECORDS[answer.record][0]}: {verdict} be deleted on {answer.on}."
    for hold in answer.holds:
        day = hold.until or f"not known: {EVENTS[hold.waits_for or 'record_made'][0]}"
        yield f"To be kept until {day} ({hold.value.rule_id}, {hold.value.citation})."
    for end in answer.ends:
        day = end.until or f"not known: {EVENTS[end.waits_for or 'record_made'][0]}"
        yield f"To be kept no longer than {day} ({end.value.rule_id}, {end.value.citation})."
    if not answer.holds and not answer.ends:
        yield "No period is known for it, and unknown means no."


def _source(value: LawPeriod) -> dict[str, object]:
    return {
        "rule_id": value.rule_id,
        "citation": value.citation,
        "force": value.force,
        "confidence": value.confidence,
    }


def _source_lines(value: LawPeriod) -> Iterable[str]:
    yield f"Source: {value.citation} ({value.force}; read: {value.confidence}; {value.rule_id})"
    if value.note:
        yield f"Note: {value.note}"


def _once(events: tuple[tuple[str, date], ...]) -> dict[str, date]:
    known = dict(events)
    if len(known) < len(events):
        law_refuse("an event is given twice; a period runs from one day")
    return known


def _print(as_json: bool, table: Mapping[str, Any], lines: Iterable[str]) -> None:  # noqa: FBT001 - the flag is the first question
    if as_json:
        click.echo(json.dumps(table, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


def _periods() -> tuple[LawPeriod, ...]:
    try:
        return load_book().periods
    except PackError as error:
        law_refuse(str(error), code=1)
