"""Where a cardholder may be looked for who cannot be reached, and where never, with the law."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from forbear.core.search.sources import SearchFault, SearchRules, read_search_rules

DEFAULT = Path(__file__).parent / "rules.toml"


@cache
def load_search_rules(path: Path = DEFAULT) -> SearchRules:
    """Load the rules; raises ``SearchFault`` for what is wrong, ``OSError`` for an unread file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SearchFault(f"{path}: {error}") from None
    return read_search_rules(document, file=str(path))
