"""The paper of an agreement: every word and sum that a cardholder reads before they sign.

It is a value: the page shows it, the file is made of it; its digest says that both are the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from forbear.core.speech.facts import Language

_WORDS: dict[Language, tuple[str, str, str]] = {
    "en": ("Signed by link, by name", "Signed at", "Digest of the text (SHA-256)"),
    "zh-Hans": ("在线签署人", "签署时间", "文本摘要（SHA-256）"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a label, and a figure or a day."""

    label: str
    value: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement as it is read: words of a template, and a table made of the record alone."""

    language: Language
    template: str
    template_version: int
    template_sha256: str
    subject: str
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]
    rights: tuple[str, ...]
    closing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paper as one text, always the same for the same words and sums."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def signature_lines(*, name: str, at: datetime, paper: Paper) -> tuple[Line, ...]:
    """Return what stands below the table of a signed paper: who signed, when, and what."""
    signed, when, digest = _WORDS[paper.language]
    half = len(paper.digest) // 2
    return (
        Line(signed, name, is_total=True),
        Line(when, at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")),
        Line(digest, f"{paper.digest[:half]} {paper.digest[half:]}"),
    )
