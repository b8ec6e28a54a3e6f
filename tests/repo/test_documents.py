"""The pages are true of this version: links, commands, variables, versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from forbear.cli import COMMANDS, main
from tests.repo.tree import ROOT, files, name_of, parsed, python

PAGES = [path for path in files() if path.suffix == ".md"]
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
VARIABLE = re.compile(r"""["'](FORBEAR_[A-Z_]+|DATABASE_URL)["']""")
# Used between our own tests and processes; nobody sets them.
INNER = {"FORBEAR_TEST_HOME", "FORBEAR_TEST_OWNER"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def broken_links(page: Path) -> list[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found = []
    for target in LINK.findall(text):
        place = unquote(target.partition("#")[0])
        is_ours = place and not re.match(r"[a-z]+:", target)
        if is_ours and not (page.parent / place).resolve().exists():
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    assert not broken_links(page)


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](gone.md#b) [c](#d) [e](https://example.com)\n```\n[f](gone.md)\n```\n")
    assert broken_links(page) == ["gone.md#b"]


def variables(*folders: str) -> set[str]:
    found: set[str] = set()
    for path in python(*folders):
        found |= set(VARIABLE.findall(path.read_text(encoding="utf-8")))
    return found - INNER


def test_every_variable_is_documented_and_no_other() -> None:
    page = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(FORBEAR_[A-Z_]+|DATABASE_URL)` \|", page, re.MULTILINE))
    assert documented == variables("src", "tools")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    first = result.output.split("\n\n")[1].strip()
    assert first.rstrip().endswith((".", ":"))


def named_in_pages(program: str) -> set[tuple[str, str]]:
    """What the pages say to type after ``program``: with the page, for the message."""
    typed = re.compile(rf"(?:`|\$ |^){program} ([a-z-]+)\b", re.MULTILINE)
    return {
        (name_of(page), word) for page in PAGES for word in typed.findall(page.read_text("utf-8"))
    }


def test_commands_that_the_pages_name_exist() -> None:
    named = named_in_pages("forbear")
    assert named
    assert not {pair for pair in named if pair[1] not in COMMANDS}


def test_targets_that_the_pages_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = named_in_pages("make")
    assert named
    assert not {pair for pair in named if pair[1] not in targets}


def test_the_version_is_the_same_everywhere_and_in_the_changelog() -> None:
    version = PROJECT["version"]
    assert version in CliRunner().invoke(main, ["--version"]).output
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version)} ", changelog, re.MULTILINE)


def test_the_chinese_pages_say_what_the_english_ones_say_of_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md", "docs/start/zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text
        assert "make test" in text


def test_every_bench_is_documented_and_can_be_run() -> None:
    page = (ROOT / "docs/reference/bench.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE))
    benches = [path for path in python("benches") if not path.stem.startswith("_")]
    assert documented == {path.stem for path in benches}
    for path in benches:
        named = {getattr(node, "name", "") for node in parsed(path).body}
        assert "run" in named, f"{name_of(path)} has no run()"
