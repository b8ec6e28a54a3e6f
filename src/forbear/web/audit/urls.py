"""The addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from forbear.web.audit import pages

app_name = "audit"
urlpatterns = [
    path("audit/", pages.trail, name="trail"),
    path("audit/<int:entry_id>/", pages.entry, name="entry"),
    path("audit/export/", pages.export, name="export"),
]
