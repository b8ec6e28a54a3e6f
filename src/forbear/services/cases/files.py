"""Files as evidence: looked at, named anew, kept outside the database under their hash."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.core.cases.files import file_kind, safe_name
from forbear.packs.cases import load_case_rules
from forbear.ports.case_files import CaseFileStore
from forbear.services.agreements.steps import Moment
from forbear.services.refusals import Refusal
from forbear.store.models import CaseFile, Complaint, Dispute


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody gave it: its name, which may be hostile, and its bytes."""

    name: str
    data: bytes


def file_fault(given: Given) -> Refusal | None:
    """Return why a file is not taken: ``FILE_EMPTY``, ``FILE_TOO_LARGE``, ``FILE_KIND``."""
    rules = load_case_rules()
    if not given.data:
        return Refusal("FILE_EMPTY", "The file is empty. Choose another one.")
    if len(given.data) > rules.bytes_max:
        most = rules.bytes_max // 1024**2
        return Refusal("FILE_TOO_LARGE", f"A file has at most {most} MB. Send it in parts.")
    if file_kind(given.name, given.data) is None:
        text = "Only PDF, JPG, PNG, plain text (UTF-8) and EML are taken, and they must be that."
        return Refusal("FILE_KIND", text)
    return None


def file_keep(
    case: Dispute | Complaint, given: Given, *, side: str, store: CaseFileStore, moment: Moment
) -> tuple[CaseFile, bool] | Refusal:
    """Keep a file with a case, and say whether it is new; the same bytes again are the same file.

    Refusals: those of :func:`file_fault`, and ``FILES_TOO_MANY``.
    """
    refusal = file_fault(given)
    if refusal is not None:
        return refusal
    sha256 = store.keep(given.data)
    if held := case.files.filter(sha256=sha256, side=side).first():
        return held, False
    rules = load_case_rules()
    if case.files.count() >= rules.count_max:
        text = f"There are {rules.count_max} files already: put the rest into one."
        return Refusal("FILES_TOO_MANY", text)
    kind = file_kind(given.name, given.data)
    assert kind is not None, "looked at above"
    made = case.files.create(
        side=side,
        name=safe_name(given.name, kind),
        kind=kind,
        size=len(given.data),
        sha256=sha256,
        at=moment.at,
        actor=moment.actor[:150],
    )
    return made, True
