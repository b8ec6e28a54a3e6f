"""Build the desk's stylesheet with the Tailwind CLI from npm. The result is committed.

Run by ``make css``. Needs Node.js with npm; nothing else in Forbear does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "forbear" / "web"
SOURCE = WEB / "styles" / "desk.css"
TARGET = WEB / "static" / "forbear.css"
# Outside src: Tailwind finds its own package by walking up from the stylesheet.
WORK = ROOT / ".forbear" / "css"
PACKAGES = {"@tailwindcss/cli": "4.3.5", "tailwindcss": "4.3.5"}


def main() -> None:
    npm = shutil.which("npm")
    node = shutil.which("node")
    if npm is None or node is None:
        sys.exit("css: npm is missing. Install Node.js 20 or later, then run `make css` again.")
    WORK.mkdir(parents=True, exist_ok=True)
    manifest = WORK / "package.json"
    wanted = json.dumps({"private": True, "dependencies": PACKAGES}, indent=2)
    cli = WORK / "node_modules" / "@tailwindcss" / "cli" / "dist" / "index.mjs"
    if not cli.exists() or not manifest.exists() or manifest.read_text() != wanted:
        manifest.write_text(wanted)
        quiet = ["--no-fund", "--no-audit", "--ignore-scripts", "--loglevel=error"]
        subprocess.run([npm, "install", *quiet], cwd=WORK, check=True)
    local = WORK / "desk.css"
    text = SOURCE.read_text(encoding="utf-8")
    local.write_text(text.replace('"../', f'"{WEB.as_posix()}/'), encoding="utf-8")
    subprocess.run(
        [node, str(cli), "-i", str(local), "-o", str(TARGET), "--minify"], cwd=WORK, check=True
    )
    print(f"css: wrote {TARGET.relative_to(ROOT)} ({TARGET.stat().st_size // 1024} KiB)")


if __name__ == "__main__":
    main()
