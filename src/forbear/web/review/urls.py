"""The addresses of the pages of reviewers."""

from __future__ import annotations

from django.urls import path

from forbear.web.review import across, queue, second, writing

app_name = "review"
urlpatterns = [
    path("review/", queue.queue, name="queue"),
    path("review/findings/<int:finding_id>/", queue.judge_finding, name="finding"),
    path("review/texts/<int:text_id>/", queue.judge_text, name="text"),
    path("review/second/", second.second, name="second"),
    path("review/second/<int:text_id>/", second.second_judge, name="second-judge"),
    path("review/cases/", across.across, name="across"),
    path("review/cases/<int:finding_id>/", across.across_judge, name="across-judge"),
    path("cases/<int:account_id>/write/", writing.write, name="write"),
    path("cases/<int:account_id>/write/hints/", writing.hints, name="hints"),
    path("drafts/<int:text_id>/", writing.draft, name="draft"),
    path("drafts/<int:text_id>/send/", writing.send, name="send"),
    path("drafts/<int:text_id>/release/", writing.release, name="release"),
]
