"""Reading packs from their folders."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from forbear.core.law.book import RuleBook
from forbear.core.law.faults import Fault, PackError
from forbear.core.law.loosening import loosened_by
from forbear.core.law.rules import Rule, read_rules

_LIST = "Write [[questions]]"
_LOOSENING = frozenset(
    ("permit", "permits", "allow", "allows", "except", "exempt", "override", "replace", "disable")
)
ROOT = Path(__file__).parent
NATIONS = ("cn", "us", "gb", "au", "in", "eu", "house")


def load_book(house: Path | None = None, *, root: Path = ROOT) -> RuleBook:
    """Load every pack that ships with Forbear, and the issuer's own ``house`` file if given.

    Raises ``PackError`` with every fault in every file.
    """
    rules: list[Rule] = []
    versions: dict[str, str] = {}
    faults: list[Fault] = []
    for folder in sorted(root / name for name in NATIONS if (root / name).is_dir()):
        found, wrong, version = _load_folder(folder)
        rules += found
        faults += wrong
        versions[folder.name] = version
    faults += _duplicates(rules)
    if house is not None:
        found, wrong, version = _load_house(house)
        faults += wrong + _loosened(found, rules)
        rules += found
        versions["issuer"] = version
    if faults:
        raise PackError(faults)
    return RuleBook(tuple(rules), versions)


def _load_folder(folder: Path) -> tuple[list[Rule], list[Fault], str]:
    digest = hashlib.sha256()
    rules: list[Rule] = []
    faults: list[Fault] = []
    version = ""
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        content = path.read_bytes()
        digest.update(name.encode() + b"\0" + content)
        document = _parse(content, name, faults)
        if document is None:
            continue
        if path.name == "pack.toml":
            version = str(document.get("version", ""))
            continue
        found, wrong = read_rules(document, file=name)
        rules += found
        faults += wrong
    if not version:
        faults.append(Fault(f"{folder.name}/pack.toml", "version", "is missing", "Add version"))
    return rules, faults, f"{version}+sha256:{digest.hexdigest()[:16]}"


def _load_house(path: Path) -> tuple[list[Rule], list[Fault], str]:
    """Load an issuer's own rules: one file with a list ``[[questions]]``."""
    faults: list[Fault] = []
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or "cannot be read"
        return [], [Fault(str(path), "file", problem, "Check the path of --house")], ""
    document = _parse(content, str(path), faults)
    rules: list[Rule] = []
    if document is not None:
        questions = document.get("questions", [])
        if not isinstance(questions, list) or set(document) - {"questions", "version"}:
            faults.append(Fault(str(path), "questions", "is not a list of tables", _LIST))
            questions = []
        for question in questions:
            if not isinstance(question, dict):
                faults.append(Fault(str(path), "questions", "is not a list of tables", _LIST))
                continue
            faults += _permissions(question, str(path))
            found, wrong = read_rules(question, file=str(path))
            rules += found
            faults += wrong
    version = str((document or {}).get("version", "house"))
    return rules, faults, f"{version}+sha256:{hashlib.sha256(content).hexdigest()[:16]}"


def _permissions(question: dict[str, object], file: str) -> list[Fault]:
    """Refuse words that would permit: a rule can only object, and a house file only adds rules."""
    values = question.get("values")
    tables = (
        [question, *(value for value in values if isinstance(value, dict))]
        if isinstance(values, list)
        else [question]
    )
    subject = str(question.get("rule_id") or question.get("question") or "a rule")
    return [
        Fault(
            file,
            key,
            f"would loosen {table.get('rule_id') or subject}",
            "Remove it: a house file may only add objections",
        )
        for table in tables
        for key in table
        if key in _LOOSENING
    ]


def _loosened(house: list[Rule], shipped: list[Rule]) -> list[Fault]:
    """Return a fault for each house rule that would take the place of one that ships."""
    law = {rule.rule_id: rule for rule in shipped}
    nations = {rule.nation for rule in shipped}
    faults = []
    for rule in house:
        if rule.rule_id in law:
            problem = f"would replace {rule.rule_id} of {law[rule.rule_id].file} and loosen it"
            faults.append(Fault(rule.file, "rule_id", problem, "Give the rule an id of its own"))
        if rule.nation not in nations:
            problem = f"{rule.jurisdiction} has no pack: every contact there is denied already"
            faults.append(Fault(rule.file, rule.rule_id, problem, "Remove the rule"))
        bound = loosened_by(rule, shipped)
        if bound is not None:
            problem = f"would loosen {bound.rule_id} ({bound.citation}), which binds there anyway"
            cure = "Make it stricter than that rule, or narrow what it applies to"
            faults.append(Fault(rule.file, rule.rule_id, problem, cure))
        if rule.force not in ("house", "contract"):
            problem = f"claims the force of {rule.force}"
            faults.append(Fault(rule.file, rule.rule_id, problem, 'Write force = "house"'))
    return faults


def _parse(content: bytes, name: str, faults: list[Fault]) -> dict[str, object] | None:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(name, "file", f"is not TOML: {error}", "Mend the syntax"))
        return None


def _duplicates(rules: list[Rule]) -> list[Fault]:
    seen: dict[str, str] = {}
    return [
        Fault(rule.file, rule.rule_id, f"is also in {seen[rule.rule_id]}", "Rename one")
        for rule in rules
        if seen.setdefault(rule.rule_id, rule.file) != rule.file
    ]
