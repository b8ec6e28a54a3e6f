"""``forbear day`` over the database decides as ``forbear day --portfolio`` over the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from forbear.cli.day import command
from forbear.core.tables import PORTFOLIO
from forbear.store.models import DayRun, Decision, PlannedContact
from forbear.store.selectors.frames import portfolio
from forbear.wiring import clock
from tests.engine.make import ON, ago
from tests.store.address import address
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db(transaction=True)
COMPARED = ("account_id", "action", "because", "channel", "contact_point_id", "step", "template")


def _some_accounts() -> None:
    for zones, dpd, kind in [
        ("America/New_York", 5, "mobile"),
        ("Asia/Shanghai", 45, "email"),
        (None, 20, "mobile"),
        ("America/Chicago", 0, "mobile"),
    ]:
        owner = person(time_zones=zones or "")
        point(owner, kind=kind, data_source="contract")
        account(owner, oldest_unpaid_due_on=ago(dpd) if dpd else None)


@pytest.fixture
def _at_the_start_of_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-11-22T12:00:00+00:00")
    clock.restart()
    yield
    monkeypatch.delenv("FORBEAR_CLOCK")
    clock.restart()


@pytest.mark.usefixtures("_at_the_start_of_the_day")
def test_both_ways_decide_alike_and_a_decided_day_stays(tmp_path: Path) -> None:
    _some_accounts()
    read = portfolio(address(), at=datetime(2026, 11, 22, tzinfo=UTC))
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for table in PORTFOLIO:
        getattr(read, table.name).write_parquet(folder / f"{table.name}.parquet")
    runner = CliRunner()
    files = ["--portfolio", str(folder), "--out", str(out)]
    first = runner.invoke(command, ["--on", str(ON), *files])
    assert first.exit_code == 0, first.output
    stored = runner.invoke(command, ["--on", str(ON)])
    assert stored.exit_code == 0, stored.output

    rows = pl.read_parquet(out / "decisions").sort("account_id").select(COMPARED).rows()
    assert list(Decision.objects.order_by("account_id").values_list(*COMPARED)) == rows
    assert {row[1] for row in rows} == {"contact", "none"}
    planned = PlannedContact.objects.count()

    again = runner.invoke(command, ["--on", str(ON)])
    assert again.exit_code == 0
    assert f"{ON} was decided before; this is what was stored." in again.output
    assert (DayRun.objects.count(), PlannedContact.objects.count()) == (1, planned)
