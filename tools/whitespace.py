"""Find trailing blanks, tabs for indents, and a missing or doubled end of file, in files named."""

from __future__ import annotations

import sys
from pathlib import Path

TABS_BELONG = {"Makefile"}


def faults(path: Path) -> list[str]:
    """Return what is wrong with the blanks of one text file, a line each."""
    text = path.read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            found.append(f"{path}:{number}: blanks at the end of the line")
        if line.startswith("\t") and path.name not in TABS_BELONG:
            found.append(f"{path}:{number}: a tab as indent")
    if text and not text.endswith("\n"):
        found.append(f"{path}: no newline at the end")
    if text.endswith("\n\n"):
        found.append(f"{path}: an empty line at the end")
    return found


def main() -> None:
    found = [fault for name in sys.argv[1:] for fault in faults(Path(name))]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
