"""Replay of a daily decision: one account decided again from what the day knew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from forbear.core.gate.compare import Replayed
from forbear.core.gate.record import canonical
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.core.strategy import Ladder, LadderRefused, read_ladder
from forbear.core.tables import DAY_CHANNELS
from forbear.engine.day import run_day
from forbear.engine.version import code_version
from forbear.packs.library import PackAltered, PackLibrary, PackMissing
from forbear.services.day import COPIED
from forbear.services.day_inputs import LADDER, InputAltered, inputs_of
from forbear.services.refusals import Refusal
from forbear.services.replay import book_kept, pack_kept
from forbear.store.models import DayRun, Decision

DAY = "day"
_NAME = re.compile(rf"{DAY}-(?P<on>\d{{4}}-\d\d-\d\d)/(?P<account>.+)")


def day_decision_replay(
    name: str, *, library: PackLibrary, instead: RuleBook | None = None
) -> Replayed | Refusal:
    """Decide again what a day decided for an account: ``day-2026-11-23/REFERENCE``.

    By the ladder and the packs of then, or by the book ``instead`` where one is given.
    """
    row = _decision(name)
    if isinstance(row, Refusal):
        return row
    run = row.run
    try:
        known = inputs_of(run, row.person_id)
        if known is None:
            return Refusal(
                "INPUTS_MISSING",
                f"{name}: the portfolio of {run.on} is not kept: the day was decided by an older "
                "program. Only later days can be replayed.",
            )
        ladder = _ladder(run)
        book = instead or book_kept(run.packs, library)
    except (InputAltered, PackMissing, PackAltered) as error:
        return Refusal(error.code, f"{name}: {error}.")
    except PackError as error:
        return Refusal(error.code, f"{name}: {error.faults[0]}")
    except LadderRefused as error:
        return Refusal("LADDER_INVALID", f"{name}: {error}")
    decided = run_day(known, on=run.on, ladder=ladder, book=book, not_before=run.at).decisions
    again = next(r for r in decided.iter_rows(named=True) if r["account_id"] == row.account_id)
    denied = {
        channel: rules.split(" ")
        for channel in DAY_CHANNELS
        if (rules := again[f"{channel}_denied"]) is not None
    }
    stored = {column: getattr(row, column) for column in COPIED}
    return Replayed(
        name=name,
        stored=_text(run.on, stored, row.denied),
        again=_text(run.on, {column: again[column] for column in COPIED}, denied),
        code=run.code,
        code_now=code_version(),
    )


def _decision(name: str) -> Decision | Refusal:
    given = _NAME.fullmatch(name)
    try:
        on = date.fromisoformat(given["on"]) if given else None
    except ValueError:
        on = None
    if given is None or on is None:
        return Refusal("BAD_NAME", f"{name!r} is no decision. Write day-2026-11-23/REFERENCE.")
    found = Decision.objects.filter(on=on, account__reference=given["account"])
    row = found.select_related("run").first()
    return row or Refusal(
        "DECISION_UNKNOWN",
        f"Nothing was decided for the account {given['account']} on {on}. "
        "Check the day and the account's reference.",
    )


def _ladder(run: DayRun) -> Ladder:
    source = pack_kept(LADDER, run.ladder)
    if source is None:
        raise PackMissing(LADDER, run.ladder)
    [(file, content)] = source.files.items()
    return read_ladder(content.decode(), file=file)


def _text(on: date, columns: Mapping[str, Any], denied: Mapping[str, Any]) -> str:
    by_channel = {channel: denied[channel] for channel in DAY_CHANNELS if channel in denied}
    return canonical({"on": on, **columns, "denied": by_channel})
