"""The places at the end of a rail: each once, and groups keep their line."""

from __future__ import annotations

import pytest
from django.test import Client

from forbear.web.shared.places import places_beside
from forbear.web.shared.rail import RailItem
from tests.web import portfolio


def item(name: str, *, url: str = "", starts: bool = False) -> RailItem:
    return RailItem(name, "all", url or f"/{name}/", starts_group=starts)


def test_a_place_that_the_page_names_is_left_out_and_its_group_keeps_its_line() -> None:
    places = [item("desk", starts=True), item("replies"), item("team", starts=True), item("law")]
    own = [item("desk"), item("ours", url="/team/"), item("law", url="/law/?view=all")]
    left = places_beside(places, own)
    assert [(one.name, one.starts_group) for one in left] == [("replies", True)]
    assert places_beside(places, []) == places


@pytest.mark.django_db
@pytest.mark.usefixtures("at_ten")
def test_no_page_names_a_place_twice(client: Client) -> None:
    client.force_login(portfolio.collector("lin"), portfolio.BACKEND)
    for path in ("/inbound/", "/call-backs/"):
        shown = client.get(path).content.decode()
        rail = shown[shown.index('<nav class="rail"') :]
        rail = rail[: rail.index("</nav>")]
        assert rail.count(f'href="{path}"') == 1
        assert 'href="/lost/"' in rail or "Lost contact" in rail
