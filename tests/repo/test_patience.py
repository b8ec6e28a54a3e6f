"""Browser tests wait for the page that an act leads to before they look at it.

A press or a click returns before the next page is there; what looks at once sees the old page, or
one that is being torn down. On a slow machine that fails, on a fast one it checks the wrong page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ACTS = {"press", "click"}
LOOKS = {"flaws", "overflows", "fine", "screenshot", "evaluate", "count", "all_text_contents"}
ROWS = "objects"
TESTS = Path(__file__).parents[1] / "browser"


def called(node: ast.AST) -> set[str]:
    """The names of what is called in it."""
    return {
        each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    }


def hurried(source: str) -> Iterator[int]:
    """Lines that look at a page, or at the rows, right after an act."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        if not isinstance(body, list) or isinstance(node, ast.With):
            continue
        for act, look in pairwise(body):
            if not isinstance(act, ast.Expr) or not called(act) & ACTS or "expect" in called(act):
                continue
            names = {each.attr for each in ast.walk(look) if isinstance(each, ast.Attribute)}
            if "expect" not in called(look) and (called(look) & LOOKS or ROWS in names):
                yield look.lineno


def test_what_looks_at_once_is_found() -> None:
    assert list(hurried("page.locator('a').click()\nassert flaws(page) == []")) == [2]
    assert list(hurried("day.press('Close')\nfound = Complaint.objects.get()")) == [2]
    assert not list(
        hurried("page.locator('a').click()\nexpect(page).to_have_url('x')\nflaws(page)")
    )
    assert not list(hurried("with page.expect_navigation():\n    page.click('a')\nflaws(page)"))


def test_no_browser_test_looks_at_once() -> None:
    found = [
        f"{path.name}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        for line in hurried(path.read_text())
    ]
    assert found == []
