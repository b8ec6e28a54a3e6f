"""Files of disputes and complaints: taken, and given out so that no browser runs them."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from forbear.core.cases.files import MEDIA
from forbear.packs.cases import load_case_rules
from forbear.ports.case_files import CaseFileError
from forbear.services.cases.files import Given
from forbear.store.models import CaseFile
from forbear.web.shared.downloads import download
from forbear.web.shared.permissions import SEE_DISPUTES
from forbear.wiring.case_files import case_files


def given_of(request: HttpRequest) -> Given | None:
    """Return the file that was sent; none where none was. At most one byte too much is read."""
    sent = request.FILES.get("file")
    if sent is None:
        return None
    most = load_case_rules().bytes_max
    return Given(str(sent.name or ""), sent.read(most + 1))


@require_GET
@permission_required(SEE_DISPUTES, raise_exception=True)
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Give a file out: always as a download, never shown in the page of ours."""
    found = get_object_or_404(CaseFile.objects.select_related("complaint"), pk=file_id)
    about = found.complaint.about if found.complaint else ""
    if about and about == request.user.get_username():
        raise Http404
    try:
        data = case_files().read(found.sha256)
    except CaseFileError as error:
        raise Http404(str(error)) from error
    return download(data, name=found.name, media=MEDIA[found.kind])
