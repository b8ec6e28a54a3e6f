"""A ladder file is checked before a day is run: every error at once, each with its line."""

from __future__ import annotations

import pytest

from forbear.core.strategy import LadderRefused, check_ladder, read_ladder

GOOD = """\
id = "small"
version = "1"
title = "Small"
title_zh = "小"

[[steps]]
id = "message"
stage = "early"
when = "dpd >= 1"
dwell_days = 6
every_days = 8
channels = ["sms"]
template = "t"

[[steps]]
id = "call"
stage = "late"
when = "dpd > 60 AND status = 'open'"
dwell_days = 30
every_days = 7
channels = ["call"]
template = "t"

[[reminders]]
id = "before"
when = "dpd = 0 AND days_to_due BETWEEN 1 AND 3"
every_days = 4
channels = ["email"]
template = "t"

[[holds]]
code = "DISPUTE_OPEN"
when = "dispute = 'open'"
"""


def test_a_good_ladder_is_read() -> None:
    ladder = read_ladder(GOOD, file="small.toml")
    assert ladder.step_ids() == ("message", "call")
    assert [plan.id for plan in ladder.plans()] == ["message", "call", "before"]
    assert ladder.steps[0].plan.purpose == "collect"
    assert ladder.rest_days == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param("dpd >= 1", "dpd >= 1 AND (", 9, "SQL that cannot be read", id="sql"),
        pytest.param("dpd >= 1", "dpdd >= 1", 9, "did you mean dpd?", id="unknown-column"),
        pytest.param("dpd >= 1", "DPD >= 1", 9, "did you mean dpd?", id="capital-column"),
        pytest.param("dpd >= 1", "dpd + 1", 9, "must be true or false", id="not-boolean"),
        pytest.param("dpd >= 1", "dpd > 'x'", 9, "never 'x'", id="number-and-word"),
        pytest.param("dpd >= 1", "COUNT(dpd) > 1", 9, "one row's columns", id="aggregate"),
        pytest.param("dpd >= 1", "SUM(dpd) OVER () > 1", 9, "one row's", id="window"),
        pytest.param("dpd >= 1", "dpd > (SELECT 1)", 9, "no SELECT", id="subquery"),
        pytest.param("dpd >= 1", "promise_on < CURRENT_DATE", 9, "today's date", id="clock"),
        pytest.param("dpd >= 1", "nation LIKE 'C%'", 9, "is not allowed", id="function"),
        pytest.param("'open'\"\ndwell", "'opne'\"\ndwell", 18, "did you mean 'open'?", id="word"),
        pytest.param(
            "status = 'open'", "status IN ('open', 'gone')", 18, "never 'gone'", id="word-in-list"
        ),
        pytest.param("status = 'open'", "'gone' <> status", 18, "never 'gone'", id="word-first"),
        pytest.param("status = 'open'", "NOT bucket = 'M8'", 18, "never 'M8'", id="word-not"),
        pytest.param("dwell_days = 6", "dwel_days = 6", 10, "unknown key", id="unknown-key"),
        pytest.param("dwell_days = 6", "dwell_days = 0", 10, "between 1 and", id="no-stay"),
        pytest.param("dwell_days = 6", 'dwell_days = "6"', 10, "whole number", id="type"),
        pytest.param("dwell_days = 6\n", "", 6, "dwell_days: is missing", id="missing-key"),
        pytest.param('"early"', '"late_stage"', 8, "is none of", id="unknown-stage"),
        pytest.param('"early"', '"current"', 8, "write [[reminders]]", id="before-the-due-date"),
        pytest.param('"early"', '"legal"', 17, "stages may not go back", id="stage-goes-back"),
        pytest.param('id = "call"', 'id = "message"', 16, "is used before", id="duplicate-id"),
        pytest.param('["sms"]', '["telegram"]', 12, "'telegram' is none of", id="channel"),
        pytest.param('channels = ["sms"]\n', "", 6, "channels: is missing", id="no-channel"),
        pytest.param(
            'template = "t"',
            'templates = { call = "x" }\ntemplate = "t"',
            13,
            "call is not among",
            id="template-of-no-channel",
        ),
        pytest.param(
            'channels = ["sms"]',
            'channels = ["sms"]\nparties = ["family"]',
            13,
            "contact details alone",
            id="family-only-to-locate",
        ),
        pytest.param(
            '"dispute = ',
            '"promise_on < hardship_until OR dispute = ',
            33,
            "no answer",
            id="hold-unknown-everywhere",
        ),
        pytest.param(
            "dpd >= 1", " OR ".join(["dpd >= 1"] * 300), 9, "is longer than", id="too-long"
        ),
        pytest.param('id = "call"', 'id = ""', 16, "use small letters", id="empty-id"),
        pytest.param("version = ", "version == ", 2, "this is not TOML", id="toml"),
        pytest.param('version = "1"\n', "", 1, "version: is missing", id="no-version"),
    ],
)
def test_an_error_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    ladder, errors = check_ladder(GOOD.replace(old, new, 1), file="small.toml")
    assert ladder is None
    assert [error.line for error in errors if said in error.message] == [line], errors
    assert str(errors[0]).startswith("small.toml:")


def test_an_empty_ladder_is_refused() -> None:
    text = 'id = "e"\nversion = "1"\ntitle = ""\ntitle_zh = ""\nsteps = []\n'
    _, errors = check_ladder(text, file="e.toml")
    assert [(error.line, error.message) for error in errors] == [
        (5, "steps: the ladder is empty: write at least one step")
    ]


def test_all_errors_are_told_at_once_in_order() -> None:
    text = (
        GOOD.replace("dpd >= 1", "dpdd >= 1")
        .replace("dwell_days = 30", "dwell_days = -1")
        .replace("'open'\"\n\n", "'opn'\"\n\n")
        .replace('title = "Small"', 'title = "Small"\ncolour = "red"')
    )
    with pytest.raises(LadderRefused) as refused:
        read_ladder(text, file="small.toml")
    lines = [error.line for error in refused.value.errors]
    assert lines == sorted(lines)
    assert len(lines) >= 3
    assert str(refused.value).count("small.toml:") == len(lines)


def test_the_column_in_question_is_named() -> None:
    _, errors = check_ladder(GOOD.replace("dpd >= 1", "dpdd >= 1"), file="small.toml")
    assert [error.column for error in errors] == ["dpdd"]


EVENT = """
[[events]]
id = "soon"
event = "promise_due"
first_day = -2
last_day = -1
channels = ["sms"]
template = "t"
despite = ["DISPUTE_OPEN"]
unless_told = ["u"]
"""


def test_an_event_is_read_with_all_that_goes_for_its_words() -> None:
    ladder = read_ladder(GOOD + EVENT, file="small.toml")
    [event] = ladder.events
    assert (event.event, event.first_day, event.last_day) == ("promise_due", -2, -1)
    assert event.despite == {"DISPUTE_OPEN"}
    assert event.templates() == {"t", "u"}
    assert ladder.plans()[-1].id == "soon"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"promise_due"', '"promise_dew"', "event: 'promise_dew' is none of promise_due"),
        ("first_day = -2", "first_day = 0", "last_day: -1 lies before first_day, 0"),
        ("first_day = -2", "first_day = -31", "first_day: -31 is not between -30 and 30 days"),
        ('["DISPUTE_OPEN"]', '["PLAN_KEPT"]', "despite: 'PLAN_KEPT' is none of DISPUTE_OPEN"),
        ('["u"]', "[3]", "unless_told: names of templates are expected"),
        ('template = "t"', "", "template: is missing"),
        ('id = "soon"', 'id = "before"', "id: 'before' is used before"),
        ("last_day = -1", 'action = "refer"\nlast_day = -1', "only a step refers"),
        ("last_day = -1", "every_days = 3\nlast_day = -1", "every_days: unknown key"),
    ],
)
def test_an_event_that_cannot_be_told_is_refused(old: str, new: str, said: str) -> None:
    assert old in EVENT
    _, errors = check_ladder(GOOD + EVENT.replace(old, new, 1), file="small.toml")
    assert said in "; ".join(error.message for error in errors)
