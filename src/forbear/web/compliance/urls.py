"""The addresses of the law pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.compliance import fakes, law, rule, trial

app_name = "law"
urlpatterns = [
    path("law/", law.law, name="list"),
    path("law/changes/", law.changes_soon, name="changes"),
    path("law/rules/<str:rule_id>/", rule.rule, name="rule"),
    path("law/try/", trial.trial, name="try"),
    path("fakes/", fakes.fakes, name="fakes"),
    path("fakes/<int:report_id>/", fakes.fake, name="fake"),
    path("fakes/<int:report_id>/note/", fakes.note, name="fake-note"),
]
