"""Card products: dated terms, one file for each product."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from forbear.core.ledger.reading import LedgerFault, read_terms
from forbear.core.ledger.reading.fields import Fields
from forbear.core.ledger.terms import Terms

ROOT = Path(__file__).parent


class ProductError(ValueError):
    """A product that cannot be used; the sentence names the file, the key and the cure."""


def load_products(root: Path = ROOT) -> Mapping[str, tuple[Terms, ...]]:
    """Load every product of a folder, by its name: that of its file.

    Raises ``ProductError`` for a file that cannot be used, ``OSError`` for one that cannot be read.
    """
    return {path.stem: read_product(path) for path in sorted(root.glob("*.toml"))}


def read_product(path: Path) -> tuple[Terms, ...]:
    """Read one product: ``name``, ``issuer`` and ``[[terms]]``. Raises ``ProductError``."""
    try:
        fields = Fields(tomllib.loads(path.read_text(encoding="utf-8")))
        fields.text("name")
        fields.text("issuer")
        fields.text("jurisdiction")
        terms = read_terms(fields.items("terms"))
        fields.finish()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProductError(f"{path.name}: is not TOML: {error}; mend the syntax") from None
    except LedgerFault as fault:
        raise ProductError(f"{path.name}: {fault}") from None
    return terms
