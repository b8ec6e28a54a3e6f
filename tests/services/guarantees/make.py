"""Guarantees for tests: a document that was kept, and the two who look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256

from forbear.ports.case_files import CaseFileError
from forbear.services.cases.files import Given
from forbear.services.guarantees.recording import (
    GuaranteeTerms,
    guarantee_answer,
    guarantee_ask,
)
from forbear.store.models import Account, Guarantee

# before ten in UTC, so that the day is the same everywhere on earth
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
TERMS = GuaranteeTerms("Wang Lei", "joint", date(2025, 1, 2), 500_000, date(2026, 12, 31))
PAPER = Given("guarantee.pdf", b"%PDF-1.7 signed by hand")


@dataclass
class Kept:
    """Documents that are kept for as long as a test runs."""

    held: dict[str, bytes] = field(default_factory=dict)

    def keep(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self.held[digest] = data
        return digest

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.held:
            raise CaseFileError("FILE_MISSING", "gone")
        return self.held[sha256]


STORE = Kept()


def asked(owed: Account, terms: GuaranteeTerms = TERMS, at: datetime = AT) -> Guarantee:
    made = guarantee_ask(
        account_id=owed.pk, terms=terms, document=PAPER, store=STORE, at=at, actor="kim"
    )
    assert isinstance(made, Guarantee), made
    return made


def proved(owed: Account, terms: GuaranteeTerms = TERMS, at: datetime = AT) -> Guarantee:
    made = asked(owed, terms, at)
    done = guarantee_answer(guarantee_id=made.pk, is_accepted=True, store=STORE, at=at, actor="lee")
    assert isinstance(done, Guarantee), done
    return done
