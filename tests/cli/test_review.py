"""``forbear review scores`` and ``forbear users place``, as one types them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.models import User

from forbear.cli import review, users
from forbear.store.models import TeamPlace
from tests.services.speech.test_conduct import find, judge, text

pytestmark = pytest.mark.django_db
DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


def run(*given: str, status: int = 0) -> Result:
    done = CliRunner().invoke(review.command, ["scores", *given])
    assert done.exit_code == status, done.output
    return done


def test_scores_are_printed_and_kept() -> None:
    judge(find(text(1)))
    text(2, "bo", "south", "Quay")
    shown = run(*DAYS).output
    assert "north" in shown
    assert "1000.0" in shown
    rows = list(csv.DictReader(io.StringIO(run(*DAYS, "--by", "agency", "--csv").output)))
    assert [(row["name"], row["contacts"], row["high"]) for row in rows] == [
        ("", "1", "1"),
        ("Quay", "1", "0"),
    ]
    assert {row["standing"] for row in rows} == {"few"}
    assert "bo" not in run(*DAYS, "--by", "collector", "--team", "north").output
    assert "Nothing was read" in run(*DAYS, "--collector", "nobody").output


def test_measures_that_make_no_sense_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[weights]\n")
    monkeypatch.setenv("FORBEAR_CONDUCT", str(path))
    assert "own.toml" in run(status=2).output


def test_someone_is_placed_in_a_team() -> None:
    User.objects.create_user("lin")
    given = ["place", "lin", "--team", "north", "--agency", "Quay"]
    done = CliRunner().invoke(users.command, given)
    assert "north of Quay" in done.output
    assert TeamPlace.objects.get().team == "north"
    assert CliRunner().invoke(users.command, ["place", "lin"]).exit_code == 1
    assert CliRunner().invoke(users.command, ["place", "bo", "--team", "x"]).exit_code == 1
