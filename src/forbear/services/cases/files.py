"""Files as evidence: looked at, named anew, kept outside the database under their hash."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.core.cases import words as c
from forbear.core.cases.files import file_kind, safe_name
from forbear.packs.cases import load_case_rules
from forbear.ports.case_files import CaseFileStore
from forbear.services.agreements.steps import Moment
from forbear.services.cases.steps import NOTE_MAX, case_may, case_step, text_fault
from forbear.services.refusals import Refusal
from forbear.store.models import CaseFile, Complaint, Dispute


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody gave it: its name, which may be hostile, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that was looked at and may be kept: safe to name, of a known kind, of one side."""

    name: str
    kind: str
    data: bytes
    side: str
    note: str


def kind_of(given: Given) -> str | Refusal:
    """Return what kind of file it is: ``FILE_EMPTY``, ``FILE_TOO_LARGE``, ``FILE_KIND`` if none."""
    rules = load_case_rules()
    if not given.data:
        return Refusal("FILE_EMPTY", "The file is empty. Choose another one.")
    if len(given.data) > rules.bytes_max:
        most = rules.bytes_max // 1024**2
        return Refusal("FILE_TOO_LARGE", f"A file has at most {most} MB. Send it in parts.")
    kind = file_kind(given.name, given.data)
    if kind is None:
        text = "Only PDF, JPG, PNG, plain text (UTF-8) and EML are taken, and they must be that."
        return Refusal("FILE_KIND", text)
    return kind


def evidence_of(given: Given, *, side: str, note: str) -> Evidence | Refusal:
    """Look at a file before it is kept, with the words that go with it.

    Refusals: those of :func:`kind_of`, ``WORD_UNKNOWN``, those of texts.
    """
    kind = kind_of(given)
    if isinstance(kind, Refusal):
        return kind
    refusal = text_fault(note, NOTE_MAX)
    if refusal is not None:
        return refusal
    if side not in c.SIDES:
        return Refusal("WORD_UNKNOWN", f"{side!r} is none of {', '.join(c.SIDES)}.")
    return Evidence(safe_name(given.name, kind), kind, given.data, side, note)


def evidence_keep(
    case: Dispute | Complaint, evidence: Evidence, *, store: CaseFileStore, moment: Moment
) -> CaseFile | Refusal:
    """Keep a file with a case that is held; the same bytes again are the same file, and no step.

    Refusals: those of :func:`case_may`, and ``FILES_TOO_MANY``.
    """
    step = "evidence_came" if evidence.side == "theirs" else "evidence_sent"
    refusal = case_may(case, step, actor=moment.actor)
    if refusal is not None:
        return refusal
    sha256 = store.keep(evidence.data)
    if held := case.files.filter(sha256=sha256, side=evidence.side).first():
        return held
    rules = load_case_rules()
    if case.files.count() >= rules.count_max:
        text = f"There are {rules.count_max} files already: put the rest into one."
        return Refusal("FILES_TOO_MANY", text)
    made = case.files.create(
        side=evidence.side,
        name=evidence.name,
        kind=evidence.kind,
        size=len(evidence.data),
        sha256=sha256,
        at=moment.at,
        actor=moment.actor[:150],
    )
    data: dict[str, object] = {"file": made.pk, "name": made.name, "sha256": sha256}
    case_step(case, step, moment, note=evidence.note, data=data)
    return made
