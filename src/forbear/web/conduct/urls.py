"""The addresses of the pages of conduct."""

from __future__ import annotations

from django.urls import path

from forbear.web.conduct import appeals, cases, mine, scores

app_name = "conduct"
urlpatterns = [
    path("review/conduct/", scores.page, name="scores"),
    path("review/mine/", mine.page, name="mine"),
    path("review/mine/<int:finding_id>/appeal/", mine.appeal, name="appeal"),
    path("review/mine/cases/<int:finding_id>/appeal/", cases.appeal, name="case-appeal"),
    path("review/appeals/", appeals.page, name="appeals"),
    path("review/appeals/<int:appeal_id>/", appeals.judge, name="judge"),
    path("review/appeals/cases/<int:appeal_id>/", cases.judge, name="case-judge"),
]
