"""Templates that people write: saved, submitted, approved by another, in force from a moment.

The shipped templates hold until a version of the same name is in force. Nothing is edited: a save
is a new version, and what became of it are rows beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from forbear.core.speech.templates import Fault, Template
from forbear.packs.trying import text_faults
from forbear.packs.words import load_templates, template_from, template_text
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import TemplateStep, TemplateVersion
from forbear.store.selectors.wording import templates_written, version_in_force


@dataclass(frozen=True, slots=True)
class InForce:
    """A template as it stands at a moment. ``version`` is 0 for the one that comes with Forbear."""

    template: Template
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """A text that was not saved or approved, with every fault in it."""

    faults: tuple[Fault, ...]


def template_in_force(
    template_id: str, *, at: datetime, shipped: Mapping[str, Template] | None = None
) -> InForce | None:
    """Return the template in force at a moment: a version of ours, or the shipped one."""
    version = version_in_force(template_id, at=at)
    if version is not None:
        template = _read(template_id, version.sha256, version.text)
        return InForce(template, version.number, version.sha256)
    known = load_templates() if shipped is None else shipped
    template_or_none = known.get(template_id)
    if template_or_none is None:
        return None
    return InForce(template_or_none, 0, _shipped_sha(template_id))


def template_ids() -> list[str]:
    """Return every template's id, the shipped ones and those that people wrote."""
    return sorted({*load_templates(), *templates_written()})


def text_in_force(template_id: str, *, at: datetime) -> str | None:
    """Return the TOML of the template in force, or ``None`` if there is none."""
    version = version_in_force(template_id, at=at)
    return template_text(template_id) if version is None else version.text


@transaction.atomic
def wording_save(
    *, template_id: str, text: str, actor: str, at: datetime, note: str = ""
) -> TemplateVersion | Faulty:
    """Save a text as the next version of a template; a text with a fault is not saved."""
    text = text.replace("\r\n", "\n")
    if faults := text_faults(template_id, text):
        return Faulty(faults)
    latest = (
        TemplateVersion.objects.select_for_update()
        .filter(template=template_id)
        .order_by("-number")
        .first()
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if latest is not None and latest.sha256 == sha256 and not latest.steps.exists():
        return latest
    made = TemplateVersion.objects.create(
        template=template_id,
        number=latest.number + 1 if latest else 1,
        text=text,
        sha256=sha256,
        drafted_by=actor,
        at=at,
        note=note[:200],
    )
    _audit(made, "template.saved", actor=actor, at=at)
    return made


@transaction.atomic
def wording_submit(*, version_id: int, actor: str, at: datetime) -> TemplateStep | Refusal:
    """Ask for another person's word on a version."""
    version = _locked(version_id)
    if version is None:
        return _unknown(version_id)
    if refusal := _refused(version, without=("submitted", "approved", "rejected")):
        return refusal
    return _step(version, "submitted", actor=actor, at=at)


@transaction.atomic
def wording_approve(
    *, version_id: int, actor: str, at: datetime, from_at: datetime | None = None
) -> TemplateStep | Refusal | Faulty:
    """Put a submitted version in force from a moment, by someone who did not write it.

    It is checked again: rules may have come since. Refusals: ``VERSION_UNKNOWN``,
    ``NOT_SUBMITTED``, ``STEP_TAKEN``, ``FOUR_EYES``, ``IN_THE_PAST``.
    """
    version = _locked(version_id)
    if version is None:
        return _unknown(version_id)
    if refusal := _refused(version, needs="submitted", without=("approved", "rejected")):
        return refusal
    submitter = version.steps.get(step="submitted").actor
    if actor in {version.drafted_by, submitter}:
        return Refusal("FOUR_EYES", "Another person must approve: not who wrote or submitted it.")
    if from_at is not None and from_at < at:
        return Refusal("IN_THE_PAST", "A version is in force from now or later, never from before.")
    if faults := text_faults(version.template, version.text):
        return Faulty(faults)
    return _step(version, "approved", actor=actor, at=at, from_at=from_at or at)


@transaction.atomic
def wording_reject(
    *, version_id: int, actor: str, at: datetime, reason: str
) -> TemplateStep | Refusal:
    """Send a submitted version back, with the reason."""
    version = _locked(version_id)
    if version is None:
        return _unknown(version_id)
    if refusal := _refused(version, needs="submitted", without=("approved", "rejected")):
        return refusal
    if not reason.strip():
        return Refusal("REASON_MISSING", "Say why, so that the next version can be better.")
    return _step(version, "rejected", actor=actor, at=at, note=reason.strip())


@transaction.atomic
def wording_end(
    *, version_id: int, actor: str, at: datetime, from_at: datetime | None = None
) -> TemplateStep | Refusal:
    """End a version from a moment; the one before it, or the shipped one, holds again."""
    version = _locked(version_id)
    if version is None:
        return _unknown(version_id)
    if refusal := _refused(version, needs="approved", without=("ended",)):
        return refusal
    if from_at is not None and from_at < at:
        return Refusal("IN_THE_PAST", "A version ends now or later, never before.")
    return _step(version, "ended", actor=actor, at=at, from_at=from_at or at)


def _locked(version_id: int) -> TemplateVersion | None:
    return TemplateVersion.objects.select_for_update().filter(pk=version_id).first()


def _unknown(version_id: int) -> Refusal:
    return Refusal("VERSION_UNKNOWN", f"There is no template version {version_id}.")


def _refused(
    version: TemplateVersion, *, needs: str = "", without: tuple[str, ...] = ()
) -> Refusal | None:
    taken = set(version.steps.values_list("step", flat=True))
    if needs and needs not in taken:
        code = "NOT_SUBMITTED" if needs == "submitted" else "NOT_APPROVED"
        return Refusal(code, f"Version {version.number} of {version.template} was never {needs}.")
    for step in without:
        if step in taken:
            return Refusal(
                "STEP_TAKEN", f"Version {version.number} of {version.template} was {step} already."
            )
    return None


def _step(
    version: TemplateVersion,
    step: str,
    *,
    actor: str,
    at: datetime,
    from_at: datetime | None = None,
    note: str = "",
) -> TemplateStep:
    made = TemplateStep.objects.create(
        version=version,
        step=step,
        at=at,
        actor=actor,
        drafted_by=version.drafted_by,
        from_at=from_at,
        note=note[:200],
    )
    _audit(version, f"template.{step}", actor=actor, at=at, note=note, from_at=from_at)
    return made


def _audit(
    version: TemplateVersion,
    action: str,
    *,
    actor: str,
    at: datetime,
    note: str = "",
    from_at: datetime | None = None,
) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="template_version",
        subject_id=version.pk,
        data={
            "template": version.template,
            "number": version.number,
            "sha256": version.sha256,
            **({"note": note} if note else {}),
            **({"from_at": from_at.isoformat()} if from_at else {}),
        },
    )


@lru_cache(maxsize=512)
def _read(template_id: str, _sha256: str, text: str) -> Template:
    return template_from(template_id, text)


@lru_cache(maxsize=512)
def _shipped_sha(template_id: str) -> str:
    text = template_text(template_id)
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()
