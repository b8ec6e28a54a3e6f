"""The queue of payments: money that waits, and what a person does with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.payments import queue as services
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Payment
from forbear.store.selectors.payments import (
    Likely,
    bank_file_list,
    likely_accounts,
    payment_list,
    returned_candidates,
)
from forbear.web.money.rail import rail_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MATCH_MONEY
from forbear.web.shared.refusals import REFUSAL
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.house import house_day

ROWS = 25
ID_MAX = 2**63 - 1
# what is shown, and the states that it means; the first is what one begins with
VIEWS: dict[str, tuple[str, ...]] = {
    "waiting": ("unmatched", "held"),
    "aside": ("aside",),
    "refunds": ("refund_asked",),
    "returned": ("returned",),
    "posted": ("posted",),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A payment as the queue shows it, with the accounts or payments that it may belong to."""

    payment: Payment
    likely: list[Likely]
    returns: list[Payment]

    @property
    def is_back(self) -> bool:
        """Whether it is money that the bank took back."""
        return self.payment.amount_minor < 0

    @property
    def text(self) -> str:
        """What the payer wrote."""
        entry = self.payment.entry
        return "" if entry is None else " ".join(filter(None, (entry.reference, entry.remittance)))


@require_GET
@permission_required(MATCH_MONEY, raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the payments of a view, the newest first."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "waiting"
    found = Paginator(payment_list(states=VIEWS[view]), ROWS)
    page = found.get_page(request.GET.get("page"))
    is_open = view in {"waiting", "aside"}
    rows = [
        Row(
            payment,
            likely_accounts(payment) if is_open else [],
            returned_candidates(payment) if is_open and payment.amount_minor < 0 else [],
        )
        for payment in page.object_list
    ]
    counts = {name: payment_list(states=states).count() for name, states in VIEWS.items()}
    labels = {
        "waiting": _("Waiting"),
        "aside": _("Put aside"),
        "refunds": _("To be sent back"),
        "returned": _("Returned"),
        "posted": _("Posted"),
    }
    context = {
        "view": view,
        "views": [(name, labels[name], counts[name]) for name in VIEWS],
        "view_name": labels[view],
        "rows": rows,
        "page": page,
        "is_open": is_open,
        "today": house_day(),
        "files": bank_file_list()[:3],
        "rail": rail_of(request, current="payments"),
    }
    return render(request, "money/payments.html", context)


@require_POST
@permission_required(MATCH_MONEY, raise_exception=True)
def match(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Post a payment to the account that was chosen, or whose number was written."""
    account = _account_of(request)
    if account is None:
        messages.error(request, str(REFUSAL["ACCOUNT_UNKNOWN"]))
        return _back(request)
    done = services.payment_match(
        payment_id=payment_id,
        account_id=account.pk,
        on=house_day(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    said = _("%(amount)s is posted to %(account)s.")
    return _answer(request, done, said, account=account.reference)


@require_POST
@permission_required(MATCH_MONEY, raise_exception=True)
def match_return(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Say which payment the bank took back."""
    done = services.payment_match_return(
        payment_id=payment_id,
        returned_id=_number(request.POST.get("returned_id", "")),
        on=house_day(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    return _answer(request, done, _("The payment of %(amount)s is taken back: it is owed again."))


@require_POST
@permission_required(MATCH_MONEY, raise_exception=True)
def move(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Put a payment aside, take it up again, ask for it to be sent back, or note that it was."""
    at, actor = clock.now(), request.user.get_username()
    note = request.POST.get("note", "")
    match request.POST.get("to"):
        case "aside":
            done = services.payment_put_aside(payment_id=payment_id, at=at, actor=actor, note=note)
            said = _("%(amount)s is put aside.")
        case "refund":
            done = services.payment_refund_ask(payment_id=payment_id, at=at, actor=actor, note=note)
            said = _("%(amount)s is to be sent back.")
        case "refunded":
            done = services.payment_refunded(
                payment_id=payment_id, on=house_day(), at=at, actor=actor
            )
            said = _("%(amount)s was sent back.")
        case _:
            done = services.payment_take_up(payment_id=payment_id, at=at, actor=actor)
            said = _("%(amount)s waits again.")
    return _answer(request, done, said)


def _answer(request: HttpRequest, done: Payment | Refusal, said: str, **more: str) -> HttpResponse:
    def told(payment: Payment) -> str:
        amount = formats.money(abs(payment.amount_minor), payment.currency)
        return said % {"amount": amount, **more}

    outcome_told(request, done, told)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    view = request.POST.get("view", "")
    query = f"?view={view}" if view in VIEWS and view != "waiting" else ""
    return redirect(reverse("money:payments") + query)


def _account_of(request: HttpRequest) -> Account | None:
    if number := _number(request.POST.get("account_id", "")):
        return Account.objects.filter(pk=number).first()
    reference = request.POST.get("reference", "").strip()[:64]
    return Account.objects.filter(reference=reference).first() if reference else None


def _number(given: str) -> int:
    """Return a number that was sent; 0, which nothing has, if it is none."""
    return int(given) if given.isdecimal() and int(given) <= ID_MAX else 0
