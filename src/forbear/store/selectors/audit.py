"""The audit trail, the newest first, page by page: who did what, when, to what.

A page begins after the last line of the one before, and nothing is ever counted: the thousandth
page of ten million entries costs what the first does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection, models
from django.db.models import Q, QuerySet

from forbear.core.evidence.ids import ranges_of
from forbear.store.models import Account, AuditEntry, Person, Seal, SealedPart

PAGE_SIZE = 50
_CHUNK = 1000
_VERSIONS = 20
_OWN = ("pgh_", "id")
Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class AuditWish:
    """Which entries: of an actor, an action or its family (``offer.``), an account, some time."""

    actor: str = ""
    action: str = ""
    account: Account | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, and where the next page begins; ``None`` at the end."""

    rows: list[AuditEntry]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one change made of a row: field, before, after. The first one kept has no before."""

    at: datetime
    fields: list[tuple[str, object, object]]


def audit_page(wish: AuditWish, *, after: Place | None = None) -> AuditPage:
    """Return the page that follows ``after``."""
    rows = list(_before(_wanted(wish), after)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return AuditPage(shown, (shown[-1].at, shown[-1].pk) if more else None)


def audit_rows(wish: AuditWish, *, most: int) -> Iterator[AuditEntry]:
    """Yield entries, the newest first, a piece at a time; at most ``most``."""
    wanted, after, given = _wanted(wish), None, 0
    while given < most:
        rows = list(_before(wanted, after)[: min(_CHUNK, most - given)])
        if not rows:
            return
        yield from rows
        given += len(rows)
        after = (rows[-1].at, rows[-1].pk)


def audit_actions() -> list[str]:
    """List the actions that occur, by jumping from one to the next in their index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE each AS ("
            " (SELECT action FROM store_auditentry ORDER BY action LIMIT 1)"
            " UNION ALL SELECT (SELECT a.action FROM store_auditentry a"
            " WHERE a.action > each.action ORDER BY a.action LIMIT 1)"
            " FROM each WHERE each.action IS NOT NULL"
            ") SELECT action FROM each WHERE action IS NOT NULL"
        )
        return [row[0] for row in cursor.fetchall()]


def seal_over(entry: AuditEntry) -> Seal | None:
    """Return the seal under which an entry stands; ``None`` while there is none."""
    facts = AuditEntry._meta  # noqa: SLF001 - Django's documented name for it
    parts = SealedPart.objects.filter(table=facts.db_table, last_id__gte=entry.pk)
    for part in parts.order_by("last_id").select_related("seal")[:_VERSIONS]:
        if any(start <= entry.pk <= end for start, end in ranges_of(part.ids)):
            return part.seal
    return None


def last_seal() -> Seal | None:
    """Return the newest seal."""
    return Seal.objects.order_by("number").last()


def last_verified() -> AuditEntry | None:
    """Return the entry of the last verification of the seals."""
    return AuditEntry.objects.filter(action="evidence.verified").order_by("at", "pk").last()


def changes_of(entry: AuditEntry) -> list[Change]:
    """List what became of the row that an entry is about, where its history is kept."""
    model = _models().get(entry.subject)
    if model is None or entry.subject_id is None:
        return []
    try:
        events = apps.get_model("store", f"{model.__name__}Event")
    except LookupError:
        return []
    found = list(events.objects.filter(pgh_obj_id=entry.subject_id).order_by("-pgh_id")[:_VERSIONS])
    names = [
        str(field.attname)
        for field in events._meta.concrete_fields  # noqa: SLF001 - as above
        if not field.attname.startswith(_OWN[0]) and field.attname != _OWN[1]
    ]
    changes = []
    for at, event in enumerate(found):
        older = found[at + 1] if at + 1 < len(found) else None
        fields = [
            (name, getattr(older, name), getattr(event, name))
            for name in names
            if older is not None and getattr(older, name) != getattr(event, name)
        ]
        changes.append(Change(event.pgh_created_at, fields))
    return changes


def _before(found: QuerySet[AuditEntry], after: Place | None) -> QuerySet[AuditEntry]:
    if after is not None:
        at, pk = after
        found = found.filter(Q(at__lt=at) | Q(pk__lt=pk), at__lte=at)
    return found.order_by("-at", "-pk")


def _wanted(wish: AuditWish) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if wish.actor:
        found = found.filter(actor=wish.actor)
    if wish.action.endswith("."):
        # by name, not by range: how a database sorts a dot is its own affair
        family = [each for each in audit_actions() if each.startswith(wish.action)]
        found = found.filter(action__in=family)
    elif wish.action:
        found = found.filter(action=wish.action)
    if wish.since:
        found = found.filter(at__gte=wish.since)
    if wish.until:
        found = found.filter(at__lt=wish.until)
    return found.filter(_about(wish.account)) if wish.account else found


def _about(account: Account) -> Q:
    """Match what is about an account: named in the entry, or of a row that belongs to it."""
    wanted = Q(data__account=account.pk) | Q(data__account=account.reference)
    wanted |= Q(subject="account", subject_id=account.pk)
    wanted |= Q(subject="person", subject_id=account.person_id)
    for subject, model in _models().items():
        names = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 - as above
        if _leads_to(names.get("account"), Account):
            rows = model._default_manager.filter(account=account)  # noqa: SLF001 - as above
        elif _leads_to(names.get("person"), Person):
            rows = model._default_manager.filter(person=account.person_id)  # noqa: SLF001 - as above
        else:
            continue
        if ids := list(rows.values_list("pk", flat=True)):
            wanted |= Q(subject=subject, subject_id__in=ids)
    return wanted


def _leads_to(field: object, model: type[models.Model]) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is model


def _models() -> dict[str, type[models.Model]]:
    """Return our tables by the name that entries call their rows: ``planned_contact``."""
    return {
        re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower(): model
        for model in apps.get_app_config("store").get_models()
        if not model.__name__.endswith("Event")
    }
