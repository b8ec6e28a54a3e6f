"""What the demo's desk finds on its Monday: disputes, complaints, replies, Friday's calls.

Each goes the way that it would go at a bank: through the same services as the desk, the gateway
and ``forbear transcripts import``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from rich.console import Console

from forbear.packs.search import load_search_rules
from forbear.packs.speech import load_auditor
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_open
from forbear.services.inbound.taking import inbound_take
from forbear.services.lost.opening import searches_open
from forbear.services.refusals import Refusal
from forbear.services.speech.transcripts import Origin, transcript_take
from forbear.store.models import Account, ContactPoint, Dispute
from forbear.wiring import clock

_ACTOR = "demo"
Told = Mapping[str, Any]


def tell_weekend(console: Console) -> None:
    """Take in what people said since Friday, before the day is decided; once."""
    if Dispute.objects.filter(key__startswith=_ACTOR).exists():
        return
    said = tomllib.loads((files("forbear.cli.demo") / "weekend.toml").read_text(encoding="utf-8"))
    ways = {
        "disputes": _dispute,
        "complaints": _complaint,
        "replies": _reply,
        "transcripts": _transcript,
    }
    at = clock.now()
    with console.status("Taking in what was said since Friday …"):
        counts = {
            kind: sum(
                way(told, f"demo-{kind}-{number}", at) for number, told in enumerate(said[kind])
            )
            for kind, way in ways.items()
        }
        searches_open(attempts=load_search_rules().attempts, at=at, actor=_ACTOR)
    words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    console.print(f"  Since Friday: {words}.", style="dim", highlight=False)


def account_of(told: Told) -> Account | None:
    """Return the account of which something was told; ``None`` in too small a portfolio."""
    late = Account.objects.filter(overdue_minor__gt=0, status="open", nation=told["nation"])
    return (
        late.select_related("person").order_by("reference")[told["nth"] : told["nth"] + 1].first()
    )


def _dispute(told: Told, key: str, at: datetime) -> bool:
    account = account_of(told)
    if account is None:
        return False
    wish = DisputeWish(
        ground=told["ground"],
        channel=told["channel"],
        said=told["said"],
        extent=told["extent"],
        received_on=told["received"],
    )
    return _done(dispute_open(account_id=account.pk, wish=wish, key=key, at=at, actor=_ACTOR))


def _complaint(told: Told, key: str, at: datetime) -> bool:
    account = account_of(told)
    if account is None:
        return False
    wish = ComplaintWish(
        channel=told["channel"],
        said=told["said"],
        cause=told["cause"],
        received_on=told["received"],
    )
    return _done(complaint_log(account_id=account.pk, wish=wish, key=key, at=at, actor=_ACTOR))


def _reply(told: Told, key: str, at: datetime) -> bool:
    account = account_of(told)
    point = (
        account
        and ContactPoint.objects.filter(
            person_id=account.person_id, kind="mobile", party="cardholder", state="open"
        )
        .order_by("pk")
        .first()
    )
    if not point:
        return False
    inbound_take(
        channel="sms",
        provider=_ACTOR,
        provider_ref=key,
        sender=point.value,
        recipient="Larkfield",
        text=told["text"],
        at=at,
    )
    return True


def _transcript(told: Told, key: str, at: datetime) -> bool:
    account = account_of(told)
    if account is None:
        return False
    turns = [{"speaker": speaker, "text": text} for speaker, text in told["turns"]]
    taken = transcript_take(
        json.dumps({"turns": turns}, ensure_ascii=False).encode(),
        name=f"{key}.json",
        origin=Origin(
            account=account.reference,
            collector=told["collector"],
            team=told["team"],
            language=told["language"],
            spoken_at=told["at"],
        ),
        auditor=load_auditor(),
        at=at,
        actor=_ACTOR,
    )
    return _done(taken)


def _done(made: object) -> bool:
    """Whether it was taken; what the demo tells is never refused."""
    if isinstance(made, Refusal):
        raise TypeError(f"the demo's weekend was refused: {made.code}: {made.text}")
    return True
