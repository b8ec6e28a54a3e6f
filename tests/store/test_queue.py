from __future__ import annotations

from datetime import date

import pytest

from forbear.store.models import DayRun
from forbear.store.selectors.queue import day_latest
from tests.web import portfolio

pytestmark = pytest.mark.django_db


def test_the_latest_day_up_to_now_is_shown_and_else_the_first_ahead() -> None:
    assert day_latest(on=date(2026, 11, 20)) is None
    run = portfolio.day_run()
    before, after = run.on.replace(year=2020), run.on.replace(year=2030)
    assert day_latest(on=before) == run, "decided on the evening before"
    later = DayRun.objects.get(pk=run.pk)
    later.pk, later.on = None, run.on.replace(year=2029)
    later.save()
    assert day_latest(on=run.on) == run
    assert day_latest(on=after) == later
    assert day_latest(on=before) == run
