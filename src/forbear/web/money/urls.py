"""The addresses of the money pages."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from forbear.web.money import day, owed, reconciliation

app_name = "money"
urlpatterns = [
    path("money/", RedirectView.as_view(pattern_name="money:day"), name="start"),
    path("money/day/", day.day, name="day"),
    path("money/reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("accounts/<int:account_id>/owed/", owed.owed, name="owed"),
]
