"""What binds disputes and complaints: data that an issuer may replace."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from forbear.core.cases.rules import CaseRules, CaseRulesFault, read_case_rules

DEFAULT = Path(__file__).parent / "rules.toml"


@cache
def load_case_rules(path: Path = DEFAULT) -> CaseRules:
    """Load the rules; raises ``CaseRulesFault`` for what is wrong, ``OSError`` if unreadable."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseRulesFault(f"{path}: {error}") from None
    return read_case_rules(document, file=str(path))
