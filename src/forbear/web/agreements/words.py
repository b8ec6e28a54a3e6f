"""The words of agreements, in both languages."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forbear.store.models import Offer, Relief
from forbear.web.shared import formats

TYPE = {
    "installment": _("Plan"),
    "settlement": _("Settlement"),
    "fee_waiver": _("Waiver"),
    "payment_pause": _("Payment pause"),
    "rate_reduction": _("Lower interest"),
}
# what somebody may grant by themselves: offers, and what disputes and complaints need
AUTHORITY = {
    **TYPE,
    "dispute_rejection": _("Rejecting a dispute"),
    "correction": _("Correcting the ledger"),
    "redress": _("Redress for a complaint"),
    "complaint_answer": _("Answering a complaint"),
}
STATE = {
    "asked": pgettext_lazy("state of an offer", "waits for approval"),
    "refused": pgettext_lazy("state of an offer", "not approved"),
    "offered": pgettext_lazy("state of an offer", "offered"),
    "declined": pgettext_lazy("state of an offer", "declined"),
    "withdrawn": pgettext_lazy("state of an offer", "withdrawn"),
    "expired": pgettext_lazy("state of an offer", "expired"),
    "accepted": pgettext_lazy("state of an offer", "agreed"),
    "kept": pgettext_lazy("state of an offer", "met, being applied"),
    "broken": pgettext_lazy("state of an offer", "not kept"),
    "fulfilled": pgettext_lazy("state of an offer", "fulfilled"),
}
STEP = {
    **STATE,
    "waived": _("waived"),
    "undone": _("taken back: the payment went back"),
    "waits": _("waits for the books"),
    "plan_missed": _("a payment is missed"),
    "plan_kept": _("up to date again"),
}
PLAN = {
    "kept": pgettext_lazy("state of a plan", "kept"),
    "missed": pgettext_lazy("state of a plan", "payment missed"),
    "broken": pgettext_lazy("state of a plan", "broken"),
    "completed": pgettext_lazy("state of a plan", "paid to the end"),
}
NEEDS = {
    "NO_AUTHORITY": _("Your role may not offer this by itself."),
    "ABOVE_SHARE": _("A larger share of the debt is waived than you may waive."),
    "ABOVE_AMOUNT": _("More is waived than you may waive."),
    "ABOVE_MONTHS": _("It runs for more months than you may agree to."),
    "ABOVE_AFFORDABLE": _("It costs more a month than they can spare."),
}
OUTGOING = {
    "housing": _("Rent or mortgage"),
    "utilities": _("Heating, water, phone"),
    "food": _("Food and household"),
    "transport": _("Transport"),
    "health": _("Health and care"),
    "children": _("Children"),
    "debts": _("Other debts"),
    "other": _("Anything else"),
}
RELIEF = {
    "pause": _("Pause"),
    "reduced_payment": _("Reduced payment"),
    "advice_hold": _("Rest while an adviser works out a plan"),
    "breathing_space": _("Breathing space by law"),
    "crisis_space": _("Breathing space in a mental health crisis"),
}
REASON = {
    "income_lost": _("less income"),
    "illness": _("illness"),
    "family": _("family"),
    "disaster": _("disaster"),
    "debts": _("too many debts"),
    "life_event": _("a life event"),
    "vulnerable": _("needs extra care"),
    "by_law": _("by law"),
    "other": _("other"),
}


def offer_sentence(offer: Offer) -> str:
    """Say in a sentence what an offer says, as it may be read out."""
    amount = formats.money(offer.amount_minor, offer.currency)
    match offer.type:
        case "settlement":
            said = _now("If %(amount)s is paid by %(day)s, the rest is waived.")
        case "fee_waiver" if offer.condition_minor:
            said = _now("If %(condition)s is paid by %(day)s, %(amount)s is waived.")
        case "fee_waiver":
            said = _now("%(amount)s is waived.")
        case "installment":
            said = _now("%(amount)s in %(months)s payments of at most %(monthly)s, from %(first)s.")
        case "payment_pause":
            said = _now("No payment is asked for until %(until)s.")
        case _:
            said = _now("%(share)s %% of the interest until %(until)s is waived.")
    return said % {
        "amount": amount,
        "condition": formats.money(offer.condition_minor, offer.currency),
        "day": formats.day(offer.pay_by) if offer.pay_by else "",
        "months": offer.months,
        "monthly": formats.money(offer.monthly_minor, offer.currency),
        "first": formats.day(offer.first_due_on) if offer.first_due_on else "",
        "until": formats.day(offer.until_on) if offer.until_on else "",
        "share": f"{offer.rate_share_bp // 100}",
    }


def relief_sentence(relief: Relief) -> str:
    """Say in a sentence which relief is given, until when."""
    return _now("%(kind)s until %(day)s (%(reason)s)") % {
        "kind": RELIEF[relief.kind],
        "day": formats.day(relief.until_on),
        "reason": REASON[relief.reason],
    }
