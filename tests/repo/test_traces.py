"""No trace of the machine it was made on, of a package index, or of a secret."""

from __future__ import annotations

import re

import pytest

from tests.repo.tree import ROOT, files, name_of, texts

# Put together, so that this file does not hold what it forbids.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
HOSTS += ["proxy.golang" + ".org", "crates" + ".io", "rubygems" + ".org", "repo1.maven" + ".org"]
PLACES = [
    r"(?<![\w.~}$)])/" + "(?:ro" + r"ot|wo" + r"rk|opt|Users)/",
    r"/ho" + r"me/\w",
    r"(?<![\w/.-])sha" + r"red/(?:law|data|hooks|[A-Z]{2,}\.md)",
]
SECRETS = [
    "AK" + r"IA[0-9A-Z]{16}",
    "gh" + r"[pousr]_[A-Za-z0-9]{30,}",
    "xo" + r"x[abprs]-[A-Za-z0-9-]{10,}",
    "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
    "ey" + r"J[A-Za-z0-9_-]{15,}\.ey" + r"J[A-Za-z0-9_-]{15,}",
    r"(?i:secret_key|api_key|access_token)\s*[=:]\s*[\"'][A-Za-z0-9+/_-]{20,}[\"']",
]


def found(patterns: list[str]) -> list[str]:
    wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    return [
        f"{name_of(path)}: {match.group()}"
        for path, text in texts()
        if "vendor" not in path.parts
        for match in wanted.finditer(text)
    ]


@pytest.mark.parametrize(
    ("patterns", "bad", "good"),
    [
        (PLACES, "see /ro" + "ot/x and sha" + "red/DESIGN.md", "web/shared/base.html a/work/b"),
        (SECRETS, "AK" + "IA" + "ABCDEFGHIJKLMNOP", "secret_key = environ['KEY']"),
    ],
)
def test_the_patterns_see_what_they_look_for(patterns: list[str], bad: str, good: str) -> None:
    wanted = re.compile("|".join(patterns))
    assert wanted.search(bad)
    assert not wanted.search(good)


def test_no_package_index_is_named() -> None:
    assert not found([re.escape(host) for host in HOSTS])


def test_no_path_of_a_machine_is_left() -> None:
    assert not found(PLACES)


def test_nothing_looks_like_a_secret() -> None:
    assert not found(SECRETS)


def test_scripts_can_be_run_and_nothing_else_is_executable() -> None:
    scripts = {ROOT / ".ci" / "run", *(path for path in files() if path.suffix == ".sh")}
    for path in scripts:
        assert path.read_bytes().startswith(b"#!"), name_of(path)
        assert path.stat().st_mode & 0o100, f"{name_of(path)} is not executable"
    assert not [name_of(p) for p in files() if p not in scripts and p.stat().st_mode & 0o111]


def test_pages_load_nothing_from_other_hosts() -> None:
    loads = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!localhost|127\.)""")
    pages = [(path, text) for path, text in texts() if path.suffix == ".html"]
    assert not [name_of(path) for path, text in pages if loads.search(text)]
