"""The description of the API is true: made-up requests get only answers that it names."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
import schemathesis.python
from django.contrib.auth.models import Group, User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forbear.services.agreements.relief import relief_give
from forbear.services.speech.appeals import appeal_make
from forbear.store.models import Account, FindingAppeal, Plan, Relief
from forbear.wiring import clock
from forbear.wiring.wsgi import application
from tests.services.agreements import make as agreements
from tests.services.agreements.make import owing
from tests.services.agreements.test_relief import PAUSE, PERIODS
from tests.services.cases import make as cases
from tests.services.guarantees import make as guarantees
from tests.services.speech import test_across_appeals as appeals
from tests.services.speech import test_conduct as conduct
from tests.web.api.conftest import BODY, Post, bearer

# each call ends as a real one does: the connection is given back
pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = (
    ("/api/v1/payments", "POST"),
    ("/api/v1/payments/{payment_id}", "GET"),
    ("/api/v1/accounts/{reference}/balance", "GET"),
    ("/api/v1/genuine", "GET"),
)
_OF = "/api/v1/accounts/{reference}"
# What is true of these depends on how an account stands: test_agreements, test_cases, …
CASES = (
    (f"{_OF}/offers/view", "POST"),
    (f"{_OF}/offers", "GET"),
    (f"{_OF}/offers", "POST"),
    ("/api/v1/offers/{offer_id}", "GET"),
    ("/api/v1/offers/{offer_id}/accept", "POST"),
    ("/api/v1/offers/{offer_id}/decline", "POST"),
    ("/api/v1/offers/{offer_id}/withdraw", "POST"),
    ("/api/v1/offers/{offer_id}/sign-link", "POST"),
    ("/api/v1/offers/{offer_id}/sign-link", "GET"),
    ("/api/v1/offers/{offer_id}/signed", "GET"),
    ("/api/v1/approvals", "GET"),
    ("/api/v1/approvals/{approval_id}/answer", "POST"),
    (f"{_OF}/plans", "GET"),
    ("/api/v1/plans/{plan_id}", "GET"),
    (f"{_OF}/disputes", "GET"),
    (f"{_OF}/complaints", "GET"),
    (f"{_OF}/promises", "GET"),
    (f"{_OF}/promises", "POST"),
    (f"{_OF}/notes", "GET"),
    (f"{_OF}/notes", "POST"),
    (f"{_OF}/timeline", "GET"),
    (f"{_OF}/payer", "GET"),
    (f"{_OF}/payer", "POST"),
    (f"{_OF}/payer/end", "POST"),
    (f"{_OF}/payer/refund", "POST"),
    (f"{_OF}/refunds", "GET"),
    (f"{_OF}/assignment", "GET"),
    (f"{_OF}/assignment", "POST"),
    (f"{_OF}/guarantees", "GET"),
    (f"{_OF}/guarantees", "POST"),
    ("/api/v1/guarantees/{guarantee_id}", "GET"),
    ("/api/v1/guarantees/{guarantee_id}/points", "POST"),
    ("/api/v1/guarantees/{guarantee_id}/end", "POST"),
    ("/api/v1/guarantees/{guarantee_id}/language", "POST"),
    ("/api/v1/guarantees/{guarantee_id}/stop", "POST"),
    (f"{_OF}/relief", "GET"),
    (f"{_OF}/relief", "POST"),
    ("/api/v1/relief/{relief_id}/end", "POST"),
    (f"{_OF}/call-backs", "GET"),
    (f"{_OF}/call-backs", "POST"),
    ("/api/v1/call-backs/{call_back_id}/cancel", "POST"),
    ("/api/v1/disputes", "POST"),
    ("/api/v1/disputes/{dispute_id}", "GET"),
    ("/api/v1/complaints", "POST"),
    ("/api/v1/complaints/{complaint_id}", "GET"),
    ("/api/v1/disputes/{dispute_id}/steps", "GET"),
    ("/api/v1/disputes/{dispute_id}/steps", "POST"),
    ("/api/v1/disputes/{dispute_id}/files", "POST"),
    ("/api/v1/disputes/{dispute_id}/files", "GET"),
    ("/api/v1/disputes/{dispute_id}/files/{file_id}", "GET"),
    ("/api/v1/disputes/{dispute_id}/hand-over", "POST"),
    ("/api/v1/disputes/{dispute_id}/statement", "POST"),
    ("/api/v1/disputes/{dispute_id}/answer", "POST"),
    ("/api/v1/disputes/{dispute_id}/decide", "POST"),
    ("/api/v1/complaints/{complaint_id}/steps", "GET"),
    ("/api/v1/complaints/{complaint_id}/steps", "POST"),
    ("/api/v1/complaints/{complaint_id}/files", "POST"),
    ("/api/v1/complaints/{complaint_id}/files", "GET"),
    ("/api/v1/complaints/{complaint_id}/files/{file_id}", "GET"),
    ("/api/v1/complaints/{complaint_id}/hand-over", "POST"),
    ("/api/v1/complaints/{complaint_id}/cause", "POST"),
    ("/api/v1/complaints/{complaint_id}/answer", "POST"),
    ("/api/v1/complaints/{complaint_id}/decide", "POST"),
    ("/api/v1/contact-points/{reference}/close", "POST"),
    ("/api/v1/persons/{reference}/death", "POST"),
    ("/api/v1/persons/{reference}/wishes", "GET"),
    ("/api/v1/persons/{reference}/wishes", "POST"),
    ("/api/v1/persons/{reference}/stop", "POST"),
    ("/api/v1/persons/{reference}/representatives", "POST"),
    ("/api/v1/representatives/{representative_id}/end", "POST"),
    ("/api/v1/findings", "GET"),
    ("/api/v1/findings/{finding_id}/appeal", "POST"),
    ("/api/v1/case-findings", "GET"),
    ("/api/v1/case-findings/{case_finding_id}/appeal", "POST"),
    ("/api/v1/appeals", "GET"),
    ("/api/v1/appeals/{appeal_id}", "GET"),
    ("/api/v1/appeals/{appeal_id}/judge", "POST"),
    ("/api/v1/case-appeals/{case_appeal_id}", "GET"),
    ("/api/v1/case-appeals/{case_appeal_id}/judge", "POST"),
)
# and of these nothing is there before somebody asks for it
UNMADE = (
    "/api/v1/offers/{offer_id}/sign-link",
    "/api/v1/offers/{offer_id}/signed",
    f"{_OF}/payer",
    "/api/v1/disputes/{dispute_id}/files/{file_id}",
    "/api/v1/complaints/{complaint_id}/files/{file_id}",
    # the reference is that of an account
    "/api/v1/persons/{reference}/wishes",
)
# These ask for a signature over each request, which no made-up one has: test_messages, test_calls.
SIGNED = (
    ("/api/v1/calls/events", "POST"),
    ("/api/v1/messages/inbound", "POST"),
    ("/api/v1/messages/receipts", "POST"),
)


def test_the_description_is_open_and_names_every_operation(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    found = {(path, method.upper()) for path, one in paths.items() for method in one}
    assert found == {*OPERATIONS, *CASES, *SIGNED}
    problems = paths["/api/v1/payments"]["post"]["responses"]["422"]["content"]
    assert list(problems) == ["application/problem+json"]


def rows_of(card: Account) -> dict[str, int]:
    """One row of every kind that an address names by its number."""
    offer = agreements.made(card, agreements.PLAN)
    relief = relief_give(
        account_id=card.pk, wish=PAUSE, at=agreements.AT, actor="a", periods=PERIODS
    )
    assert isinstance(relief, Relief), relief
    return {
        "offer_id": offer.pk,
        "plan_id": Plan.objects.get(offer=agreements.accepted(owing(), agreements.PLAN)).pk,
        "dispute_id": cases.dispute(card).pk,
        "complaint_id": cases.complaint(card, cause="manner").pk,
        "guarantee_id": guarantees.asked(card).pk,
        "relief_id": relief.pk,
        **findings_of(card),
    }


def findings_of(card: Account) -> dict[str, int]:
    """A finding of one text and one across the case, each twice: to be appealed, and appealed."""
    for name, role in (("lin", "collector"), ("two", "reviewer")):
        user = User.objects.create_user(name)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    texts = [conduct.text(number) for number in range(4)]
    single = [conduct.find(text) for text in texts[:2]]
    for finding in single:
        conduct.judge(finding, at=agreements.AT)
    cases_of = [appeals.confirm(appeals.across(card, text), at=agreements.AT) for text in texts[2:]]
    made = appeal_make(
        finding_id=single[1].pk,
        reason="No.",
        conduct=conduct.CONDUCT,
        at=agreements.AT,
        actor="lin",
    )
    assert isinstance(made, FindingAppeal), made
    return {
        "finding_id": single[0].pk,
        "appeal_id": made.pk,
        "case_finding_id": cases_of[0].pk,
        "case_appeal_id": appeals.made(appeals.appeal(cases_of[1], at=agreements.AT)).pk,
    }


def narrowed(description: dict[str, Any], payment: int, rows: dict[str, int]) -> dict[str, Any]:
    """The description with what is there put in, so that requests also succeed."""
    fields = description["components"]["schemas"]["PaymentIn"]["properties"]
    for name in ("account", "currency", "value_on"):
        fields[name] = {"enum": [BODY[name]]}
    for name, who in (
        ("AppealIn", "lin"),
        ("CaseAppealIn", "lin"),
        ("JudgeIn", "two"),
        ("CaseJudgeIn", "two"),
    ):
        description["components"]["schemas"][name]["properties"]["by"] = {"enum": [who]}
    known = {"reference": BODY["account"], "payment_id": payment, **rows}
    for one in description["paths"].values():
        for operation in one.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in known:
                    parameter["schema"] = {"enum": [known[parameter["name"]]]}
    return description


@schemathesis.python.constants
def our_code() -> object:
    """Where values to ask with may be found."""
    return application


def made_up(
    description: dict[str, Any], path: str, method: str, mode: GenerationMode
) -> SearchStrategy[schemathesis.Case]:
    """Requests that follow a description, or go against it."""
    schema = schemathesis.openapi.from_dict(description)
    schema.app = application
    operation = schema[path][method]
    # a schema with an application searches its code anew for constants; without one, what was
    # found in the code above is known from the first time on
    schema.app = None
    requests = operation.as_strategy(generation_mode=mode)
    schema.app = application
    return requests


@pytest.mark.parametrize(
    ("path", "method", "kind"),
    [(*one, kind) for one in OPERATIONS for kind in ("made up", "against it", "that is there")]
    + [(*one, kind) for one in SIGNED for kind in ("made up", "against it")]
    + [(*one, kind) for one in CASES for kind in ("against it", "that is there")],
)
def test_every_answer_is_one_that_the_description_names(
    post: Post, owed: Account, monkeypatch: pytest.MonkeyPatch, *, path: str, method: str, kind: str
) -> None:
    description = Client().get("/api/v1/openapi.json").json()
    if kind == "that is there":
        payment, rows = post().json()["id"], {}
        if (path, method) in CASES:
            monkeypatch.setattr(clock, "now", lambda: agreements.AT)
            rows = rows_of(owed)
        description = narrowed(description, payment, rows)
    mode = GenerationMode.NEGATIVE if kind == "against it" else GenerationMode.POSITIVE
    requests = made_up(description, path, method, mode)
    token = bearer()
    found = set()

    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=requests)
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": token})
        found.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    if (path, method) in CASES:
        # what is read is there; what is written depends on what was made up
        assert kind != "that is there" or method != "GET" or found & {200} or path in UNMADE
        return
    if path == "/api/v1/genuine":
        # against the description is what is no text as well as what is not asked for
        assert 200 in found or kind == "against it", "any text may be asked about"
    else:
        assert bool(found & {200, 201}) == (kind == "that is there"), found
