"""The addresses of the pages of people and sessions."""

from __future__ import annotations

from django.urls import path

from forbear.web.people import lock, own, passkeys, people, resets, reveal, two_step

app_name = "people"
urlpatterns = [
    path("people/", people.people, name="list"),
    path(
        "accounts/<int:account_id>/reveal/<slug:what>/<int:row_id>/", reveal.reveal, name="reveal"
    ),
    path("locked/", lock.locked, name="locked"),
    path("locked/now/", lock.lock, name="lock"),
    path("locked/alive/", lock.alive, name="alive"),
    path("me/", own.me, name="me"),
    path("me/two-step/", two_step.enrol, name="enrol"),
    path("me/two-step/code/", two_step.prove, name="prove"),
    path("me/recovery-codes/", two_step.codes, name="codes"),
    path("me/passkeys/new/", passkeys.add, name="passkey-add"),
    path("me/passkeys/<int:passkey_id>/end/", passkeys.end, name="passkey-end"),
    path("me/sessions/<int:seat_id>/end/", own.end, name="own-end"),
    path("me/sessions/end-others/", own.end_others, name="others-end"),
    path("people/<int:user_id>/two-step/reset/", resets.ask, name="reset-ask"),
    path("people/two-step/<int:approval_id>/", resets.answer, name="reset-answer"),
    path("people/sessions/<int:seat_id>/end/", people.end, name="session-end"),
]
