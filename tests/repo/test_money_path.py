"""No float touches money: none in the modules through which amounts go, not even on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.tree import ROOT, name_of, parsed, python

FOLDERS = (
    "src/forbear/core/money",
    "src/forbear/core/ledger",
    "src/forbear/core/payments",
    "src/forbear/core/debits",
    "src/forbear/core/agreements",
    "src/forbear/interchange/accounts",
    "src/forbear/interchange/bank",
    "src/forbear/services/ledger",
    "src/forbear/services/payments",
    "src/forbear/services/debits",
)
FLOATING = frozenset(("float", "round", "Float32", "Float64", "float32", "float64", "fsum", "nan"))


def modules() -> list[Path]:
    found: list[Path] = []
    for folder in FOLDERS:
        if (ROOT / folder).is_dir():
            found += python(folder)
        elif (ROOT / f"{folder}.py").is_file():
            found.append(ROOT / f"{folder}.py")
    return found


def floats_in(tree: ast.AST) -> Iterator[str]:
    # an annotation or a check of a type names float without using it
    checked = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "isinstance"
        for name in ast.walk(node.args[1])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: the number {node.value}"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield f"line {node.lineno}: a division with /"
        elif isinstance(node, ast.Name) and node.id in FLOATING and id(node) not in checked:
            yield f"line {node.lineno}: {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in FLOATING:
            yield f"line {node.lineno}: .{node.attr}"
        elif isinstance(node, ast.alias) and node.name in {"math", "statistics", "random"}:
            yield f"line {node.lineno}: import of {node.name}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_float_in_the_money_path(path: Path) -> None:
    assert not list(floats_in(parsed(path)))


@pytest.mark.parametrize(
    "code",
    [
        "x = 1.5",
        "x = a / b",
        "x /= 2",
        "x = float(a)",
        "x = round(a, 2)",
        "x = pl.col('a').cast(pl.Float64)",
        "x = pl.col('a').round(2)",
        "import math",
    ],
)
def test_a_float_is_seen(code: str) -> None:
    assert list(floats_in(ast.parse(code)))


def test_whole_numbers_and_checks_of_types_pass() -> None:
    assert not list(floats_in(ast.parse("x = a // b + isinstance(c, float)")))
