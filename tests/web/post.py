"""Messages in every state, for the message pages."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group, User

from forbear.store.models import Account, MessageEvent, PlannedContact
from tests.store import make
from tests.web import portfolio

WORDS = "Your payment was due on 9 November. Call us and we will find a way."
NUMBER = "+8613800138000"


def operator(name: str = "ops") -> User:
    """Someone who runs the channels, and sees no case."""
    user = User.objects.create_user(name, password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name="operations")[0])
    return user


def messages(accounts: list[Account]) -> dict[str, PlannedContact]:
    """One message in each state, the sent one with its events."""
    states = ("planned", "queued", "sending", "sent", "failed", "unknown", "refused", "lapsed")
    rows = {}
    for owed, state in zip(accounts * 8, states, strict=False):
        sent_to = NUMBER if state in {"sending", "sent", "unknown"} else ""
        rows[state] = make.planned(
            owed,
            at=portfolio.AT,
            state=state,
            state_at=portfolio.AT - timedelta(minutes=7),
            note="CHANNEL_BUSY The gateway asks to wait." if state == "failed" else "",
            sent_to=sent_to,
            body=WORDS if sent_to else "",
            provider_ref="m-77" if state == "sent" else "",
            delivery="delivered" if state == "sent" else None,
        )
    for kind in ("waiting", "accepted", "delivered"):
        MessageEvent.objects.create(
            planned=rows["sent"], channel="sms", kind=kind, at=portfolio.AT, detail=f"<{kind}>"
        )
    return rows
