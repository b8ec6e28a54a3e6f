"""What ruff and mypy cannot see: sizes, clocks, money, words left behind."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.repo.tree import ROOT, SOURCE, name_of, parsed, python, texts

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
CODE = ("src", "tests", "benches", "tools")
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
MONEY_PATH = re.compile(
    r"/core/(money|ledger|agreements)|(money|ledger|billing|balance|posting)[^/]*\.py$"
)
LEFT_BEHIND = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b(?!\(#\d+\))")
Check = Callable[[ast.Module], Iterator[str]]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            assert node.end_lineno
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{node.lineno}: {node.name} has {lines} lines"


def clocks(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            of = node.value
            owner = of.id if isinstance(of, ast.Name) else getattr(of, "attr", "")
            if (owner, node.attr) in CLOCKS:
                yield f"{node.lineno}: {owner}.{node.attr}"


def floats(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: {node.value}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "float":
                yield f"{node.lineno}: float()"
        elif isinstance(node, ast.Attribute) and node.attr in {"Float32", "Float64", "FloatField"}:
            yield f"{node.lineno}: {node.attr}"


def names_money(operand: ast.AST) -> bool:
    """Whether an amount is in it: ``x_minor``, ``row.x_minor``, ``col("x_minor")``."""
    names = [
        getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "value", None)
        for node in ast.walk(operand)
    ]
    return any(isinstance(name, str) and name.endswith("_minor") for name in names)


def divided_money(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.target]
            if any(names_money(side) for side in sides):
                yield f"{node.lineno}: {ast.unparse(node)}"


def undocumented(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        is_public = isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_")
        if is_public and ast.get_docstring(node) is None:
            yield f"{node.lineno}: {node.name}"


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (long_functions, "def f():\n" + " pass\n" * 60, "def f():\n" + " pass\n" * 59),
        (clocks, "on = datetime.date.today()", "on = clock.business_date()"),
        (clocks, "at = datetime.now(UTC)", "at = clock.now()"),
        (floats, "rate = 0.5", "rate = Decimal('0.5')"),
        (floats, "x = float(y)", "x = int(y)"),
        (divided_money, "a = balance_minor / 2", "a = balance_minor // 2"),
        (divided_money, "a = pl.col('owed_minor').sum() / n", "a = path / 'owed'"),
        (divided_money, "a /= 2; b_minor /= 2", "b_minor //= 2"),
        (undocumented, "def f(): pass", "def f():\n '''Do it.'''"),
        (undocumented, "class A: pass", "class _A: pass"),
    ],
)
def test_the_checks_see_what_they_look_for(check: Check, bad: str, good: str) -> None:
    assert list(check(ast.parse(bad)))
    assert not list(check(ast.parse(good)))


def faults(
    check: Check, *folders: str, but: str | None = None, within: re.Pattern[str] | None = None
) -> list[str]:
    return [
        f"{name_of(path)}:{fault}"
        for path in python(*folders)
        if name_of(path) != but and (within is None or within.search(name_of(path)))
        for fault in check(parsed(path))
    ]


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python(*CODE)}
    assert not [f"{name_of(p)}: {n}" for p, n in lengths.items() if n > FILE_LINES_MAX]


def test_functions_are_short() -> None:
    assert not faults(long_functions, *CODE)


def test_only_the_clock_asks_what_time_it_is() -> None:
    assert not faults(clocks, "src", but="src/forbear/wiring/clock.py")


def test_no_float_touches_money() -> None:
    assert not faults(floats, "src", within=MONEY_PATH)


def test_money_is_never_divided_into_a_fraction() -> None:
    assert not faults(divided_money, "src")


def test_what_is_public_is_explained() -> None:
    assert not faults(undocumented, "src")


def test_nothing_is_left_behind_without_the_number_of_an_issue() -> None:
    assert LEFT_BEHIND.search("# TO" + "DO: later")
    assert not LEFT_BEHIND.search("# TO" + "DO(#12): later")
    kinds = {".py", ".html", ".js", ".sh", ".typ", ".in", ".yml", ".yaml"}
    assert not [
        f"{name_of(path)}: {found.group()}"
        for path, text in texts()
        if path.suffix in kinds and ".min." not in path.name and "vendor" not in path.parts
        for found in LEFT_BEHIND.finditer(text)
    ]


def test_every_folder_of_the_source_is_a_package() -> None:
    folders = {path.parent for path in python("src")} - {SOURCE}
    assert not [name_of(f) for f in folders if not (f / "__init__.py").exists()]
    assert (ROOT / "src" / "forbear" / "py.typed").exists()
