"""What writes a message: the words of one contact, from the facts at the moment of sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forbear.ports.channels import OutgoingMessage


class MessageRefused(Exception):  # noqa: N818 - a refusal is no fault of the program
    """There is no true and decent text for this contact. ``code`` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to go; ``artefact`` is a letter's path below the data folder.

    ``template_version`` and ``template_sha256`` say by which words it was written.
    """

    message: OutgoingMessage
    artefact: str = ""
    template_version: int | None = None
    template_sha256: str = ""


class MessageWriter(Protocol):
    """Writes the message of a planned contact."""

    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        """Return the message; raises MessageRefused. The same ``reference`` may come twice."""
        ...
