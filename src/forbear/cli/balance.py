"""``forbear balance``: say what accounts owe on a day, by component and with the reasons."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from forbear.cli import file_problem
from forbear.cli.options import DAY, lines_bad, need_apart
from forbear.core.law.faults import PackError
from forbear.core.ledger.balance import Balance, balance_of
from forbear.core.ledger.lawful import LawFlag, flags_of, need_lawful
from forbear.core.ledger.reading import Account, LedgerFault
from forbear.core.ledger.terms import Terms
from forbear.core.speech.facts import LANGUAGES, Language
from forbear.interchange.accounts import BadAccount, answer_json, bad_account, read_line
from forbear.interchange.jsonl import answer_line, numbered_all
from forbear.packs.loader import load_charges
from forbear.packs.products import ProductError, load_products
from forbear.ports.letters import LetterError

Products = Mapping[str, tuple[Terms, ...]]


@click.command("balance")
@click.option(
    "--in", "source", required=True, type=click.Path(path_type=Path), help="Accounts, JSONL."
)
@click.option("--on", "on", required=True, type=DAY, help="The day asked for.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Answers; else printed.")
@click.option(
    "--pdf", "pages", type=click.Path(path_type=Path), help="Also a page for each account, here."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the pages; zh-Hans for CN.")
@click.option("--lenient", "is_lenient", is_flag=True, help="Ignore unknown fields.")
def command(
    source: Path,
    on: datetime,
    target: Path | None,
    pages: Path | None,
    language: Language | None,
    *,
    is_lenient: bool,
) -> None:
    """Say what each account in a file owes on a day, and why.

    Exit status 0 if every line was answered, 1 if any was bad, 2 if nothing could be run.
    """
    need_apart(source, target)
    try:
        printer = _Pages(pages, language) if pages is not None else None
        bad = _run(source.read_bytes(), on.date(), target, printer, is_lenient=is_lenient)
    except OSError as error:
        click.echo(f"forbear balance: {file_problem(error)}", err=True)
        sys.exit(2)
    except (ProductError, PackError) as error:
        click.echo(f"forbear balance: {error}", err=True)
        sys.exit(2)
    if bad:
        click.echo(f"forbear balance: {lines_bad(bad)}", err=True)
    sys.exit(1 if bad else 0)


class _Pages:
    """A folder of statement pages, one for each account that can be answered."""

    def __init__(self, folder: Path, language: Language | None) -> None:
        # the compiler and its fonts are needed here only
        from forbear.letters.statement import StatementPress  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._language = language
        self._press = StatementPress()

    def print(self, number: int, account: Account, found: Balance, law: Sequence[LawFlag]) -> None:
        """Write the page of the account on a line of the input."""
        language = self._language or ("zh-Hans" if account.nation == "CN" else "en")
        name = re.sub(r"[^A-Za-z0-9._-]", "_", str(account.account_id))[:60]
        pdf = self._press.statement_pdf(account, found, law, language)
        (self._folder / f"{number:06d}-{name}.pdf").write_bytes(pdf)


def _run(
    content: bytes, on: date, target: Path | None, pages: _Pages | None, *, is_lenient: bool
) -> int:
    answers = _answers(content, on, load_products(), pages, is_lenient=is_lenient)
    bad = 0
    if target is None:
        for answer in answers:
            bad += "error" in answer
            click.echo(answer_line(answer))
        return bad
    with target.open("w", encoding="utf-8") as out:
        for answer in answers:
            bad += "error" in answer
            out.write(answer_line(answer) + "\n")
    return bad


def _answers(
    content: bytes, on: date, products: Products, pages: _Pages | None, *, is_lenient: bool
) -> Iterator[dict[str, object]]:
    charges = load_charges()
    for number, line in numbered_all(content):
        account = read_line(line, number, products, is_lenient=is_lenient)
        if isinstance(account, BadAccount):
            yield account.as_json()
            continue
        try:
            need_lawful(account, charges, on)
            balance = balance_of(account, on)
            flags = flags_of(account, balance, charges)
            if pages is not None:
                pages.print(number, account, balance, flags)
        except LedgerFault as fault:
            yield bad_account(account.account_id, fault).as_json()
            continue
        except LetterError as error:
            yield BadAccount(account.account_id, error.code, str(error), None).as_json()
            continue
        yield answer_json(account, balance, flags)
