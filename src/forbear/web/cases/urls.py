"""The addresses of disputes and complaints."""

from __future__ import annotations

from django.urls import path

from forbear.web.cases import complaints, disputes, files

app_name = "cases"
urlpatterns = [
    path("accounts/<int:account_id>/disputes/new/", disputes.new, name="dispute-new"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:dispute_id>/", disputes.dispute, name="dispute"),
    path("disputes/<int:dispute_id>/step/", disputes.step, name="dispute-step"),
    path("disputes/<int:dispute_id>/files/", disputes.evidence, name="dispute-file"),
    path("disputes/<int:dispute_id>/answer/", disputes.answer, name="dispute-answer"),
    path("disputes/<int:dispute_id>/decide/", disputes.decide, name="dispute-decide"),
    path("accounts/<int:account_id>/complaints/new/", complaints.new, name="complaint-new"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/report/", complaints.report, name="report"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("complaints/<int:complaint_id>/step/", complaints.step, name="complaint-step"),
    path("complaints/<int:complaint_id>/cause/", complaints.cause, name="complaint-cause"),
    path("complaints/<int:complaint_id>/files/", complaints.evidence, name="complaint-file"),
    path("complaints/<int:complaint_id>/answer/", complaints.answer, name="complaint-answer"),
    path("complaints/<int:complaint_id>/decide/", complaints.decide, name="complaint-decide"),
    path("case-files/<int:file_id>/", files.file, name="file"),
]
