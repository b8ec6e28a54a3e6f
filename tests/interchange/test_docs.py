"""The pages about imports say what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.interchange import uci
from forbear.interchange.tabular import mapping as mappings
from forbear.interchange.tabular.tables import TABLES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", TABLES)
def test_the_page_lists_every_column_and_no_other(name: str) -> None:
    page = (DOCS / "import.md").read_text(encoding="utf-8")
    section = page.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    listed = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert tuple(listed) == TABLES[name].names


def test_the_example_of_a_mapping_is_one(tmp_path: Path) -> None:
    page = (DOCS / "import.md").read_text(encoding="utf-8")
    path = tmp_path / "example.toml"
    path.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert mappings.load(path).columns["balance_minor"].thousands == ","


def test_the_figures_of_the_sample_are_as_measured() -> None:
    page = (DOCS / "uci-portfolio.md").read_text(encoding="utf-8")
    for row in uci.agreement().iter_rows(named=True):
        cells = [row["status"]]
        for when in ("latest", "all"):
            cells.append(f"{row[f'{when}_rows']:,}")
            cells += [f"{row[f'{when}_{what}']}" for what in ("same_lateness", "same_count")]
        assert f"| {' | '.join(cells)} |" in page
