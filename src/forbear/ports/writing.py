"""What writes a message: the words of one contact, from the facts at the moment of sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from forbear.ports.channels import OutgoingMessage


class MessageRefused(Exception):  # noqa: N818 - a refusal is no fault of the program
    """There is no true and decent text for this contact. ``code`` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to go.

    ``artefact`` is a letter's path below the data folder; ``code`` is the message code in its text,
    empty if it has none. ``template_version`` and ``template_sha256`` say by which words it was
    written.
    """

    message: OutgoingMessage
    artefact: str = ""
    code: str = ""
    template_version: int | None = None
    template_sha256: str = ""


@dataclass(frozen=True, slots=True)
class WritingWish:
    """A message that is to be written."""

    planned_id: int
    reference: str
    must_disclose: Sequence[str]


class MessageWriter(Protocol):
    """Writes the message of a planned contact. May have a quicker way for many: ``ManyWriter``."""

    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        """Return the message; raises MessageRefused. The same ``reference`` may come twice."""
        ...


@runtime_checkable
class ManyWriter(Protocol):
    """A writer that reads what many messages need at once."""

    def many(
        self, wishes: Sequence[WritingWish], *, at: datetime
    ) -> Sequence[Draft | MessageRefused]:
        """Return the messages, in their order; one that cannot be written is its refusal."""
        ...


def write_many(
    write: MessageWriter, wishes: Sequence[WritingWish], *, at: datetime
) -> list[Draft | MessageRefused]:
    """Write the messages in the writer's own way, or one after the other."""
    if isinstance(write, ManyWriter):
        return list(write.many(wishes, at=at))
    drafts: list[Draft | MessageRefused] = []
    for wish in wishes:
        try:
            drafts.append(
                write(
                    planned_id=wish.planned_id,
                    reference=wish.reference,
                    must_disclose=wish.must_disclose,
                    at=at,
                )
            )
        except MessageRefused as refused:
            drafts.append(refused)
    return drafts
