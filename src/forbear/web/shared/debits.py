"""A debit as a sentence: what will be, is being, was or was not collected, and why not."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from forbear.core.debits.reasons import reason_of
from forbear.core.debits.words import objections_in
from forbear.store.models import Debit
from forbear.web.shared import formats
from forbear.web.shared.language import is_chinese


def debit_sentence(debit: Debit) -> str:
    """Say where a debit stands."""
    return _SENTENCES[debit.state]() % {
        "amount": formats.money(debit.sent_minor or debit.amount_minor, debit.currency),
        "day": formats.day_short(debit.booked_on or debit.collection_on),
        "announced": formats.day_short(debit.announced_on) if debit.announced_on else "–",
        "why": _why(debit),
    }


_SENTENCES: dict[str, Callable[[], str]] = {
    "planned": lambda: _("%(amount)s will be collected on %(day)s, once it is announced."),
    "announced": lambda: _("%(amount)s will be collected on %(day)s; announced %(announced)s."),
    "sent": lambda: _("%(amount)s is with the bank for %(day)s; announced %(announced)s."),
    "booked": lambda: _("%(amount)s was collected on %(day)s."),
    "failed": lambda: _("The bank did not pay %(amount)s for %(day)s: %(why)s"),
    "withheld": lambda: _("%(amount)s was not collected on %(day)s: %(why)s"),
}


def _why(debit: Debit) -> str:
    if debit.state == "failed":
        reason = reason_of(debit.note)
        return reason.text_zh if is_chinese() else reason.text
    if is_chinese():
        return "".join(one.text_zh for one in objections_in(debit.note))
    return " ".join(one.text for one in objections_in(debit.note))
