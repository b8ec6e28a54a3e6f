"""Keeping what the gate answered, with all that it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from forbear.core.gate.answers import Answer
from forbear.core.gate.record import answer_text, seal
from forbear.core.law.sources import ISSUER, PackSource
from forbear.engine.version import code_version
from forbear.store.models import GateAnswer, PackText, Permit


@dataclass(frozen=True, slots=True)
class Asked:
    """One contact that someone asked a permit for. ``facts`` is the text that the gate knew."""

    account_id: int
    contact_point_id: int
    channel: str
    purpose: str
    facts: str
    answer: Answer
    permit: Permit | None


def answers_keep(asked: Sequence[Asked], *, at: datetime, actor: str) -> list[GateAnswer]:
    """Append the answers, byte for byte; called inside the transaction that gives the permits."""
    code = code_version()
    rows = []
    for one in asked:
        answer = answer_text(one.answer)
        rows.append(
            GateAnswer(
                account_id=one.account_id,
                contact_point_id=one.contact_point_id,
                permit=one.permit,
                at=at,
                actor=actor,
                channel=one.channel,
                purpose=one.purpose,
                verdict=one.answer.verdict,
                facts=one.facts,
                answer=answer,
                code=code,
                sha256=seal(one.facts, answer, code),
            )
        )
    return GateAnswer.objects.bulk_create(rows)


def packs_keep(sources: Iterable[PackSource], versions: Mapping[str, str]) -> None:
    """Keep the texts of the packs that decide here; those that are kept already stay.

    Of an issuer's own file only the name is kept, not where it lay.
    """
    known = PackText.objects.filter(key__in=versions, version__in=versions.values())
    missing = dict(versions.items() - set(known.values_list("key", "version")))
    if not missing:
        return
    # all in one statement and in one order, so that two that begin at once wait in no ring
    PackText.objects.bulk_create(
        [
            PackText(
                key=source.key,
                version=missing[source.key],
                sha256=source.sha256,
                files={
                    PurePath(name).name if source.key == ISSUER else name: content.decode()
                    for name, content in source.files.items()
                },
            )
            for source in sorted(sources, key=lambda source: source.key)
            if source.key in missing
        ],
        ignore_conflicts=True,
    )
