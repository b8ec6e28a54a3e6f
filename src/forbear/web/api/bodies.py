"""What may come as the body of a request: JSON, or a form with a file at the addresses of files."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.parser import Parser

from forbear.packs.cases import load_case_rules
from forbear.web.api.problems import problem_answer

BODY_MAX = 16 * 1024
# the fields beside a file, and what stands between them
_FORM_MAX = 64 * 1024
_FORM = "multipart/form-data"
_JSON = "application/json"


class StrictJson(Parser):
    """Reads a JSON body; a name that stands twice in it is refused, as is what is no JSON."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object in a body."""
        found: dict[str, Any] = json.loads(request.body, object_pairs_hook=_once)
        return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def body_unread(request: HttpRequest, *, has_file: bool) -> HttpResponse | None:
    """Return why a body is not even read, if it is not."""
    most = load_case_rules().bytes_max + _FORM_MAX if has_file else BODY_MAX
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        return problem_answer(413, "TOO_LARGE", f"A body has at most {most} bytes.")
    if request.method != "POST":
        return None
    if has_file and request.content_type != _FORM:
        return problem_answer(415, "NOT_FORM", f"Send the file and its fields as {_FORM}.")
    if not has_file and request.content_type != _JSON:
        return problem_answer(415, "NOT_JSON", f"Send the body as {_JSON}.")
    return None
