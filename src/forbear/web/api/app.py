"""The API put together: its routes, its description, and how it answers what is not right."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from forbear.web.api.accounts import router as accounts
from forbear.web.api.agreements import router as agreements
from forbear.web.api.appeals import router as appeals
from forbear.web.api.bodies import StrictJson, body_unread
from forbear.web.api.call_backs import router as call_backs
from forbear.web.api.calls import router as calls
from forbear.web.api.case_answers import router as case_answers
from forbear.web.api.case_lists import router as case_lists
from forbear.web.api.case_papers import router as case_papers
from forbear.web.api.case_steps import router as case_steps
from forbear.web.api.cases import router as cases
from forbear.web.api.desk import router as desk
from forbear.web.api.findings import router as findings
from forbear.web.api.genuine import router as genuine
from forbear.web.api.guarantees import router as guarantees
from forbear.web.api.hand_over import router as hand_over
from forbear.web.api.lost import router as lost
from forbear.web.api.messages import router as messages
from forbear.web.api.payers import router as payers
from forbear.web.api.payments import router as payments
from forbear.web.api.plans import router as plans
from forbear.web.api.problems import (
    MEDIA_TYPE,
    ApiProblem,
    on_http_error,
    on_invalid,
    on_problem,
    on_unauthenticated,
    problem_answer,
)
from forbear.web.api.refunds import router as refunds
from forbear.web.api.relief import router as relief
from forbear.web.api.signing import router as signing
from forbear.web.api.wishes import router as wishes

# the addresses that take a file: how they end
_WITH_FILE = ("/files", "/guarantees")


class _Api(NinjaAPI):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # worked out once: it follows from the code alone and takes a good part of a second
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, which is to be read only; problems have their own media type."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = self._describe(prefix)
        return self._described[prefix]

    def _describe(self, prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=prefix)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return schema


def _api() -> NinjaAPI:
    made = _Api(
        title="Forbear",
        version="1",
        description="What other systems may do. Amounts are whole numbers of the smallest unit.",
        openapi_url="/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        urls_namespace="api",
        parser=StrictJson(),
    )
    made.add_router("", payments)
    made.add_router("", accounts)
    made.add_router("", agreements)
    made.add_router("", plans)
    made.add_router("", signing)
    made.add_router("", payers)
    made.add_router("", refunds)
    made.add_router("", guarantees)
    made.add_router("", relief)
    made.add_router("", call_backs)
    made.add_router("", cases)
    made.add_router("", case_lists)
    made.add_router("", case_steps)
    made.add_router("", case_answers)
    made.add_router("", case_papers)
    made.add_router("", hand_over)
    made.add_router("", desk)
    made.add_router("", messages)
    made.add_router("", calls)
    made.add_router("", genuine)
    made.add_router("", lost)
    made.add_router("", wishes)
    made.add_router("", findings)
    made.add_router("", appeals)
    handlers: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
        (ApiProblem, on_problem),
        (AuthenticationError, on_unauthenticated),
        (HttpError, on_http_error),
        (ValidationError, on_invalid),
    )
    for kind, handler in handlers:
        made.add_exception_handler(kind, handler)
    return made


def _door(
    view: Callable[..., HttpResponseBase], *, has_file: bool = False
) -> Callable[..., HttpResponseBase]:
    """Let a view be asked without a session: its token is what counts."""

    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            unread = body_unread(request, has_file=has_file)
            answer = unread or view(request, *args, **kwargs)
        except Http404:
            return _nothing(request)
        except (MultiPartParserError, SuspiciousOperation):
            return problem_answer(400, "NOT_FORM", "The body is no form that can be read.")
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        told = problem_answer(405, "METHOD_NOT_ALLOWED", "This address takes other methods.")
        told["Allow"] = answer["Allow"]
        return told

    return csrf_exempt(login_not_required(door))


def _nothing(request: HttpRequest) -> HttpResponse:
    del request
    return problem_answer(404, "ADDRESS_UNKNOWN", "The API has no such address.")


def api_patterns() -> list[URLPattern | URLResolver]:
    """Return the addresses below ``/api/``, each version of the API below its own."""
    patterns, app, namespace = _api().urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            has_file = str(pattern.pattern).endswith(_WITH_FILE)
            pattern.callback = _door(pattern.callback, has_file=has_file)
    return [path("v1/", include((patterns, app), namespace)), re_path("", _door(_nothing))]
