"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.portal import genuine, preferences

app_name = "portal"
urlpatterns = [
    path("check/", genuine.check, name="check"),
    path("p/<str:token>/", preferences.preferences, name="preferences"),
]
