"""The addresses of the pages of people and sessions."""

from __future__ import annotations

from django.urls import path

from forbear.web.people import lock, people, reveal

app_name = "people"
urlpatterns = [
    path("people/", people.people, name="list"),
    path(
        "accounts/<int:account_id>/reveal/<slug:what>/<int:row_id>/", reveal.reveal, name="reveal"
    ),
    path("locked/", lock.locked, name="locked"),
    path("locked/now/", lock.lock, name="lock"),
    path("locked/alive/", lock.alive, name="alive"),
    path("people/sessions/<int:seat_id>/end/", people.end, name="session-end"),
]
