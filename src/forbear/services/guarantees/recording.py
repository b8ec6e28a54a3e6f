"""Guarantees: only real, signed ones; without one, a guarantor is a third party (D6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from django.db import transaction

from forbear.core.cases.files import safe_name
from forbear.core.speech.facts import Language
from forbear.ports.case_files import CaseFileError, CaseFileStore
from forbear.services.agreements.steps import moment_of
from forbear.services.cases.files import Given, kind_of
from forbear.services.guarantees.period import law_end
from forbear.services.guarantees.steps import guarantee_step, guarantee_stop
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Guarantee

LANGUAGES: tuple[str, ...] = get_args(Language)
_NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """What the document says: by whom, when, of which kind, up to how much, until when.

    ``limit_minor`` is in minor units of the account. Without ``ends_on`` the law of the place says
    the last day, counted from ``debt_due_on``, on which the guaranteed debt fell due. ``language``
    is the guarantor's own.
    """

    name: str
    kind: str
    signed_on: date
    limit_minor: int
    ends_on: date | None = None
    debt_due_on: date | None = None
    language: str = "en"


@transaction.atomic
def guarantee_ask(
    *,
    account_id: int,
    terms: GuaranteeTerms,
    document: Given,
    store: CaseFileStore,
    at: datetime,
    actor: str,
) -> Guarantee | Refusal:
    """Write a guarantee down with its document; it counts for nothing until somebody proves it.

    The same document for the same name in the same terms again returns the first. Refusals:
    ACCOUNT_UNKNOWN, GUARANTEE_UNFIT, GUARANTEE_PERIOD, GUARANTEE_OVER, GUARANTEE_KNOWN, and those
    of ``kind_of``.
    """
    held = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    owed = held.filter(pk=account_id).first()
    if owed is None:
        return Refusal("ACCOUNT_UNKNOWN", "There is no such account.")
    today = moment_of(owed, at, actor).on
    ends = _ends(owed, terms)
    if isinstance(ends, Refusal):
        return ends
    ends_on, ends_by = ends
    if refusal := _unfit(terms, ends_on, today=today):
        return refusal
    kind = kind_of(document)
    if isinstance(kind, Refusal):
        return kind
    name = " ".join(terms.name.split())
    sha256 = store.keep(document.data)
    known = Guarantee.objects.filter(
        account=owed,
        name__iexact=name,
        document_sha256=sha256,
        state__in=("asked", "accepted"),
    ).first()
    if known is not None:
        return _again(known, terms, ends_on)
    made = Guarantee.objects.create(
        account=owed,
        person_id=owed.person_id,
        name=name,
        language=terms.language,
        kind=terms.kind,
        document_sha256=sha256,
        document_name=safe_name(document.name, kind),
        document_kind=kind,
        document_size=len(document.data),
        signed_on=terms.signed_on,
        limit_minor=terms.limit_minor,
        currency=owed.currency,
        ends_on=ends_on,
        ends_by=ends_by,
        asked_at=at,
        asked_by=actor,
    )
    guarantee_step(made, "asked", at=at, actor=actor)
    return made


@transaction.atomic
def guarantee_answer(
    *,
    guarantee_id: int,
    is_accepted: bool,
    store: CaseFileStore,
    at: datetime,
    actor: str,
    note: str = "",
) -> Guarantee | Refusal:
    """Accept a guarantee whose document one has seen, or refuse it; a refusal says why.

    Refusals: GUARANTEE_UNKNOWN, GUARANTEE_ANSWERED, GUARANTEE_OVER, APPROVAL_OWN,
    GUARANTEE_DOCUMENT, NOTE_MISSING.
    """
    found = _held(guarantee_id)
    if found is None:
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee.")
    if found.state != "asked":
        return Refusal("GUARANTEE_ANSWERED", "Somebody has answered this already.")
    refusal = _not_to_be_proved(found, store, at=at, actor=actor) if is_accepted else _unsaid(note)
    if refusal is not None:
        return refusal
    found.state = "accepted" if is_accepted else "refused"
    found.answered_at, found.answered_by = at, actor
    found.save(update_fields=["state", "answered_at", "answered_by"])
    guarantee_step(found, found.state, at=at, actor=actor, note=note)
    return found


@transaction.atomic
def guarantee_end(*, guarantee_id: int, at: datetime, actor: str, note: str) -> Guarantee | Refusal:
    """Release a guarantor: from now on a third party, and what waits for them is stopped.

    Refusals: GUARANTEE_UNKNOWN, NOTE_MISSING.
    """
    found = _held(guarantee_id)
    if found is None or found.state != "accepted":
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee that counts.")
    if refusal := _unsaid(note):
        return refusal
    found.state = "ended"
    found.save(update_fields=["state"])
    guarantee_stop(found, at=at)
    guarantee_step(found, "ended", at=at, actor=actor, note=note)
    return found


def _held(guarantee_id: int) -> Guarantee | None:
    return (
        Guarantee.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account__person")
        .filter(pk=guarantee_id)
        .first()
    )


def _again(known: Guarantee, terms: GuaranteeTerms, ends_on: date) -> Guarantee | Refusal:
    kept = (known.kind, known.signed_on, known.limit_minor, known.ends_on)
    if kept == (terms.kind, terms.signed_on, terms.limit_minor, ends_on):
        return known
    text = "That document is kept already, with other terms. Have those refused or ended first."
    return Refusal("GUARANTEE_KNOWN", text)


def _ends(owed: Account, terms: GuaranteeTerms) -> tuple[date, str] | Refusal:
    """Return the last day and the rule that gives it; no rule where the document does."""
    if terms.ends_on is not None:
        return terms.ends_on, ""
    law = law_end(owed.nation, terms.debt_due_on) if terms.debt_due_on else None
    if law is None:
        return Refusal(
            "GUARANTEE_PERIOD",
            "The document names no last day, and no period of the law is known: state the day, or"
            " where the law gives a period, the day on which the debt fell due.",
        )
    return law.on, law.rule_id


def _unfit(terms: GuaranteeTerms, ends_on: date, *, today: date) -> Refusal | None:
    is_fit = (
        0 < len(" ".join(terms.name.split())) <= _NAME_MAX
        and terms.kind in Guarantee.KINDS
        and terms.language in LANGUAGES
        and terms.limit_minor > 0
        and terms.signed_on <= min(today, ends_on)
    )
    if not is_fit:
        return Refusal(
            "GUARANTEE_UNFIT",
            "A guarantee has a name, a kind, a day of signing, a limit and a last day.",
        )
    if ends_on < today:
        return Refusal("GUARANTEE_OVER", "Its period has ended: it binds nobody any more.")
    return None


def _not_to_be_proved(
    found: Guarantee, store: CaseFileStore, *, at: datetime, actor: str
) -> Refusal | None:
    if actor == found.asked_by:
        return Refusal("APPROVAL_OWN", "Nobody accepts what they wrote down: ask somebody else.")
    if found.ends_on < moment_of(found.account, at, actor).on:
        return Refusal("GUARANTEE_OVER", "Its period has ended: it binds nobody any more.")
    try:
        store.read(found.document_sha256)
    except CaseFileError:
        return Refusal(
            "GUARANTEE_DOCUMENT",
            "The signed document is not there, or was changed: write the guarantee down anew.",
        )
    return None


def _unsaid(note: str) -> Refusal | None:
    return None if note.strip() else Refusal("NOTE_MISSING", "Say why, in a few words.")
