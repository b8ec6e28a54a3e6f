"""What can go wrong with the database, each in one sentence with the place and the cure."""

from __future__ import annotations

from pathlib import Path


class DatabaseProblem(Exception):  # noqa: N818 - it is shown to people, who have a problem
    """The database cannot be used. ``code`` is stable, the text is for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


# What PostgreSQL's own words mean: a part of its message, our code, what is wrong, the cure.
_SIGNS = (
    ("No space left on device", "DISK_FULL", "the disk is full", "Free some space and try again."),
    (
        "Permission denied",
        "NO_PERMISSION",
        "a folder is closed to the user that runs the database",
        "Give that user its folder back, or set FORBEAR_HOME to another one.",
    ),
    (
        "Address already in use",
        "SOCKET_TAKEN",
        "another server listens on the same socket",
        "Stop it with `forbear db stop` and try again.",
    ),
    (
        '.lock" already exists',
        "SOCKET_TAKEN",
        "a server whose data was removed still holds the socket",
        "End that process; server.log there names it.",
    ),
    (
        "initialized by PostgreSQL version",
        "WRONG_VERSION",
        "it was made by another version of PostgreSQL",
        "Set FORBEAR_HOME to a new folder, or move the data with pg_dump of that version.",
    ),
    (
        "could not look up effective user ID",
        "NO_USER",
        "the user that runs this is not in the system's list of users",
        "Add it with useradd, or set DATABASE_URL to a server of your own.",
    ),
    (
        "could not create shared memory",
        "NO_MEMORY",
        "the machine has too little memory left",
        "Close something and try again.",
    ),
)


def explained(what: str, where: Path, said: str) -> DatabaseProblem:
    """Return the problem behind what PostgreSQL ``said`` about the folder ``where``."""
    for sign, code, wrong, cure in _SIGNS:
        if sign in said:
            return DatabaseProblem(code, f"{what} in {where}: {wrong}. {cure}")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = next((line for line in reversed(lines) if "FATAL" in line or "error" in line), None)
    words = last or (lines[-1] if lines else "it gave no reason")
    return DatabaseProblem("NOT_STARTED", f"{what} in {where}: {words}")
