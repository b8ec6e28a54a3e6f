"""What is wrong with a pack, told so that it can be mended: file, key, what, cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a pack file."""

    file: str
    key: str
    problem: str
    cure: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        return f"{self.file}: {self.key}: {self.problem}. {self.cure}."


class PackError(Exception):
    """A pack cannot be used; carries every fault found, not only the first."""

    code = "PACK_INVALID"

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class ValueFault(Exception):  # noqa: N818 - it becomes a Fault with file and key
    """A value in a pack does not fit; caught by the reader, which adds file and key."""

    def __init__(self, key: str, problem: str, cure: str) -> None:
        self.key, self.problem, self.cure = key, problem, cure
        super().__init__(problem)
