"""The addresses of the pages of inbound messages."""

from __future__ import annotations

from django.urls import path

from forbear.web.inbound import queue

app_name = "inbound"
urlpatterns = [
    path("inbound/", queue.queue, name="queue"),
    path("inbound/<int:message_id>/", queue.decide, name="decide"),
]
