"""The limited screen of a call: whom to ask for, and not a word of the debt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from forbear.store.models import Account, Permit
from forbear.store.selectors.call_steps import ProofItem, party_of, proof_items
from forbear.store.selectors.queue import day_latest
from forbear.web.desk.forms import OutcomeForm
from forbear.web.desk.rail import asked_of, rail_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats, words
from forbear.wiring.gate import may_locate
from forbear.wiring.guide import limited_words

# said to anyone who answers, because it is about the call and not about the account
_OF_THE_CALL = "recording"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of the file, as the collector compares it."""

    kind: str
    name: str
    value: str


def limited_page(
    request: HttpRequest,
    account: Account,
    permit: Permit,
    *,
    now: datetime,
    form: OutcomeForm | None,
    status: int,
) -> HttpResponse:
    """Render the limited screen; nothing on it says what the call is about."""
    asked = asked_of(request)
    zone = formats.zone_or_none(account.person.time_zones) or ZoneInfo("UTC")
    today = now.astimezone(zone).date()
    party = party_of(permit)
    assert isinstance(request.user, User)
    caller = request.user.get_full_name()
    is_other = party == "third_party"
    page = {
        "account": account,
        "person": account.person,
        "permit": permit,
        "party": party,
        "asked": asked,
        "query": query_of(asked),
        "rail": rail_of(day_latest(on=now.date()), current=asked.queue),
        "zone": zone,
        "items": [_shown(item) for item in proof_items(permit)],
        "must_record": words.DISCLOSURE[_OF_THE_CALL]
        if _OF_THE_CALL in permit.must_disclose
        else "",
        "may_locate": is_other and may_locate(permit, at=now),
        "third_words": limited_words(account, "third_party_message", caller_name=caller, on=today)
        if is_other
        else None,
        "voicemail": limited_words(account, "limited_content", caller_name=caller, on=today),
        "form": form or OutcomeForm(today=today, window=None),
    }
    return render(request, "desk/limited.html", page, status=status)


def _shown(item: ProofItem) -> ShownItem:
    if item.kind == "card_last4":
        return ShownItem(item.kind, _("last four digits of the card"), item.value)
    name = str(words.POINT[item.kind])
    if item.kind in {"postal", "email", "work_email"}:
        return ShownItem(item.kind, name, item.value)
    return ShownItem(item.kind, name, formats.masked(item.value, item.kind))
