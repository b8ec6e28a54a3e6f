"""The addresses of the message pages."""

from __future__ import annotations

from django.urls import path

from forbear.web.messages import channels, log

app_name = "messages"
urlpatterns = [
    path("messages/", log.log, name="log"),
    path("messages/dead/", log.dead, name="dead"),
    path("messages/channels/", channels.health, name="channels"),
    path("messages/channels/<slug:channel>/switch/", channels.switch, name="switch"),
    path("messages/<int:message_id>/", log.one, name="one"),
    path("messages/<int:message_id>/redrive/", log.redrive, name="redrive"),
]
