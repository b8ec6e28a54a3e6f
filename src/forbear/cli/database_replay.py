"""Replay of what the database keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from forbear.cli.database import with_database
from forbear.core.gate.compare import Replayed
from forbear.core.law.book import RuleBook
from forbear.packs import load_book
from forbear.packs.library import PackAltered, PackLibrary
from forbear.packs.loader import with_packs
from forbear.services.refusals import Refusal

_LISTED = 50


def replay_kept(
    decision: str | None, *, library: PackLibrary, instead: RuleBook | None
) -> Iterator[tuple[str, Replayed | Refusal]]:
    """Work out one decision again, or all of them where none is named."""
    with with_database():
        from forbear.services.day_replay import DAY, day_decision_replay  # noqa: PLC0415 - Django
        from forbear.services.replay import (  # noqa: PLC0415 - needs Django
            gate_answer_replay,
            gate_answers_replay,
        )

        if decision is None:
            yield from gate_answers_replay(library=library, instead=instead)
        elif decision.startswith(f"{DAY}-"):
            yield decision, day_decision_replay(decision, library=library, instead=instead)
        else:
            yield decision, gate_answer_replay(decision, library=library, instead=instead)


def kept_book(key: str, version: str) -> RuleBook:
    """Return the packs that ship, with the kept version of one of them in its place.

    Raises ``ValueError`` where the database does not keep it, or not as it was.
    """
    with with_database():
        from forbear.services.replay import pack_kept  # noqa: PLC0415 - needs Django

        try:
            source = pack_kept(key, version)
        except PackAltered as error:
            raise ValueError(str(error)) from None
    if source is None:
        raise ValueError(
            f"the database keeps no pack {key} {version}; "
            "only packs that decided something here are kept"
        )
    return with_packs(load_book(), [source])


def list_of(reference: str) -> int:
    """List what was answered about an account, the latest first; return the exit status."""
    with with_database():
        from forbear.store.models import Account, GateAnswer  # noqa: PLC0415 - needs Django

        if not Account.objects.filter(reference=reference).exists():
            click.echo(f"forbear replay: there is no account {reference}", err=True)
            return 2
        rows = GateAnswer.objects.filter(account__reference=reference).order_by("-at", "-pk")
        for row in rows[:_LISTED]:
            reasons = ", ".join(r["code"] for r in json.loads(row.answer)["reasons"])
            permit = f"  permit-{row.permit_id}" if row.permit_id else ""
            click.echo(
                f"gate-{row.pk}  {row.at:%Y-%m-%d %H:%M} UTC  {row.channel} {row.purpose}  "
                f"{row.verdict}{f': {reasons}' if reasons else ''}{permit}"
            )
    return 0
