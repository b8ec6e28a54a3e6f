from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


def test_a_search_lists_who_may_be_meant_without_figures(desk: Client) -> None:
    page = desk.get("/search/?q=xiaoyu", headers={"HX-Request": "true"}).content.decode()
    assert "Lin Xiaoyu" in page
    assert "A-00001" in page
    assert "¥" not in page
    assert "<html" not in page
    assert "<h1>Search</h1>" in desk.get("/search/?q=xiaoyu").content.decode()


def test_nobody_is_said_with_what_to_try(desk: Client) -> None:
    assert "Nobody fits." in desk.get("/search/?q=nobody").content.decode()


def test_who_may_see_no_case_finds_none(client: Client) -> None:
    client.force_login(User.objects.create_user("visitor"), portfolio.BACKEND)
    assert client.get("/search/?q=lin").status_code == 403
