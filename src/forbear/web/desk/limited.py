"""The limited screen of a call: whom to ask for, and not a word of the debt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from forbear.core.agreements.windows import PromiseWindow
from forbear.services.house import house_date
from forbear.services.messages import message_language
from forbear.store.models import Account, Permit
from forbear.store.selectors.call_steps import ProofItem, party_of, proof_items, said_in
from forbear.store.selectors.queue import day_latest
from forbear.web.desk.forms import OutcomeForm
from forbear.web.desk.lines import line_shown
from forbear.web.desk.rail import asked_of, rail_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats, words
from forbear.wiring.gate import may_locate
from forbear.wiring.guide import LimitedWords, disclosure_words, limited_words

# said to anyone who answers, because it is about the call and not about the account
_OF_THE_CALL = "recording"
# what anyone else may hear, by who answered
_WORDS = {"third_party": "third_party_message", "machine": "limited_content"}


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
    is_other, person = party == "third_party", account.person
    said = words_left(request, permit, on=today)
    must_record = _OF_THE_CALL in permit.must_disclose
    page = {
        "account": account,
        "person": account.person,
        "permit": permit,
        "party": party,
        "asked": asked,
        "query": query_of(asked),
        "rail": rail_of(day_latest(on=house_date(now)), current=asked.queue),
        "zone": zone,
        "items": [_shown(item) for item in proof_items(permit)],
        "must_record": words.DISCLOSURE[_OF_THE_CALL] if must_record else "",
        "record_said": must_record and _OF_THE_CALL in said_in(permit),
        "record_words": disclosure_words(account, [_OF_THE_CALL], on=today).get(_OF_THE_CALL, ""),
        "language_tag": message_language(person),
        "line": line_shown(permit, zone=zone),
        "may_locate": is_other and may_locate(permit, at=now),
        "third_words": said if is_other else None,
        "voicemail": said if party == "machine" else None,
        "form": form or outcome_form(request, permit, today=today, zone=zone),
    }
    return render(request, "desk/limited.html", page, status=status)


def words_left(request: HttpRequest, permit: Permit, *, on: date) -> LimitedWords | None:
    """Return the words for whoever answered, where anyone may hear them; ``None``: none."""
    assert isinstance(request.user, User)
    template = _WORDS.get(party_of(permit))
    if template is None:
        return None
    caller = request.user.get_full_name()
    return limited_words(permit.account, template, caller_name=caller, on=on)


def outcome_form(
    request: HttpRequest,
    permit: Permit,
    *,
    today: date,
    zone: ZoneInfo,
    data: QueryDict | None = None,
    window: PromiseWindow | None = None,
) -> OutcomeForm:
    """Return the form of a call as far as it is known who answered."""
    answered = party_of(permit)
    has_words = answered != "machine" or words_left(request, permit, on=today) is not None
    return OutcomeForm(
        data,
        today=today,
        window=window,
        currency=permit.account.currency,
        answered=answered,
        zone=zone,
        may_leave=has_words,
    )


def _shown(item: ProofItem) -> ShownItem:
    if item.kind == "card_last4":
        return ShownItem(item.kind, _("last four digits of the card"), item.value)
    name = str(words.POINT[item.kind])
    if item.kind in {"postal", "email", "work_email"}:
        return ShownItem(item.kind, name, item.value)
    return ShownItem(item.kind, name, formats.masked(item.value, item.kind))
