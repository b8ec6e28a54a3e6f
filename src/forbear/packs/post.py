"""Which letters go by registered post: read from ``packs/post.toml``, or a house's own file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

PostalClass = Literal["ordinary", "registered"]
DEFAULT = Path(__file__).with_suffix(".toml")
_KEYS = {"nation", "templates", "class", "force", "confidence", "because"}
_EVERY = "*"


class PostError(ValueError):
    """A file of rules that may not be used. The sentence names the file and the rule."""


@dataclass(frozen=True, slots=True)
class PostRule:
    """Letters of these templates, about accounts of this nation, go by this class."""

    nation: str
    templates: frozenset[str]
    postal_class: PostalClass


@cache
def load_post_rules(path: Path = DEFAULT) -> Sequence[PostRule]:
    """Return the rules in order; PostError for what cannot be one, OSError for an unread file."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise PostError(f"{path}: is not TOML: {error}") from None
    rules = []
    for number, raw in enumerate(given, start=1):
        if set(raw) != _KEYS:
            wrong = ", ".join(sorted(set(raw) ^ _KEYS))
            raise PostError(f"{path}: rule {number}: unknown or missing: {wrong}")
        if raw["class"] not in get_args(PostalClass):
            raise PostError(f"{path}: rule {number}: no postal class {raw['class']!r}")
        rules.append(PostRule(raw["nation"], frozenset(raw["templates"]), raw["class"]))
    return tuple(rules)


def postal_class_of(rules: Sequence[PostRule], *, nation: str, template: str) -> PostalClass:
    """Return how a letter goes."""
    for rule in rules:
        if rule.nation in (nation, _EVERY) and rule.templates & {template, _EVERY}:
            return rule.postal_class
    return "ordinary"
