"""The trail with its filters, one entry with what it changed, and the trail as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from forbear.services.audit_reading import EXPORT_MAX, export_note
from forbear.store.models import Account, AuditEntry
from forbear.store.selectors.audit import (
    AuditWish,
    Place,
    audit_actions,
    audit_page,
    audit_rows,
    changes_of,
    last_seal,
    last_verified,
    seal_over,
)
from forbear.web.audit.masking import masked_value
from forbear.web.shared.permissions import SEE_AUDIT
from forbear.wiring import clock

ID_MAX = 2**63 - 1
_TEXT_MAX = 150
_RULES = ("rule_id", "rule", "rules", "reasons", "codes", "code", "needs")
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)
# a cell that a spreadsheet would take for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("id", "at", "actor", "action", "subject", "subject_id", "rules", "data")


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as it is shown: the rules it names, and the rest of what it says."""

    entry: AuditEntry
    rules: str
    says: list[tuple[str, str]]


@require_GET
@permission_required(SEE_AUDIT, raise_exception=True)
def trail(request: HttpRequest) -> HttpResponse:
    """Show the entries that are wished for, the newest first."""
    asked = _asked(request)
    wish = _wish(asked)
    page = audit_page(wish, after=_place(request.GET.get("after", ""))) if wish else None
    context = {
        "asked": asked,
        "rows": [shown(row) for row in page.rows] if page else [],
        "older": _older(asked, page.after) if page and page.after else "",
        "newest": urlencode(asked) if request.GET.get("after") else "",
        "actions": _actions(),
        "people": User.objects.order_by("username").values_list("username", flat=True)[:500],
        "is_unknown": wish is None,
        "seal": last_seal(),
        "verified": last_verified(),
        "most": EXPORT_MAX,
    }
    return render(request, "audit/trail.html", context)


@require_GET
@permission_required(SEE_AUDIT, raise_exception=True)
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show one entry: all that it says, its seal, and how the row it is about has changed."""
    found = AuditEntry.objects.filter(pk=min(entry_id, ID_MAX)).first()
    if found is None:
        raise Http404
    changes = [
        (
            change.at,
            [
                (name, masked_value(name, was), masked_value(name, now))
                for name, was, now in change.fields
            ],
        )
        for change in changes_of(found)
    ]
    context = {
        "one": shown(found),
        "seal": seal_over(found),
        "changes": changes,
        "text": json.dumps(masked_value("", found.data), indent=2, ensure_ascii=False),
    }
    return render(request, "audit/entry.html", context)


@require_POST
@permission_required(SEE_AUDIT, raise_exception=True)
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Give the entries that are wished for as a file, masked as on the page; it is written down."""
    asked = {name: request.POST.get(name, "") for name in _asked(request)}
    wish = _wish(asked)
    if wish is None:
        raise Http404
    form = "jsonl" if request.POST.get("form") == "jsonl" else "csv"
    at = clock.now()
    export_note(wish, form=form, at=at, actor=request.user.get_username())
    rows = audit_rows(wish, most=EXPORT_MAX)
    lines = _as_json(rows) if form == "jsonl" else _as_csv(rows)
    kind = "application/x-ndjson" if form == "jsonl" else "text/csv"
    answer = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{at:%Y%m%d-%H%M}.{form}"'
    return answer


def shown(row: AuditEntry) -> Shown:
    """Return an entry as it may be shown."""
    rules = ", ".join(
        str(each)
        for name in _RULES
        if row.data.get(name)
        for each in (row.data[name] if isinstance(row.data[name], list) else [row.data[name]])
    )
    says = [
        (name, _written(masked_value(name, value)))
        for name, value in row.data.items()
        if name not in _RULES and value not in (None, "", [], {})
    ]
    return Shown(row, str(masked_value("", rules)), says)


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _asked(request: HttpRequest) -> dict[str, str]:
    names = ("actor", "account", "action", "since", "until")
    return {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:_TEXT_MAX] for name in names
    }


def _wish(asked: dict[str, str]) -> AuditWish | None:
    """Return what is asked for; ``None`` for an account that there is not."""
    account = None
    if reference := asked["account"].replace("\x00", "").strip():
        account = Account.objects.filter(reference=reference).first()
        if account is None:
            return None
    until = _moment(asked["until"])
    return AuditWish(
        actor=asked["actor"].replace("\x00", ""),
        action=asked["action"].replace("\x00", ""),
        account=account,
        since=_moment(asked["since"]),
        until=until + timedelta(days=1) if until else None,
    )


def _moment(day: str) -> datetime | None:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return datetime.combine(min(max(found, _FIRST), _LAST), time(), UTC)


def _older(asked: dict[str, str], after: Place) -> str:
    return urlencode({**asked, "after": f"{after[0].isoformat()}~{after[1]}"})


def _place(text: str) -> Place | None:
    at, _, pk = text.partition("~")
    try:
        found = datetime.fromisoformat(at)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)), min(int(pk), ID_MAX)
    except ValueError:
        return None


def _actions() -> list[tuple[str, list[str]]]:
    """Return the actions that occur, by family."""
    families: dict[str, list[str]] = {}
    for action in audit_actions():
        families.setdefault(action.partition(".")[0] + ".", []).append(action)
    return sorted(families.items())


def _row(row: AuditEntry) -> dict[str, object]:
    return {
        "id": row.pk,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "rules": shown(row).rules,
        "data": masked_value("", row.data),
    }


def _as_json(rows: Iterable[AuditEntry]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(_row(row), ensure_ascii=False) + "\n"


def _as_csv(rows: Iterable[AuditEntry]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for row in rows:
        kept = io.StringIO()
        found = _row(row)
        found["data"] = json.dumps(found["data"], ensure_ascii=False)
        csv.writer(kept, lineterminator="\n").writerow([_cell(found[name]) for name in COLUMNS])
        yield kept.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
