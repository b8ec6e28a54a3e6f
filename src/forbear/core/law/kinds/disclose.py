"""What must be said in a contact. Never an objection."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.core.law.values import Reader

DISCLOSURES = (
    "debt_collector",
    "opt_out_instruction",
    "identity",
    "recording",
    "authorisation",
    "validation_notice",
    "rights_and_objection",
    "debt_advice",
    "purpose_of_visit",
    "time_barred",
)


@dataclass(frozen=True, slots=True)
class Disclose:
    """Adds ``codes`` to what must be disclosed."""

    codes: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Disclose:
        """Read the codes."""
        return cls(reader.words("codes", DISCLOSURES))
