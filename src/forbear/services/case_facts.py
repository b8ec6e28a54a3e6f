"""What is true of a case beyond its balance: where it stands, and what its ledger shows.

Only what a template needs is read. What nothing in the store can tell stays unknown: there is no
record of reports to a credit bureau yet, so texts that state one are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.law.collection_costs import collection_cost
from forbear.core.law.periods import LawPeriod, answer_period
from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import MessageFacts
from forbear.core.speech.slot_needs import SLOT_NEEDS
from forbear.core.speech.templates import Template, parts, slots_in
from forbear.packs import load_book
from forbear.packs.cases import load_case_rules
from forbear.packs.collection_costs import cost_scale_of
from forbear.packs.issuers import Issuer
from forbear.services.preferences import opt_out_standing
from forbear.store.models import (
    Account,
    CallBack,
    CardStatement,
    ContactPoint,
    Decision,
    HostStatement,
    InboundMessage,
    LedgerTransaction,
    Plan,
    Posting,
    Promise,
)
from forbear.store.selectors.case_records import complaint_latest, dispute_latest
from forbear.store.selectors.offers import offer_facts, owed_parts, paid_since

# A letter is allowed a week by post before the days of a remedy are counted (a house value).
_BY_POST = timedelta(days=7)
_VALIDATION = "us-regf-validation-30d"
# by nation, or by region where the law is a region's: the period, and the event it is counted from
_REMEDY = {
    "GB": ("uk-cca-default-notice-14d", "default_notice_served"),
    "AU": ("au-ncc-default-30d", "default_notice_served"),
    "EU-BE": ("eu-be-demand-14d", "demand_letter"),
    "EU-NL": ("eu-nl-demand-14d", "demand_letter"),
}
_REPORT = {"IN": ("in-card-cic-7d", "reporting_notice")}
_PAYMENTS, _FEES = ("payment", "recovery"), ("fee", "cost")
_CREDITS = ("waiver", "refund", "credit_refund")


def with_case(
    facts: MessageFacts,
    account: Account,
    template: Template,
    *,
    issuer: Issuer,
    point: ContactPoint | None,
    channel: str,
) -> MessageFacts:
    """Add what ``template`` may need to know of the case; ``facts.as_of`` is the day."""
    assert facts.as_of is not None
    on = facts.as_of
    facts = replace(
        facts,
        places=tuple(filter(None, (account.nation, account.region, account.city))),
        status=account.status,
        legal_status=account.litigation,
        time_barred=account.time_barred,
        dispute=account.dispute,
        plan=account.plan,
        hardship_until=account.hardship_until,
        debit_failed_on=account.last_debit_failed_on,
        missed_statements=account.missed_statements,
        collector_authorised=account.collector_authorised,
    )
    needs = _needs(template)
    found: dict[str, object] = {}
    for group, read in _READERS.items():
        if needs & _FIELDS[group]:
            found |= read(account, on)
    if "opted_out" in needs and point is not None:
        found["opted_out"] = _has_opted_out(account, point, channel)
    if "wrong_person" in needs and point is not None:
        found["wrong_person"] = point.is_connected_to_other or point.state != "open"
    if needs & {"person_address", "collector_address"}:
        found |= _addresses(account, issuer, point)
    return replace(facts, **found)  # type: ignore[arg-type]


def _needs(template: Template) -> frozenset[str]:
    """Return the slots and conditions that a template uses anywhere."""
    slots = {
        slot
        for _, _, words in template.all_words()
        for part in parts(words)
        for slot in slots_in(part)
    }
    return frozenset(slots | template.requires)


def _stage(account: Account, on: date) -> dict[str, object]:
    latest = Decision.objects.filter(account=account, on__lte=on).order_by("-on")
    return {"stage": latest.values_list("stage", flat=True).first()}


def _promise(account: Account, on: date) -> dict[str, object]:
    zone = likeliest_zone(account.person.time_zones)
    night = datetime.combine(on + timedelta(days=1), time(), tzinfo=zone)
    latest = Promise.objects.filter(account=account, made_at__lt=night).order_by("made_at").last()
    if latest is None:
        return {}
    return {
        "promise_minor": latest.amount_minor,
        "promise_on": latest.pay_on,
        "promise_state": latest.state,
    }


def _offer(account: Account, on: date) -> dict[str, object]:
    """Return the offer that stands; of several, the one made last."""
    standing = offer_facts(account.pk, on=on)
    return {"offer": standing[-1], "offer_until": standing[-1].expires} if standing else {}


def _plan(account: Account, on: date) -> dict[str, object]:
    """Return where the latest plan stands, and its next payment that is not met yet."""
    plan = Plan.objects.filter(account=account).order_by("-pk").first()
    if plan is None:
        return {}
    found: dict[str, object] = {"plan_state": plan.state}
    if plan.state in {"kept", "missed"}:
        paid = sum(amount for day, amount in paid_since(account.pk, plan.starts_on) if day <= on)
        owed = 0
        for each in plan.instalments.order_by("number"):
            owed += each.amount_minor
            if owed > paid and each.due_on >= on:
                rest = min(each.amount_minor, owed - paid)
                return found | {"instalment_minor": rest, "instalment_on": each.due_on}
    return found


def _paid(account: Account, on: date) -> dict[str, object]:
    found: dict[str, object] = {}
    paid = _booked(account, on).filter(kind__in=_PAYMENTS, reversed_by__isnull=True).last()
    if paid is not None:
        found |= {"payment_minor": -_owed(Q(transaction=paid)), "payment_on": paid.on}
    back = _booked(account, on).filter(reverses__kind__in=_PAYMENTS).last()
    if back is not None:
        found |= {"returned_minor": _owed(Q(transaction=back)), "returned_on": back.on}
    if account.oldest_unpaid_due_on is not None:
        since = Q(account=account, on__gte=account.oldest_unpaid_due_on, on__lte=on)
        if Posting.objects.filter(account=account).exists():
            found["repaid_minor"] = -_owed(since & _of_kinds(_PAYMENTS))
    return found


def _itemised(account: Account, on: date) -> dict[str, object]:
    """Itemise from the last statement before today (12 CFR 1006.34(b)(3)), charge-off, or payment.

    Nothing is said unless the ledger comes to the account's balance.
    """
    owed = Q(account=account, on__lte=on)
    then = _itemization_date(account, on)
    if then is None or _owed(owed) != account.balance_minor:
        return {}
    since = owed & Q(on__gt=then)
    return {
        "itemised_on": then,
        "itemised_minor": _owed(owed & Q(on__lte=then)),
        "itemised_interest_minor": _owed(since & _of_kinds(("interest",))),
        "itemised_fees_minor": _owed(since & _of_kinds(_FEES)),
        "itemised_payments_minor": -_owed(since & _of_kinds(_PAYMENTS)),
        "itemised_credits_minor": -_owed(since & _of_kinds(_CREDITS)),
        "itemised_now_minor": account.balance_minor,
    }


def _itemization_date(account: Account, on: date) -> date | None:
    charged_off = _booked(account, on).filter(kind="charge_off", reversed_by__isnull=True).last()
    if charged_off is not None:
        return charged_off.on
    for made in (CardStatement, HostStatement):
        latest = made.objects.filter(account=account, statement_on__lte=on).order_by("statement_on")
        if (last := latest.last()) is not None:
            return last.statement_on
    paid = _booked(account, on).filter(kind__in=_PAYMENTS, reversed_by__isnull=True).last()
    return None if paid is None else paid.on


def _dispute_open(account: Account, on: date) -> dict[str, object]:
    """Return the open dispute; nothing where only the host's file says that there is one."""
    del on
    found = dispute_latest(account, is_open=True)
    if found is None:
        return {}
    return {"dispute_reference": found.reference, "dispute_answer_by": found.answer_due_on}


def _evidence_asked(account: Account, on: date) -> dict[str, object]:
    """Return what was asked for last in the open dispute, while it has not come."""
    found = dispute_latest(account, is_open=True)
    if found is None or found.state != "asked":
        return {}
    asked = found.steps.filter(step="evidence_asked", on__lte=on).order_by("pk").last()
    return {} if asked is None else {"dispute_asked": asked.note}


def _dispute_answered(account: Account, on: date) -> dict[str, object]:
    found = dispute_latest(account, is_open=False)
    if found is None or found.answered_on is None or found.answered_on > on:
        return {}
    return {
        "dispute_reference": found.reference,
        "dispute_outcome": _outcome("dispute", found.outcome, account),
        "dispute_reasons": found.reasons,
        "dispute_corrected_minor": found.corrected_minor,
    }


def _call_back(account: Account, on: date) -> dict[str, object]:
    """Return the call that is to come, by the clock of whoever asked for it."""
    del on
    back = CallBack.objects.filter(person_id=account.person_id, state="open").first()
    if back is None:
        return {}
    local = back.due_at.astimezone(ZoneInfo(back.zone))
    return {"call_back_on": local.date(), "call_back_at": f"{local:%H:%M}"}


def _call_not_then(account: Account, on: date) -> dict[str, object]:
    """Return the nearest lawful time that was found for the last reply that asked for a call."""
    del on
    asked = InboundMessage.objects.filter(
        matches__person_id=account.person_id, call_nearest_at__isnull=False
    )
    moment = asked.order_by("-pk").values_list("call_nearest_at", flat=True).first()
    if moment is None:
        return {}
    local = moment.astimezone(likeliest_zone(account.person.time_zones))
    return {"call_nearest_on": local.date(), "call_nearest_at": f"{local:%H:%M}"}


def _complaint_open(account: Account, on: date) -> dict[str, object]:
    del on
    found = complaint_latest(account, is_open=True)
    if found is None:
        return {}
    return {
        "complaint_on": found.received_on,
        "complaint_reference": found.reference,
        "complaint_answer_by": found.answer_due_on,
        "ombudsman_way": _above_way(account),
    }


def _complaint_answered(account: Account, on: date) -> dict[str, object]:
    found = complaint_latest(account, is_open=False)
    if found is None or found.answered_on is None or found.answered_on > on:
        return {}
    return {
        "complaint_answered_on": found.answered_on,
        "complaint_reference": found.reference,
        "complaint_outcome": _outcome("complaint", found.outcome, account),
        "complaint_reasons": found.reasons,
        "redress_minor": found.redress_minor,
        "ombudsman_way": _above_way(account),
    }


_OUTCOMES = {
    ("dispute", "upheld"): ("We uphold your dispute.", "您的异议成立。"),
    ("dispute", "part_upheld"): ("We uphold your dispute in part.", "您的异议部分成立。"),
    ("dispute", "rejected"): ("We do not uphold your dispute.", "您的异议不成立。"),
    ("complaint", "upheld"): (
        "We uphold your complaint and apologise.",
        "您的投诉成立，我们向您道歉。",
    ),
    ("complaint", "part_upheld"): (
        "We uphold your complaint in part, and apologise for that part.",
        "您的投诉部分成立，我们为此向您道歉。",
    ),
    ("complaint", "rejected"): ("We do not uphold your complaint.", "您的投诉不成立。"),
}


def _outcome(subject: str, outcome: str, account: Account) -> str:
    return _OUTCOMES[subject, outcome][account.person.spoken.startswith("zh")]


def _above_way(account: Account) -> str | None:
    """Return where else they may turn, in the words that the law of the place asks for."""
    found = load_case_rules().above_of(account.nation)
    if found is None:
        return None
    return found.zh if account.person.spoken.startswith("zh") else found.en


def _validation(_account: Account, on: date) -> dict[str, object]:
    return {"validation_until": _period(_VALIDATION, "validation_sent", on, is_last=True)}


def _remedy(account: Account, on: date) -> dict[str, object]:
    found = _REMEDY.get(account.region or "") or _REMEDY.get(account.nation)
    if found is None:
        return {}
    return {"remedy_by": _period(*found, on + _BY_POST, is_last=False)}


def _collection_cost(account: Account, on: date) -> dict[str, object]:
    """Return the sum by the scale of the place; of the principal, as far as the ledger shows it."""
    scale = cost_scale_of(account.nation, account.region, currency=account.currency, on=on)
    owed = owed_parts(account.pk)
    if scale is None or not owed:
        return {}
    principal = sum(sum_ for (_, part, _), sum_ in owed.items() if part == "principal")
    cost = collection_cost(scale, min(principal, account.overdue_minor))
    return {"collection_cost_minor": cost}


def _report(account: Account, on: date) -> dict[str, object]:
    """Return the first day of a report, allowing for the post; none where no law names a notice."""
    found = _REPORT.get(account.nation)
    if found is None:
        return {}
    return {"report_from": _period(*found, on + _BY_POST, is_last=False)}


def _default_sum(account: Account, on: date) -> dict[str, object]:
    """Return the latest fee for being late that stands."""
    fees = _booked(account, on).filter(kind="fee", reversed_by__isnull=True)
    late = fees.filter(postings__component="late_fee").last()
    if late is None:
        return {}
    return {"default_sum_minor": _owed(Q(transaction=late)), "default_sum_on": late.on}


def _period(rule_id: str, event: str, begins: date, *, is_last: bool) -> date | None:
    try:
        answer = answer_period(_periods(), rule_id, {event: begins}, on=begins)
    except (LookupError, ValueError):
        return None
    return answer.last_day if is_last else answer.first_free_day


@cache
def _periods() -> tuple[LawPeriod, ...]:
    return load_book().periods


def _has_opted_out(account: Account, point: ContactPoint, channel: str) -> bool:
    return any(
        opt_out_standing(person_id=account.person_id, channel=by_channel, contact_point_id=by_point)
        for by_channel in (channel, None)
        for by_point in (point.pk, None)
    )


def _addresses(account: Account, issuer: Issuer, point: ContactPoint | None) -> dict[str, object]:
    postal = point if point is not None and point.kind == "postal" else None
    if postal is None:
        known = ContactPoint.objects.filter(
            person_id=account.person_id, kind="postal", party="cardholder", state="open"
        )
        postal = known.order_by("pk").first()
    return {
        "person_address": ", ".join(postal.value.splitlines()) if postal else None,
        "collector_address": issuer.collector_addresses.get(account.collector_kind),
    }


def _booked(account: Account, on: date) -> QuerySet[LedgerTransaction]:
    return LedgerTransaction.objects.filter(account=account, on__lte=on).order_by("on", "pk")


def _of_kinds(kinds: Collection[str]) -> Q:
    """Return postings of some kinds, and of what took them back."""
    return Q(transaction__kind__in=kinds) | Q(transaction__reverses__kind__in=kinds)


def _owed(which: Q) -> int:
    """Sum what postings put on the cardholder: negative for what they took off."""
    found = Posting.objects.filter(which, side="cardholder").aggregate(total=Sum("amount_minor"))
    return int(found["total"] or 0)


_READERS: Mapping[str, Callable[[Account, date], dict[str, object]]] = {
    "stage": _stage,
    "promise": _promise,
    "offer": _offer,
    "plan": _plan,
    "paid": _paid,
    "itemised": _itemised,
    "validation": _validation,
    "remedy": _remedy,
    "collection_cost": _collection_cost,
    "report": _report,
    "call_back": _call_back,
    "call_not_then": _call_not_then,
    "complaint_answered": _complaint_answered,
    "complaint_open": _complaint_open,
    "dispute_answered": _dispute_answered,
    "dispute_open": _dispute_open,
    "evidence_asked": _evidence_asked,
    "default_sum": _default_sum,
}


def _both(*conditions: str) -> frozenset[str]:
    """Return conditions with the slots that need one of them."""
    slots = {slot for slot, needed in SLOT_NEEDS.items() if needed & set(conditions)}
    assert set(conditions) <= CONDITIONS.keys()
    return frozenset({*conditions, *slots})


_FIELDS: Mapping[str, frozenset[str]] = {
    "stage": frozenset({"stage"}),
    "promise": _both("promise_open", "promise_kept", "promise_broken"),
    "offer": _both(
        "offer_open",
        "waiver_offer",
        "settlement_offer",
        "plan_offer",
    ),
    "plan": _both("plan_missed", "plan_ended", "instalment_ahead"),
    "paid": _both("payment_received", "payment_returned") | {"repaid"},
    "itemised": _both("itemised"),
    "validation": _both("validation_open"),
    "remedy": _both("remedy_open"),
    "collection_cost": _both("collection_cost"),
    "report": _both("report_ahead"),
    "call_back": _both("call_back_open"),
    "call_not_then": _both("call_not_then"),
    "complaint_answered": _both("complaint_answered", "redress_given"),
    "complaint_open": _both("complaint_open"),
    "dispute_answered": _both("dispute_answered", "dispute_corrected"),
    "dispute_open": _both("dispute_open"),
    "evidence_asked": _both("evidence_asked"),
    "default_sum": _both("default_sum"),
}
