"""What may be agreed with a cardholder, and by whom: data that an issuer may replace."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from forbear.core.agreements.rules import AgreementRules, RulesFault, read_agreement_rules

DEFAULT = Path(__file__).parent / "rules.toml"


@cache
def load_agreement_rules(path: Path = DEFAULT) -> AgreementRules:
    """Load the rules; raises ``RulesFault`` for what is wrong, ``OSError`` for an unread file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesFault(f"{path}: {error}") from None
    return read_agreement_rules(document, file=str(path))
