"""The addresses of agreements."""

from __future__ import annotations

from django.urls import path

from forbear.web.agreements import approvals, authority, pages, payers, relief, signing

app_name = "agreements"
urlpatterns = [
    path("accounts/<int:account_id>/agreements/", pages.agreements, name="account"),
    path("offers/<int:offer_id>/move/", pages.move, name="move"),
    path("accounts/<int:account_id>/payer/", payers.move, name="payer"),
    path("offers/<int:offer_id>/sign-link/", signing.send, name="sign-link"),
    path("offers/<int:offer_id>/signed/", signing.signed, name="signed"),
    path("accounts/<int:account_id>/relief/", relief.give, name="relief"),
    path("relief/<int:relief_id>/end/", relief.end, name="relief-end"),
    path("approvals/", approvals.queue, name="approvals"),
    path("approvals/<int:approval_id>/answer/", approvals.answer, name="answer"),
    path("authority/", authority.authority, name="authority"),
    path("authority/propose/", authority.propose, name="authority-propose"),
    path("authority/<int:approval_id>/answer/", authority.answer, name="authority-answer"),
]
