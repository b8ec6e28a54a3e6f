"""Replay: an old answer worked out again from what was kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import polars as pl

from forbear.core.gate.compare import Replayed
from forbear.core.gate.record import RecordError, answer_text, read_facts, seal
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.core.law.sources import PackSource
from forbear.core.tables.candidates import CONTACT_COLUMNS
from forbear.engine.gate import answer_contacts
from forbear.engine.version import code_version
from forbear.packs.library import PackAltered, PackLibrary, PackMissing
from forbear.services.refusals import Refusal
from forbear.store.models import GateAnswer, PackText

GATE, PERMIT = "gate", "permit"
_BATCH = 500


def gate_answer_replay(
    name: str, *, library: PackLibrary, instead: RuleBook | None = None
) -> Replayed | Refusal:
    """Work out again the answer called ``gate-12``, or the one behind ``permit-7``.

    By the versions of the packs that answered then, from ``library`` or as the database keeps them;
    by the book ``instead`` where one is given.
    """
    kind, _, number = name.partition("-")
    if kind not in (GATE, PERMIT) or not number.isdecimal():
        return Refusal(
            "BAD_NAME",
            f"{name!r} is no decision. Write gate-12, permit-7 or day-2026-11-23/REFERENCE.",
        )
    key = {"pk": int(number)} if kind == GATE else {"permit_id": int(number)}
    row = GateAnswer.objects.filter(**key).first()
    if row is None:
        return Refusal(
            "DECISION_UNKNOWN",
            f"There is no {name} with its facts here. forbear replay --account REFERENCE lists "
            "what there is.",
        )
    return _replay(row, library, instead)


def gate_answers_replay(
    *, library: PackLibrary, instead: RuleBook | None = None
) -> Iterator[tuple[str, Replayed | Refusal]]:
    """Work out again every answer that is kept, the oldest first, each with its name."""
    last = 0
    while rows := GateAnswer.objects.filter(pk__gt=last).order_by("pk")[:_BATCH]:
        for row in rows:
            yield f"{GATE}-{row.pk}", _replay(row, library, instead)
            last = row.pk


def _replay(row: GateAnswer, library: PackLibrary, instead: RuleBook | None) -> Replayed | Refusal:
    name = f"{GATE}-{row.pk}"
    if seal(row.facts, row.answer, row.code) != row.sha256:
        return Refusal(
            "RECORD_ALTERED",
            f"{name} was changed after it was written: its hash does not fit. "
            "Take the row from a backup.",
        )
    try:
        portfolio, contact, at = read_facts(row.facts)
        book = instead or book_kept(json.loads(row.answer)["packs"], library)
    except RecordError as error:
        return Refusal("FACTS_UNREADABLE", f"{name}: {error}.")
    except (PackMissing, PackAltered) as error:
        return Refusal(error.code, f"{name}: {error}.")
    except PackError as error:
        return Refusal(error.code, f"{name}: {error.faults[0]}")
    columns = {c.name: c.dtype for c in CONTACT_COLUMNS if c.name in contact}
    contacts = pl.DataFrame([contact], schema=columns)
    [again] = answer_contacts(portfolio, contacts, at=at, book=book)
    return Replayed(
        name=name,
        stored=row.answer,
        again=answer_text(again),
        code=row.code,
        code_now=code_version(),
    )


def book_kept(versions: Mapping[str, str], library: PackLibrary) -> RuleBook:
    """Return the book of these versions, with what the database keeps beside the library.

    Raises ``PackMissing``, ``PackAltered`` or ``PackError``.
    """
    for key, version in versions.items():
        if (key, version) not in library and (source := pack_kept(key, version)):
            library.keep(source, version)
    return library.book(versions)


def pack_kept(key: str, version: str) -> PackSource | None:
    """Return the texts of a version of a pack, if something was decided by it here.

    Raises ``PackAltered`` if they were changed after they were kept.
    """
    kept = PackText.objects.filter(key=key, version=version).first()
    if kept is None:
        return None
    source = PackSource(key, {name: str(text).encode() for name, text in kept.files.items()})
    if source.sha256 != kept.sha256:
        raise PackAltered(key, version)
    return source
