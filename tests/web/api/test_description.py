"""The description of the API is true: made-up requests get only answers that it names."""

from __future__ import annotations

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forbear.store.models import Account
from forbear.wiring.wsgi import application
from tests.web.api.conftest import bearer

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
)


def test_the_description_is_open_and_names_every_operation(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    found = {(path, method.upper()) for path, one in paths.items() for method in one}
    assert found == set(OPERATIONS)
    problems = paths["/api/v1/payments"]["post"]["responses"]["422"]["content"]
    assert list(problems) == ["application/problem+json"]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_one_that_the_description_names(
    owed: Account, path: str, method: str
) -> None:
    del owed
    description = Client().get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(description)
    schema.app = application
    token = bearer()

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy())
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": token})
        case.validate_response(answer, checks=CHECKS)

    ask()
