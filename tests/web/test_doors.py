"""Every role at every address of the desk and every operation of the API, as the table says."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forbear.core.roles import ROLES
from forbear.core.tables import words as w
from forbear.services.tokens import token_add
from forbear.web.shared.doors import DOORS, NOBODY, OPERATIONS, SIGNATURE, Needs, may
from forbear.web.shared.permissions import GRANTS
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
ROOT = Path(__file__).resolve().parents[2]
NOBODY_IN = "nobody"
NO_ROLE = "no role"
# what stands in an address: of no row that exists, but a template and a channel that do
ARGUMENTS = {
    "template_id": "first_reminder",
    "rule_id": "cn-house-visit-dpd",
    "channel": "email",
    "token": "x",
}


def addresses(found: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below, with its full name; the API has its own list."""
    for each in found.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", each
        elif str(each.pattern) != "api/":
            below = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each, below)


FOUND = dict(addresses(get_resolver()))


def place(name: str) -> str:
    named = FOUND[name].pattern.converters
    return reverse(name, kwargs={each: ARGUMENTS.get(each, 0) for each in named})


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert set(DOORS) == set(FOUND)


def is_let_in(answer: HttpResponse) -> bool:
    """Whether an answer is anything but "not you"."""
    is_sent_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
    return answer.status_code != 403 and not is_sent_away


@pytest.mark.parametrize("role", [NOBODY_IN, NO_ROLE, *ROLES])
def test_each_role_is_let_in_where_the_table_says_so_and_nowhere_else(
    client: Client, role: str
) -> None:
    user = User.objects.create_user("someone", password=portfolio.PASSWORD)
    if role in ROLES:
        user.groups.add(Group.objects.create(name=role))
    is_in = role != NOBODY_IN
    wrong = []
    for name, door in sorted(DOORS.items()):
        ways: tuple[tuple[str, Needs | None], ...] = (("get", door.read), ("post", door.write))
        for method, needs in ways:
            if needs is None:
                continue
            if is_in:  # some of the pages sign out, one locks
                client.force_login(user, portfolio.BACKEND)
            answer = getattr(client, method)(place(name))
            assert answer.status_code < 500, (name, method)
            wanted = may(needs, role if is_in else None)
            # a page of its own stands in the way of nobody
            if is_let_in(answer) is not wanted:
                wrong.append((name, method, answer.status_code))
    assert not wrong


def test_a_way_that_the_table_does_not_name_is_none(client: Client) -> None:
    boss = User.objects.create_superuser("boss", password=portfolio.PASSWORD)
    client.force_login(boss, portfolio.BACKEND)
    for name, door in DOORS.items():
        for method, needs in (("get", door.read), ("post", door.write)):
            if needs is None:
                assert getattr(client, method)(place(name)).status_code == 405, (name, method)


def test_a_role_in_the_table_is_a_role_and_each_permission_is_held_by_someone() -> None:
    assert {role for roles in GRANTS.values() for role in roles} <= set(ROLES)
    for name, door in DOORS.items():
        for needs in (door.read, door.write):
            if needs is not None:
                assert any(may(needs, role) for role in ROLES), name


# how a request says nothing, by what an operation takes
EMPTY = {
    "application/json": {"data": json.dumps({}), "content_type": "application/json"},
    "multipart/form-data": {"data": {}},
}


def operations(client: Client) -> dict[str, tuple[str, ...]]:
    """Every operation by its name: its method, its address, and what it takes."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    return {
        one["operationId"]: (method, path, *one.get("requestBody", {}).get("content", ()))
        for path, ways in paths.items()
        for method, one in ways.items()
    }


def test_every_operation_is_in_the_table_and_no_other(client: Client) -> None:
    assert set(operations(client)) == set(OPERATIONS)
    assert set(OPERATIONS.values()) <= {*w.API_SCOPES, NOBODY, SIGNATURE}


def test_a_token_does_what_its_one_scope_names_and_nothing_else(client: Client) -> None:
    found = operations(client)
    for given in (None, "a session", *w.API_SCOPES):
        headers = {}
        if given == "a session":
            boss = User.objects.create_superuser("boss", password=portfolio.PASSWORD)
            client.force_login(boss, portfolio.BACKEND)
        elif given:
            made = token_add(
                name="one", scopes=[given], expires=date(2027, 1, 1), at=portfolio.AT, actor="a"
            )
            assert isinstance(made, tuple)
            headers = {"Authorization": f"Bearer {made[1]}"}
        for name, (method, path, *kind) in found.items():
            body = EMPTY[kind[0] if kind else "application/json"]
            answer = getattr(client, method)(
                re.sub(r"\{\w+_id\}", "1", path).replace("{reference}", "none"),
                **(body if method == "post" else {}),
                headers=headers,
            )
            is_in = OPERATIONS[name] in (NOBODY, given)
            assert (answer.status_code not in {401, 403}) is is_in, (given, name, answer.content)


def tool() -> object:
    spec = importlib.util.spec_from_file_location("roles_page", ROOT / "tools" / "roles_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_printed_matrix_is_up_to_date() -> None:
    made = tool()
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run `make roles`"
