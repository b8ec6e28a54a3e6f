"""The page about payments says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from forbear.interchange.bank.table import BANK_ENTRIES, TABLES
from forbear.interchange.tabular import mapping as mappings
from tests.repo.tree import ROOT

DOCS = ROOT / "docs" / "reference"
PAGE = (DOCS / "payments.md").read_text(encoding="utf-8")
PAYERS = (DOCS / "payers.md").read_text(encoding="utf-8")
# how a finding or a refusal is made in the code
MADE = re.compile(r"""(?:Unreadable|Finding|BankProblem|Refusal|tell)\(\s*"([A-Z_]{4,})\"""")


def test_the_page_lists_every_column_and_no_other() -> None:
    section = PAGE.partition("\n## Rows\n")[2].partition("\n## ")[0]
    listed = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert tuple(listed) == BANK_ENTRIES.names


def test_the_example_of_a_mapping_is_one(tmp_path: Path) -> None:
    path = tmp_path / "bank.toml"
    path.write_text(PAGE.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert mappings.load(path, tables=TABLES).columns["amount_minor"].scale == 2


def test_every_code_is_on_the_page() -> None:
    folders = ("interchange/bank", "services/payments")
    texts = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (ROOT / "src" / "forbear" / folder).glob("*.py")
    ]
    codes = {code for text in texts for code in MADE.findall(text)}
    assert len(codes) > 25
    assert not {code for code in codes if f"`{code}`" not in PAGE + PAYERS}
