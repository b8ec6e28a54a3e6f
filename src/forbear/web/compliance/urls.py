"""The addresses of the law pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.compliance import law, rule, trial

app_name = "law"
urlpatterns = [
    path("law/", law.law, name="list"),
    path("law/changes/", law.changes_soon, name="changes"),
    path("law/rules/<str:rule_id>/", rule.rule, name="rule"),
    path("law/try/", trial.trial, name="try"),
]
