"""The addresses of the pages of reviewers."""

from __future__ import annotations

from django.urls import path

from forbear.web.review import queue

app_name = "review"
urlpatterns = [
    path("review/", queue.queue, name="queue"),
    path("review/findings/<int:finding_id>/", queue.judge_finding, name="finding"),
    path("review/texts/<int:text_id>/", queue.judge_text, name="text"),
]
