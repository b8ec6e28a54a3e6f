"""``forbear offers``, ``plans`` and ``authority`` over a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import AuthorityLimit, Plan, SignLink
from forbear.wiring import adapters, clock
from tests.services.agreements.make import (
    AT,
    PLAN,
    SETTLEMENT,
    accepted,
    made,
    moment,
    owing,
    state_of,
)
from tests.services.agreements.signing import cardholder, papers, read, sign
from tests.store.address import address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_the_test_database(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(clock, "now", lambda: moment(1))


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == status, result.output
    return result


def test_offers_are_listed_accepted_and_withdrawn() -> None:
    assert "There are none" in run("offers", "list").output
    of = owing()
    offer = made(of, SETTLEMENT)
    listed = run("offers", "list", "--account", of.reference, "--state", "offered").output
    assert "settlement" in listed
    assert "400,000 USD" in listed
    assert f"Offer {offer.pk} is accepted" in run("offers", "accept", str(offer.pk)).output
    said = run("offers", "withdraw", str(offer.pk), "--why", "no", status=1)
    assert "OFFER_BINDS" in said.output
    other = made(owing(), SETTLEMENT)
    run("offers", "withdraw", str(other.pk), "--why", "a mistake")
    assert state_of(other) == "withdrawn"
    assert "OFFER_NOT_OPEN" in run("offers", "accept", str(other.pk), status=1).output


def test_the_morning_says_what_changed() -> None:
    made(owing(), SETTLEMENT)
    assert run("offers", "settle", "--on", "2026-03-13").output == "Nothing changed.\n"
    assert run("offers", "settle", "--on", "2026-06-01").output == "1 expired.\n"


def test_plans_are_listed_and_shown() -> None:
    assert "There are none" in run("plans", "list").output
    of = owing()
    accepted(of, PLAN)
    assert of.reference in run("plans", "list", "--state", "kept").output
    shown = run("plans", "show", str(Plan.objects.get().pk), "--on", "2026-03-28").output
    assert "missed; 0 paid, 500,000 left, 50,000 behind USD" in shown
    assert shown.count("50,000") == 21
    assert "no plan 0" in run("plans", "show", "0", status=1).output


def test_authority_is_shown_and_set() -> None:
    before = run("authority", "show").output
    assert "team_lead" in before
    assert "40.00 %" in before
    given = ("authority", "set", "team_lead", "settlement", "--since", "2026-03-01")
    run(*given, "--share", "1250", "--amount", "7000", "--note", "the board")
    assert "12.50 %" in run("authority", "show").output
    run(*given, "--withdraw", "--note", "the board")
    assert "7,000" not in run("authority", "show").output
    assert AuthorityLimit.objects.count() == 2
    assert "CURRENCY_UNKNOWN" in run(*given, "--currency", "ZZZ", "--note", "x", status=1).output


def test_a_link_is_sent_and_a_signed_paper_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    offer = made(cardholder(), PLAN)
    number = str(offer.pk)
    assert "NO_PUBLIC_PAGES" in run("offers", "sign-link", number, status=1).output
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", "https://pay.bank.example")
    assert "goes out with message" in run("offers", "sign-link", number).output
    assert "NOT_SIGNED" in run("offers", "signed", number, status=1).output
    made_by = papers(tmp_path)
    monkeypatch.setattr(adapters, "papers", lambda: made_by)
    sign(read(SignLink.objects.get()), made_by)
    out = tmp_path / "signed.pdf"
    said = run("offers", "signed", number, "--out", str(out)).output
    assert "Ada Kowalski" in said
    assert "verified by card_last4, mobile; from 192.0.2.7" in said
    assert out.read_bytes().startswith(b"%PDF")
