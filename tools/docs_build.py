"""Hooks of the documentation: the navigation's ``folder/*``, and the command line's own help."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

HELP_HERE = "<!-- the help of every command -->"


def on_config(config: Any) -> Any:
    """Spell out ``folder/*`` in the navigation."""
    docs = Path(config["docs_dir"])
    named = set(_pages_named(config["nav"]))
    config["nav"] = _spelled(config["nav"], docs, named)
    return config


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the help of every command where the page asks for it."""
    return markdown.replace(HELP_HERE, _help_of_all()) if HELP_HERE in markdown else markdown


def _pages_named(items: list[Any]) -> Iterator[str]:
    for item in items:
        for value in item.values() if isinstance(item, dict) else [item]:
            if isinstance(value, list):
                yield from _pages_named(value)
            else:
                yield value


def _spelled(items: list[Any], docs: Path, named: set[str]) -> list[Any]:
    spelled: list[Any] = []
    for item in items:
        if isinstance(item, dict):
            spelled.append(
                {
                    title: _spelled(value, docs, named) if isinstance(value, list) else value
                    for title, value in item.items()
                }
            )
        elif item.endswith("/*"):
            found = sorted(path.relative_to(docs).as_posix() for path in docs.glob(f"{item}.md"))
            spelled += [page for page in found if page not in named]
        else:
            spelled.append(item)
    return spelled


def _help_of_all() -> str:
    from forbear.cli import COMMANDS  # noqa: PLC0415 - only this page needs it

    sections = []
    for name, (module, _) in COMMANDS.items():
        try:
            command = importlib.import_module(module).command
        except ModuleNotFoundError:
            continue
        sections += _help_of(command, f"forbear {name}")
    return "\n\n".join(sections)


def _help_of(command: click.Command, name: str) -> Iterator[str]:
    with click.Context(command, info_name=name, terminal_width=88) as context:
        text = command.get_help(context)
    yield f"## {name}\n\n```text\n{re.sub(r'[ ]+$', '', text, flags=re.MULTILINE)}\n```"
    if isinstance(command, click.Group):
        for sub in command.commands.values():
            for section in _help_of(sub, f"{name} {sub.name}"):
                yield "#" + section
