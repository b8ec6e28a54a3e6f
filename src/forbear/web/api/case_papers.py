"""The files of disputes and complaints, each as it was given.

What is in them is about people: they are given out under a scope of their own.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from forbear.core.cases.files import MEDIA
from forbear.ports.case_files import CaseFileError
from forbear.store.models import Complaint, Dispute
from forbear.web.api.agreements import READ
from forbear.web.api.cases import complaint_found, dispute_found
from forbear.web.api.problems import ApiProblem, Problem
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Number
from forbear.web.shared.downloads import download
from forbear.wiring.case_files import case_files

router = Router(tags=["disputes and complaints"])
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_AS_GIVEN: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file as it was given",
            "content": {media.partition(";")[0]: _BINARY for media in sorted(set(MEDIA.values()))},
        }
    }
}


@router.get(
    "/disputes/{dispute_id}/files/{file_id}",
    auth=Bearer("disputes:papers"),
    operation_id="dispute_paper",
    summary="Fetch a file of a dispute",
    response={READ: Problem},
    openapi_extra=_AS_GIVEN,
)
def dispute_paper(request: HttpRequest, dispute_id: Number, file_id: Number) -> HttpResponse:
    """Hand it over as it was given, to be kept and not to be shown."""
    del request
    return _given(dispute_found(dispute_id), file_id)


@router.get(
    "/complaints/{complaint_id}/files/{file_id}",
    auth=Bearer("complaints:papers"),
    operation_id="complaint_paper",
    summary="Fetch a file of a complaint",
    response={READ: Problem},
    openapi_extra=_AS_GIVEN,
)
def complaint_paper(request: HttpRequest, complaint_id: Number, file_id: Number) -> HttpResponse:
    """Hand it over as it was given, to be kept and not to be shown."""
    return _given(complaint_found(request, complaint_id), file_id)


def _given(case: Dispute | Complaint, file_id: int) -> HttpResponse:
    found = case.files.filter(pk=file_id).first()
    if found is None:
        raise ApiProblem(404, "FILE_MISSING", "There is no such file with it.")
    try:
        data = case_files().read(found.sha256)
    except CaseFileError as error:
        text = "The kept file is gone, or is not what was given."
        raise ApiProblem(409, error.code, text) from error
    return download(data, name=found.name, media=MEDIA[found.kind])
