"""What every command and every worker pays before it begins."""

from __future__ import annotations

import subprocess
import sys

SHOWN = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
import django
django.setup()
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
# each half a second or more: whoever sends, signs or reads texts imports them then
HEAVY = ("forbear.wiring.adapters", "pyhanko", "httpx", "sklearn", "typst", "numpy", "pyarrow")


def test_a_command_starts_without_what_it_may_not_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, *HEAVY, "django"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["django"]
