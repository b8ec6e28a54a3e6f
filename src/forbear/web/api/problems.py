"""What is answered where something cannot be done: problem details of RFC 9457, with a code."""

from __future__ import annotations

from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from forbear.services.refusals import Refusal

Done = TypeVar("Done")
MEDIA_TYPE = "application/problem+json"
# what a refusal of the services is to a client; any other is a conflict with how things stand
_STATUS = {
    "ACCOUNT_UNKNOWN": 404,
    "WRONG_CURRENCY": 422,
    "AMOUNT_NOT_ABOVE_ZERO": 422,
    "AMOUNT_ABOVE_OWED": 422,
    "TRANSACTION_UNKNOWN": 422,
    "DAY_IN_FUTURE": 422,
    "NOTE_MISSING": 422,
    "TEXT_TOO_LONG": 422,
    "KEY_UNUSABLE": 400,
    "OFFER_MISSING": 404,
    "HOURS_UNFIT": 422,
    "NAME_UNREADABLE": 422,
    "REACH_UNREADABLE": 422,
    "RELIEF_MISSING": 404,
    "RELIEF_UNKNOWN": 422,
    "RELIEF_END": 422,
    "RELIEF_AMOUNT": 422,
    "SIGNPOST_UNKNOWN": 422,
    "BACK_PAST": 422,
    "BACK_FAR": 422,
    "DISPUTE_MISSING": 404,
    "COMPLAINT_MISSING": 404,
    "WORD_UNKNOWN": 422,
    "TEXT_UNREADABLE": 422,
    "GUARANTEE_UNKNOWN": 404,
    "GUARANTEE_UNFIT": 422,
    "GUARANTEE_PERIOD": 422,
    "GUARANTEE_OVER": 422,
    "POINT_UNFIT": 422,
    "FILE_EMPTY": 422,
    "FILE_TOO_LARGE": 422,
    "FILE_KIND": 422,
    "PAY_REFERENCE_NONE": 404,
    "APPROVAL_UNKNOWN": 404,
    "NOTE_EMPTY": 422,
    "BUDGET_MISSING": 422,
    "PROMISE_WITHOUT_AMOUNT": 422,
    "PROMISE_IN_THE_PAST": 422,
    "EVENT_TIME": 422,
    "HANDLER_UNKNOWN": 422,
    "NOT_A_CALLER": 422,
    "LANGUAGE_UNKNOWN": 422,
    "POINT_UNKNOWN": 404,
    "NAME_UNWRITABLE": 409,
    "FINDING_UNKNOWN": 404,
    "APPEAL_UNKNOWN": 404,
    "REASON_MISSING": 422,
    "REASON_LONG": 422,
}


class Place(Schema):
    """One thing that does not fit, and where in the request it stands."""

    where: str
    what: str


class Problem(Schema):
    """Why a request was not carried out. Nothing was changed."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[Place]


class ApiProblem(Exception):  # noqa: N818 - as often an expected outcome as an error
    """Ends a request with a problem."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors: list[Place] = []


def refused(refusal: Refusal) -> ApiProblem:
    """Return the problem that a refusal of the services is."""
    return ApiProblem(_STATUS.get(refusal.code, 409), refusal.code, refusal.text)


def granted(done: Done | Refusal) -> Done:
    """Return what a service did; raises ``ApiProblem`` where it refused."""
    if isinstance(done, Refusal):
        raise refused(done)
    return done


def problem_answer(
    status: int, code: str, detail: str, errors: list[Place] | None = None
) -> HttpResponse:
    """Return the answer that tells a problem."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        errors=errors or [],
    )
    answer = JsonResponse(problem.model_dump(), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "60"
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def on_problem(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    """Answer a problem that one of our views met."""
    del request
    return problem_answer(problem.status, problem.code, problem.detail, problem.errors)


def on_unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a request without a token that is good."""
    del request, error
    detail = "Send a token that is good: Authorization: Bearer TOKEN."
    return problem_answer(401, "TOKEN_NOT_GOOD", detail)


def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a request whose body is no JSON."""
    del request
    return problem_answer(
        error.status_code, "NOT_JSON", "The body is no JSON document, or names a thing twice."
    )


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what does not fit and where; never what stood there, which may be about a person."""
    del request
    errors = [
        Place(where=".".join(str(part) for part in one["loc"]), what=one["msg"])
        for one in error.errors
    ]
    if any(one["loc"][0] == "header" for one in error.errors):
        detail = "Send a header Idempotency-Key of 1 to 60 visible ASCII characters."
        return problem_answer(400, "KEY_UNUSABLE", detail, errors)
    return problem_answer(422, "DOES_NOT_FIT", "The request does not fit; see errors.", errors)
