"""What can be wrong with a file or its mapping as a whole."""

from __future__ import annotations


class ImportProblem(Exception):  # noqa: N818 - a problem of the file, told to its owner
    """The file or its mapping cannot be used at all; the message says what to do."""
