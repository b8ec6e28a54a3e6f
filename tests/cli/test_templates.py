"""Templates by commands, over a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.packs.words import FOLDER, load_templates
from forbear.store.models import TemplateVersion
from tests.store.make import account, person

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "first_reminder"
TEXT = (FOLDER / f"{NAME}.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["templates", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_a_file_becomes_a_version_that_another_approves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"{NAME}.toml"
    path.write_text(TEXT.replace("Hello {", "Good day {"), encoding="utf-8")
    assert "no fault" in run("check", str(path)).output
    monkeypatch.setenv("USER", "ada")
    monkeypatch.setenv("LOGNAME", "ada")
    assert "version 1" in run("import", str(path)).output
    version = TemplateVersion.objects.get()
    run("submit", str(version.pk))
    assert "Another person" in run("approve", str(version.pk), status=1).output
    monkeypatch.setenv("USER", "bo")
    monkeypatch.setenv("LOGNAME", "bo")
    assert "In force from 2026-03-10" in run("approve", str(version.pk)).output
    assert "Good day {" in run("show", NAME).stdout
    assert "in_force" in run("show", NAME).stderr
    run("export", str(tmp_path / "out"))
    assert len(list((tmp_path / "out").glob("*.toml"))) == len(load_templates())
    assert (tmp_path / "out" / path.name).read_text(encoding="utf-8") == version.text


def test_a_faulty_file_is_told_with_place_and_sentence(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.toml"
    path.write_text(TEXT.replace("Hello {", "We go to court, {"), encoding="utf-8")
    for command in ("check", "import"):
        told = run(command, str(path), status=1).output
        assert "[en.body]" in told
        assert "court" in told


def test_every_template_is_listed_and_shown() -> None:
    listed = run("list").output
    assert all(name in listed for name in load_templates())
    assert "no template nothing" in run("show", "nothing", status=2).output


def test_a_preview_is_of_an_invented_or_of_a_real_case() -> None:
    assert "£1,200.50" in run("preview", NAME, "--language", "en").output
    account(person(name="Ada Kowalski"), reference="A-77", overdue_minor=0)
    told = run("preview", NAME, "--account", "A-77", "--channel", "sms").output
    assert "Not sent: Nothing is due any more" in told
    assert "no account A-78" in run("preview", NAME, "--account", "A-78", status=1).output
