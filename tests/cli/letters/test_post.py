from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli import main
from forbear.letters.store import LetterFiles
from forbear.store.models import ContactPoint, PlannedContact
from tests.letters.test_press import PRESS, letter
from tests.store.address import address
from tests.store.make import account, permit, planned

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactional_db: None,  # noqa: ARG001 - the tables come first
) -> Path:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")
    return tmp_path / "home"


def sent(home: Path, nation: str) -> PlannedContact:
    owed = account(nation=nation)
    row = planned(owed, at=AT, channel="letter", state="sent", state_at=AT)
    key = permit(owed, at=AT, planned=row, channel="letter", consumed_at=AT)
    pdf = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
    row.provider_ref = f"fb-{key.pk}"
    place = LetterFiles(home / "letters").keep(reference=row.provider_ref, on=AT.date(), pdf=pdf)
    row.artefact = f"letters/{place}"
    row.save()
    return row


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["letters", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def test_letters_go_to_the_printer_and_come_back(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "for the printer"
    assert "No letter waits" in run("batch", "--out", str(out))
    british, chinese = sent(home, "GB"), sent(home, "CN")
    said = run("batch", "--out", str(out), status=1)
    assert "1 letters, 2 pages" in said
    assert "forbear letters range RR" in said
    assert "100 numbers" in run("range", "RR", "100", "199", "CN")
    assert "RANGE_OVERLAPS" in run("range", "RR", "150", "250", "CN", status=1)
    assert "1 letters" in run("batch", "--out", str(out), "--merged", "--on", "2026-03-10")
    assert {path.name for folder in out.iterdir() for path in folder.iterdir()} == {
        "00001.pdf",
        "registered.pdf",
        "manifest.csv",
    }
    answers = tmp_path / "answers.csv"
    answers.write_text(f"letter,event,on,reason\n{british.provider_ref},posted,2026-03-10,\nx,,,\n")
    said = run("posted", str(answers), status=1)
    assert "1 taken" in said
    assert "line 3" in said
    chinese.refresh_from_db()
    number = str(chinese.post.registered_number)
    assert "The address is closed" in run("returned", number, "--reason", "moved")
    assert "known already" in run("returned", number, "--reason", "moved")
    assert ContactPoint.objects.get(pk=chinese.contact_point_id).state == "closed"
    assert "stays open" in run("returned", str(british.provider_ref), "--reason", "unclaimed")
    assert "LETTER_UNKNOWN" in run("returned", "fb-0", "--reason", "moved", status=1)
