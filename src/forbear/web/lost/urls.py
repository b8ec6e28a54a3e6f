"""The addresses of lost contact."""

from __future__ import annotations

from django.urls import path

from forbear.web.lost import pages, telling

app_name = "lost"
urlpatterns = [
    path("lost/", pages.tasks, name="list"),
    path("lost/<int:task_id>/", pages.task, name="task"),
    path("lost/<int:task_id>/step/", pages.step, name="step"),
    path("lost/<int:task_id>/ask/", pages.ask, name="ask"),
    path("lost/<int:task_id>/end/", pages.end, name="end"),
    path("lost/checks/<int:check_id>/", telling.check, name="check"),
    path("accounts/<int:account_id>/lost/", telling.tell, name="tell"),
]
