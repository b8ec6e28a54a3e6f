"""Print the table of roles into docs/reference/roles.md. Run by ``make roles``."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "roles.md"
BEGIN, END = "<!-- printed by make roles -->", "<!-- end of print -->"


def page() -> str:
    """Return the page as it should be: its own words, and the tables between the marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{rest.split(END)[1]}"


def tables() -> str:
    from forbear.core.roles import ROLES  # noqa: PLC0415 - Django must be set up before
    from forbear.web.shared.doors import DOORS, OPERATIONS  # noqa: PLC0415
    from forbear.web.shared.permissions import EVERYONE, GRANTS  # noqa: PLC0415

    lines = ["## What each role may do", "", "| role | permissions |", "|---|---|"]
    for role in ROLES:
        held = [name for name, roles in GRANTS.items() if roles == EVERYONE or role in roles]
        lines.append(f"| `{role}` | {', '.join(f'`{name}`' for name in held)} |")
    lines += ["", "## What each address asks for", "", "| address | reading | writing |"]
    lines.append("|---|---|---|")
    for name, door in sorted(DOORS.items()):
        lines.append(f"| {name} | {_needs(door.read)} | {_needs(door.write)} |")
    lines += ["", "## What each operation of the API asks for", "", "| operation | scope |"]
    lines.append("|---|---|")
    lines += [f"| `{name}` | {scope} |" for name, scope in sorted(OPERATIONS.items())]
    return "\n".join(lines) + "\n"


def _needs(needs: tuple[str, ...] | None) -> str:
    if needs is None:
        return "–"
    return " or ".join(f"`{each}`" if "." in each else each for each in needs)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.wiring.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"roles: wrote {PAGE.relative_to(ROOT)}")
