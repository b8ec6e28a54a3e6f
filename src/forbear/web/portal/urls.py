"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.portal import fakes, genuine

app_name = "portal"
urlpatterns = [
    path("check/", genuine.check, name="check"),
    path("check/file/", genuine.check_file, name="check-file"),
    path("check/report/", fakes.report, name="report"),
]
