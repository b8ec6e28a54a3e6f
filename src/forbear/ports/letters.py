"""What a letter is, and what can make and keep one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class LetterError(Exception):
    """A letter could not be made or kept.

    ``code`` is stable: GLYPH_MISSING, LETTER_INVALID, LETTER_EXISTS,
    LETTER_MISSING, FONT_MISSING, KEY_UNUSABLE, KEY_EXPIRED,
    ADDRESS_TOO_LONG, LETTER_CHANGED.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts table. ``is_figure`` lines are money: they stand at the right edge."""

    label: str
    value: str
    is_figure: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper of somebody else that comes with a letter: what it is, and where it is to be had."""

    title: str
    publisher: str
    version: str
    obtain: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, every word of it ready to print.

    ``address`` is the recipient's name and address, one line each. ``paragraphs`` are the body; a
    line end in one begins a new line. ``rights`` are the sentences of the rights box. ``check_url``
    is where anyone can ask whether the letter is genuine, by ``code``; both are printed as words,
    and together as a QR code. ``on_words`` is the day as the letter writes it; empty means as the
    language does. ``is_signed`` says that its file will be, and the letter says so too.
    """

    reference: str
    on: date
    issuer_name: str
    issuer_lines: tuple[str, ...]
    address: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    rights: tuple[str, ...] = ()
    # lines to tick, cut off and send back
    tear_off: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    check_url: str | None = None
    code: str = ""
    on_words: str = ""
    is_signed: bool = False
    # each on a page of its own behind the letter; the paper itself is put in by the printer
    enclosed: tuple[Enclosed, ...] = ()


class LetterPress(Protocol):
    """Makes the PDF of a letter."""

    def letter_pdf(self, letter: Letter, language: str) -> bytes:
        """Return the PDF of ``letter``; raises LetterError if a character cannot be printed."""
        ...


class LetterSeal(Protocol):
    """Signs the PDF of a letter."""

    def sealed(self, pdf: bytes, *, code: str, at: datetime) -> bytes:
        """Return ``pdf`` followed by a signature; raises LetterError."""
        ...


class LetterStore(Protocol):
    """Keeps letters. What was sent is never replaced."""

    def keep(self, *, reference: str, on: date, pdf: bytes, unsigned: bytes | None = None) -> str:
        """Keep ``pdf`` and return where: a path relative to the store, with forward slashes.

        No two signatures are alike: ``unsigned`` is what ``pdf`` begins with, and a letter that is
        kept and begins with it too is the same letter.
        """
        ...

    def read(self, *, reference: str, on: date) -> bytes:
        """Return a kept letter; raises LetterError if there is none."""
        ...
