"""`forbear law` names every rule, and the page of the documentation is fresh."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from forbear.cli.law import command
from forbear.packs import load_book

DOCS = Path(__file__).parents[2] / "docs" / "reference"
MARK = "<!-- made by: forbear law coverage -->\n"


def law(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_the_coverage_page_is_fresh() -> None:
    page = (DOCS / "law-coverage.md").read_text(encoding="utf-8")
    assert page.split(MARK)[1] == law("coverage").output, (
        "keep the page up to its mark and append: forbear law coverage"
    )


def test_every_rule_is_listed() -> None:
    listed = law("list").output
    assert all(rule.rule_id[:20] in listed for rule in load_book().rules)


def test_a_day_and_a_nation_narrow_the_list() -> None:
    before = law("list", "--nation", "CN", "--on", "2026-01-29").output
    assert "cn-quiet-hours-gbt" in before
    assert "cn-quiet-hours-cba" not in before
    assert "us-regf" not in before
    assert "house-hardship" in before
    assert "cn-quiet-hours-cba" in law("list", "--nation", "CN", "--on", "2026-01-30").output


def test_a_nation_without_a_pack_is_told() -> None:
    result = law("list", "--nation", "DE")
    assert result.exit_code == 2
    assert "AU, CN, EU, GB, IN, US" in result.output


def test_a_rule_is_shown_with_its_source() -> None:
    shown = law("show", "us-regf-call-freq-7").output
    assert "12 CFR 1006.14(b)(2)(i)(A)" in shown
    assert "a presumption of law" in shown
    assert "At most 7 calls or voicemails in 7 days, per debt" in shown
    assert "collected by an agency or a debt buyer" in shown


def test_a_rule_that_is_not_there_is_told() -> None:
    result = law("show", "us-regf-nonsense")
    assert result.exit_code == 2
    assert "forbear law list" in result.output


def test_the_packs_and_the_example_house_file_are_sound() -> None:
    assert law("check").exit_code == 0
    assert law("check", str(DOCS / "house-example.toml")).exit_code == 0


def test_a_house_file_that_loosens_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    example = (DOCS / "house-example.toml").read_text(encoding="utf-8")
    file.write_text(example.replace("acme-small-sums", "us-regf-cease"), encoding="utf-8")
    result = law("check", str(file))
    assert result.exit_code == 1
    assert "would replace us-regf-cease" in result.output
