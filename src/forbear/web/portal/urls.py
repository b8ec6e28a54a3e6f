"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.portal import fakes, genuine, pay, preferences, sign

app_name = "portal"
urlpatterns = [
    path("check/", genuine.check, name="check"),
    path("p/<str:token>/", preferences.preferences, name="preferences"),
    path("pay/<str:token>/", pay.pay, name="pay"),
    path("s/<str:token>/", sign.sign, name="sign"),
    path("check/file/", genuine.check_file, name="check-file"),
    path("check/report/", fakes.report, name="report"),
]
