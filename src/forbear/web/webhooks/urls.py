"""The addresses of the pages on other systems."""

from __future__ import annotations

from django.urls import path

from forbear.web.webhooks import pages, tokens

app_name = "webhooks"
urlpatterns = [
    path("systems/webhooks/", pages.show, name="list"),
    path("systems/webhooks/add/", pages.add, name="add"),
    path("systems/webhooks/<int:number>/rotate/", pages.rotate, name="rotate"),
    path("systems/webhooks/<int:number>/end/", pages.end, name="end"),
    path("systems/webhooks/dead/<int:number>/again/", pages.redrive, name="redrive"),
    path("systems/tokens/", tokens.show, name="tokens"),
    path("systems/tokens/add/", tokens.add, name="token-add"),
    path("systems/tokens/<int:number>/revoke/", tokens.revoke, name="token-revoke"),
]
