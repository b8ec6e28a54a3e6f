"""Reading packs from their folders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from forbear.core.law.book import RuleBook
from forbear.core.law.charges import LawCharge, is_charge, read_charges
from forbear.core.law.faults import Fault, PackError
from forbear.core.law.loosening import loosened_by
from forbear.core.law.periods.reading import LawPeriod, dangling, is_period, read_periods
from forbear.core.law.rules import Rule, read_rules
from forbear.core.law.sources import ISSUER, PackSource

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
    sources = [_folder(root / name) for name in sorted(NATIONS) if (root / name).is_dir()]
    if house is not None:
        sources.append(read_house(house))
    return book_of(sources)


def load_folder(folder: Path) -> RuleBook:
    """Load a folder of packs, as ``forbear law export`` writes one: a folder for each pack.

    A folder that is itself one pack takes the place of the pack of its name among those that ship.
    Raises ``PackError`` with every fault in every file; a folder that is no pack's is a fault.
    """
    if (folder / "pack.toml").is_file():
        return with_packs(load_book(), [_folder(folder)])
    inner = sorted(path for path in folder.iterdir() if path.is_dir())
    faults = [
        Fault(str(path), "folder", "is no pack's name", f"Use {', '.join((*NATIONS, ISSUER))}")
        for path in inner
        if path.name not in (*NATIONS, ISSUER)
    ]
    if not inner:
        faults.append(
            Fault(str(folder), "folder", "holds no packs", "forbear law export makes one")
        )
    if faults:
        raise PackError(faults)
    return book_of([_folder(path) for path in inner])


def with_packs(book: RuleBook, sources: Iterable[PackSource]) -> RuleBook:
    """Return the book with other texts for some of its packs; raises ``PackError``."""
    return book_of(({s.key: s for s in book.sources} | {s.key: s for s in sources}).values())


def book_of(sources: Iterable[PackSource], *, is_part: bool = False) -> RuleBook:
    """Read packs from their texts, with the same strictness wherever they come from.

    ``is_part`` says that the packs of other nations were left out on purpose. Raises
    ``PackError`` with every fault in every file.
    """
    rules: list[Rule] = []
    periods: list[LawPeriod] = []
    charges: list[LawCharge] = []
    versions: dict[str, str] = {}
    faults: list[Fault] = []
    # the issuer's own rules come last: they are held against all the others
    given = sorted(sources, key=lambda source: (source.key == ISSUER, source.key))
    for source in given:
        if source.key == ISSUER:
            faults += _duplicates([*rules, *periods, *charges])
            found, wrong, version = _read_house(source)
            wrong += _loosened(found, rules, is_part=is_part)
        else:
            found, wrong, version = _read_pack(source, periods, charges)
        faults += wrong
        rules += found
        versions[source.key] = version
    if ISSUER not in versions:
        faults += _duplicates([*rules, *periods, *charges])
    faults += [] if is_part else dangling(periods)
    if faults:
        raise PackError(faults)
    return RuleBook(
        tuple(rules), versions, tuple(given), periods=tuple(periods), charges=tuple(charges)
    )


def read_house(path: Path) -> PackSource:
    """Read an issuer's own rules: one file. Raises ``PackError`` where there is none."""
    try:
        return PackSource(ISSUER, {str(path): path.read_bytes()})
    except OSError as error:
        problem = error.strerror or "cannot be read"
        fault = Fault(str(path), "file", problem, "Check the path of --house")
        raise PackError([fault]) from None


def _folder(folder: Path) -> PackSource:
    if folder.name == ISSUER:
        return PackSource(ISSUER, {str(p): p.read_bytes() for p in sorted(folder.glob("*.toml"))})
    return PackSource(
        folder.name,
        {f"{folder.name}/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.toml"))},
    )


def load_charges(root: Path = ROOT) -> tuple[LawCharge, ...]:
    """Load only what bounds charges, from the packs that ship: ``money_*.toml``.

    Raises ``PackError`` with every fault in these files.
    """
    charges: list[LawCharge] = []
    faults: list[Fault] = []
    for path in sorted(root.glob("*/money_*.toml")):
        name = f"{path.parent.name}/{path.name}"
        document = _parse(path.read_bytes(), name, faults)
        if document is not None:
            found, wrong = read_charges(document, file=name)
            charges += found
            faults += wrong
    faults += _duplicates(charges)
    if faults:
        raise PackError(faults)
    return tuple(charges)


def _read_pack(
    source: PackSource, periods: list[LawPeriod], charges: list[LawCharge]
) -> tuple[list[Rule], list[Fault], str]:
    rules: list[Rule] = []
    faults: list[Fault] = []
    version = ""
    for name, content in source.files.items():
        document = _parse(content, name, faults)
        if document is None:
            continue
        if name == f"{source.key}/pack.toml":
            version = str(document.get("version", ""))
            continue
        if is_period(document):
            counted, wrong = read_periods(document, file=name)
            periods += counted
        elif is_charge(document):
            bounds, wrong = read_charges(document, file=name)
            charges += bounds
        else:
            found, wrong = read_rules(document, file=name)
            rules += found
        faults += wrong
    if not version:
        faults.append(Fault(f"{source.key}/pack.toml", "version", "is missing", "Add version"))
    return rules, faults, source.version(version)


def _read_house(source: PackSource) -> tuple[list[Rule], list[Fault], str]:
    """Read an issuer's own rules: a list ``[[questions]]``."""
    faults: list[Fault] = []
    rules: list[Rule] = []
    version = "house"
    for file, content in source.files.items():
        document = _parse(content, file, faults)
        if document is None:
            continue
        questions = document.get("questions", [])
        if not isinstance(questions, list) or set(document) - {"questions", "version"}:
            faults.append(Fault(file, "questions", "is not a list of tables", _LIST))
            questions = []
        for question in questions:
            if not isinstance(question, dict):
                faults.append(Fault(file, "questions", "is not a list of tables", _LIST))
                continue
            faults += _permissions(question, file)
            found, wrong = read_rules(question, file=file)
            rules += found
            faults += wrong
        version = str(document.get("version", version))
    return rules, faults, source.version(version)


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


def _loosened(house: list[Rule], shipped: list[Rule], *, is_part: bool) -> list[Fault]:
    """Return a fault for each house rule that would take the place of one that ships."""
    law = {rule.rule_id: rule for rule in shipped}
    nations = {rule.nation for rule in shipped}
    faults = []
    for rule in house:
        if rule.rule_id in law:
            problem = f"would replace {rule.rule_id} of {law[rule.rule_id].file} and loosen it"
            faults.append(Fault(rule.file, "rule_id", problem, "Give the rule an id of its own"))
        if rule.nation not in nations and not is_part:
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


def _duplicates(rules: Sequence[Rule | LawPeriod | LawCharge]) -> list[Fault]:
    seen: dict[str, str] = {}
    return [
        Fault(rule.file, rule.rule_id, f"is also in {seen[rule.rule_id]}", "Rename one")
        for rule in rules
        if seen.setdefault(rule.rule_id, rule.file) != rule.file
    ]
