"""The addresses of guarantors."""

from __future__ import annotations

from django.urls import path

from forbear.web.guarantors import acts, pages

app_name = "guarantors"
urlpatterns = [
    path("guarantors/", pages.queue, name="list"),
    path("guarantors/<int:guarantee_id>/document/", pages.document, name="document"),
    path("guarantors/<int:guarantee_id>/answer/", acts.answer, name="answer"),
    path("guarantors/<int:guarantee_id>/release/", acts.release, name="release"),
    path("guarantors/<int:guarantee_id>/reach/", acts.reach, name="reach"),
    path("accounts/<int:account_id>/guarantors/", pages.account, name="account"),
]
