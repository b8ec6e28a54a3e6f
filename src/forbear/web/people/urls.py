"""The addresses of the pages of people and sessions."""

from __future__ import annotations

from django.urls import path

from forbear.web.people import people, reveal

app_name = "people"
urlpatterns = [
    path("people/", people.people, name="list"),
    path(
        "accounts/<int:account_id>/reveal/<slug:what>/<int:row_id>/", reveal.reveal, name="reveal"
    ),
    path("people/sessions/<int:seat_id>/end/", people.end, name="session-end"),
]
