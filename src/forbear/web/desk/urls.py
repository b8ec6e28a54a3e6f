"""The desk's addresses."""

from __future__ import annotations

from django.urls import path

from forbear.web.desk import (
    call_backs,
    calls,
    case,
    holds,
    lines,
    note_adding,
    notes,
    promising,
    search,
    today,
    wishes,
)

app_name = "desk"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("search/", search.search, name="search"),
    path("next/", holds.next_case, name="next"),
    path("accounts/<int:account_id>/keep/", holds.keep, name="keep"),
    path("put-back/", holds.put_back, name="put-back"),
    path("accounts/<int:account_id>/", case.case, name="case"),
    path("accounts/<int:account_id>/call/", calls.call_start, name="call-start"),
    path("call-backs/", call_backs.backs, name="call-backs"),
    path("accounts/<int:account_id>/call-back/", call_backs.back_ask, name="call-back"),
    path("call-backs/<int:call_back_id>/cancel/", call_backs.back_cancel, name="call-back-cancel"),
    path("accounts/<int:account_id>/wishes/", wishes.wishes, name="wishes"),
    path("accounts/<int:account_id>/promise/", promising.promise, name="promise"),
    path("permits/<int:permit_id>/outcome/", calls.call_outcome, name="call-outcome"),
    path("permits/<int:permit_id>/verify/", calls.call_verify, name="call-verify"),
    path("permits/<int:permit_id>/machine/", calls.call_machine, name="call-machine"),
    path("permits/<int:permit_id>/line/", lines.line, name="call-line"),
    path("permits/<int:permit_id>/dial/", lines.dial_again, name="call-dial"),
    path("permits/<int:permit_id>/hang-up/", lines.hang_up, name="call-hang-up"),
    path("permits/<int:permit_id>/third-party/", calls.call_third_party, name="call-third-party"),
    path("accounts/<int:account_id>/notes/", note_adding.note, name="note"),
    path("accounts/<int:account_id>/note-check/", notes.note_check, name="note-check"),
]
