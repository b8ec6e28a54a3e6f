"""The addresses of the money pages."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from forbear.web.money import day, owed, payments, reconciliation

app_name = "money"
urlpatterns = [
    path("money/", RedirectView.as_view(pattern_name="money:day"), name="start"),
    path("money/day/", day.day, name="day"),
    path("money/reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("payments/", payments.queue, name="payments"),
    path("payments/<int:payment_id>/match/", payments.match, name="payment-match"),
    path("payments/<int:payment_id>/returned/", payments.match_return, name="payment-returned"),
    path("payments/<int:payment_id>/move/", payments.move, name="payment-move"),
    path("accounts/<int:account_id>/owed/", owed.owed, name="owed"),
]
