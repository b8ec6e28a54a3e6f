"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.portal import genuine

app_name = "portal"
urlpatterns = [
    path("check/", genuine.check, name="check"),
]
