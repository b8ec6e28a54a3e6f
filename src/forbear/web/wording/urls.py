"""The addresses of the pages of words."""

from __future__ import annotations

from django.urls import path

from forbear.web.wording import acts, editor, listing

app_name = "wording"
urlpatterns = [
    path("words/", listing.listing, name="list"),
    path("words/<slug:template_id>/", editor.editor, name="template"),
    path("words/<slug:template_id>/<int:version_id>/submit/", acts.submit, name="submit"),
    path("words/<slug:template_id>/<int:version_id>/approve/", acts.approve, name="approve"),
    path("words/<slug:template_id>/<int:version_id>/reject/", acts.reject, name="reject"),
]
