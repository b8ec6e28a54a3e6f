"""``forbear card open`` and ``forbear night``, from the command line to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import CardState
from tests.services.cards import booked
from tests.store.address import address
from tests.store.make import account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _its_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", address())
    return


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def chinese(reference: str) -> None:
    account(reference=reference, nation="CN", region=None, currency="CNY", overdue_minor=0)


def test_an_account_is_taken_over_and_charged() -> None:
    chinese("CN-1")
    done = run("card", "open", "CN-1", "--product", "larkfield-cn", "--on", "2026-02-28")
    assert done.exit_code == 0, done.output
    assert "1 taken over, 0 not." in done.output
    card = CardState.objects.get()
    booked(card.account, "purchase", date(2026, 3, 5), 1_000_000)
    done = run("night", "--on", "2026-04-10")
    assert done.exit_code == 0, done.output
    for told in ("2026-03-05 to 2026-04-10", "180.00 CNY", "50.00 CNY"):
        assert told in done.output
    again = run("night", "--on", "2026-04-10")
    assert again.exit_code == 0
    assert again.output == "Nothing to do.\n"


def test_what_cannot_be_taken_over_is_told() -> None:
    chinese("CN-1")
    done = run("card", "open", "CN-1", "nobody", "--product", "larkfield-gb", "--on", "2026-02-28")
    assert done.exit_code == 1
    assert "CN-1: WRONG_CURRENCY" in done.output
    assert "nobody: ACCOUNT_UNKNOWN" in done.output
    done = run("card", "open", "CN-1", "--product", "none", "--on", "2026-02-28")
    assert "PRODUCT_UNKNOWN" in done.output
    for status in (0, 1):
        done = run("card", "open", "CN-1", "--product", "larkfield-cn", "--on", "2026-02-28")
        assert done.exit_code == status
    assert "CARD_IS_OPEN" in done.output


def test_an_account_without_terms_is_told(tmp_path: Path) -> None:
    chinese("CN-1")
    run("card", "open", "CN-1", "--product", "larkfield-cn", "--on", "2026-02-28")
    done = run("night", "--on", "2026-04-10", "--products", str(tmp_path))
    assert done.exit_code == 1
    assert "there are no terms of a product 'larkfield-cn'" in done.output
    (tmp_path / "own.toml").write_text("name = 1")
    done = run("night", "--on", "2026-04-10", "--products", str(tmp_path))
    assert done.exit_code == 2
    assert "own.toml" in done.output


def test_what_the_ledger_holds_is_taken_over() -> None:
    chinese("CN-1")
    chinese("CN-2")
    opened = "--on", "2026-03-31"
    run("card", "open", "CN-1", "--product", "larkfield-cn", *opened)
    owner = CardState.objects.get().account
    made = type(owner).objects.get(reference="CN-2")
    booked(made, "purchase", date(2026, 3, 5), 1_000_000)
    booked(made, "fee", date(2026, 3, 6), 5_000, component="late_fee")
    booked(made, "payment", date(2026, 3, 7), 15_000)
    assert run("card", "open", "CN-2", "--product", "larkfield-cn", *opened).exit_code == 0
    card = CardState.objects.get(account=made)
    assert (card.purchase_new, card.late_fee, card.credit) == (990_000, 0, 0)
    booked(made, "purchase", date(2026, 4, 1), 10_000)
    assert run("night", "--on", "2026-04-10").exit_code == 0
    made.refresh_from_db()
    assert made.balance_minor == 1_000_000
