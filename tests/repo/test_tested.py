"""Every module is reached by tests of its own layer, or by those of a layer that uses it.

A test reaches what it imports, and from there on what modules of its own layer and of the module's
layer import. What is used only from farther above is not tested, it is merely there.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.repo.tree import ROOT, module_of, name_of, parsed, python

# A dotted name in a text is how Django and the command line name their modules.
NAMED = re.compile(r"\bforbear(?:\.[a-z_]\w*)+")
# These begin at an edge and go through every layer.
WHOLE = ("cases", "properties", "simulation")
LAYERS = sorted(path.name for path in (ROOT / "tests").iterdir() if path.is_dir())


def names_in(path: Path) -> set[str]:
    """Every module of ours that a file imports or names."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(NAMED.findall(node.value))
    return {name for name in found if name.startswith("forbear")}


def is_worth_a_test(path: Path) -> bool:
    """A module with something to do; not one that only lists or declares."""
    return path.name != "apps.py" and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(parsed(path))
    )


def names_in_tests(*folders: str) -> set[str]:
    files = [*python(*(f"tests/{folder}" for folder in folders)), ROOT / "tests" / "conftest.py"]
    return set().union(*(names_in(path) for path in files))


def reached(begin: set[str], through: tuple[str, ...], uses: dict[str, set[str]]) -> set[str]:
    """What is reached from some names, by imports of the modules ``through`` which it may go."""
    ahead, seen = set(begin), set[str]()
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        # `a.b.c` may name a function of the module `a.b`
        ahead |= {name.rpartition(".")[0]} - {""}
        if name.startswith(through):
            ahead |= uses.get(name, set())
    return seen


def test_every_module_is_reached_by_tests_of_its_layer_or_of_one_that_uses_it() -> None:
    sources = {module_of(path): path for path in python("src")}
    uses = {name: names_in(path) for name, path in sources.items()}
    layers = {name.split(".")[1] for name in sources if name.count(".") > 1}
    whole = reached(names_in_tests(*WHOLE), ("forbear.",), uses)
    known = {
        layer: whole.union(
            *(
                reached(names_in_tests(above), (f"forbear.{above}.", f"forbear.{layer}"), uses)
                for above in LAYERS
            )
        )
        for layer in layers
    }
    assert not [
        name_of(path)
        for name, path in sources.items()
        if name.count(".") > 1 and is_worth_a_test(path) and name not in known[name.split(".")[1]]
    ]


def test_tests_are_named_so_that_pytest_finds_them() -> None:
    lost = [
        name_of(path)
        for path in python("tests")
        if not path.name.startswith("test_")
        and any(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            for node in parsed(path).body
        )
    ]
    assert not lost
