"""Plans: begun when accepted, judged by what is paid; collection rests while they are kept."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from forbear.core.agreements.schedule import ScheduleFault
from forbear.core.agreements.standing import PlanStanding, plan_standing
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.deciding import terms_of
from forbear.services.agreements.offers import plan_schedule
from forbear.services.agreements.owed import owed_on, waiver_book
from forbear.services.agreements.steps import Moment, offer_step
from forbear.services.audit import audit_write
from forbear.services.card_events import card_event_book
from forbear.services.cards import products_known
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CardState, Offer, Plan, PlanInstalment
from forbear.store.selectors.offers import paid_since


def plan_begin(offer: Offer, account: Account, moment: Moment) -> Plan | Refusal:
    """Begin an accepted plan: schedule, the ledger's event for the night, the account's flag.

    What came to be owed beyond the offered sum since it was made is waived: the sum binds us. If
    less is owed, there is less to pay.
    """
    refusal = _down_to_offered(offer, account, moment)
    if refusal is not None:
        return refusal
    owed = owed_on(account, on=moment.on)
    try:
        schedule = plan_schedule(terms_of(offer), owed)
    except ScheduleFault as fault:
        return Refusal(fault.code, f"{fault}.")
    total = sum(each.amount for each in schedule)
    plan = Plan.objects.create(
        offer=offer,
        account=account,
        starts_on=moment.on,
        total_minor=total,
        grace_days=load_agreement_rules().grace_days,
        state_at=moment.at,
    )
    PlanInstalment.objects.bulk_create(
        PlanInstalment(
            plan=plan,
            number=number,
            due_on=each.due_on,
            principal_minor=each.principal,
            interest_minor=each.interest,
        )
        for number, each in enumerate(schedule, start=1)
    )
    payments = [
        {"due_on": each.due_on.isoformat(), "amount_minor": each.amount} for each in schedule
    ]
    content = {"instalments": payments, "interest": bool(offer.yearly_rate_e10)}
    refusal = card_told(account, "plan", content, f"offer:{offer.pk}:plan", moment)
    if refusal is not None:
        return refusal
    Account.objects.filter(pk=account.pk).update(plan="kept")
    return plan


def _down_to_offered(offer: Offer, account: Account, moment: Moment) -> Refusal | None:
    grown = owed_on(account, on=moment.on) - offer.owed_minor
    if grown <= 0:
        return None
    done = waiver_book(
        account,
        amount_minor=grown,
        of="all",
        key=f"offer:{offer.pk}:grown",
        reason=f"Offer {offer.pk}: the sum that was offered binds us",
        on=moment.on,
        at=moment.at,
        actor=moment.actor,
    )
    if isinstance(done, Refusal):
        return done
    if done is not None:
        offer_step(offer, "waived", moment, amount_minor=grown, posted=done)
    return None


def card_told(
    account: Account, kind: str, content: dict[str, object], key: str, moment: Moment
) -> Refusal | None:
    """Note an event for the night, if Forbear works the account out; the host is told otherwise."""
    card = CardState.objects.filter(pk=account.pk).only("opened_on").first()
    if card is None or moment.on <= card.opened_on:
        return None
    done = card_event_book(
        account_id=account.pk,
        kind=kind,
        content={"on": moment.on.isoformat(), **content},
        key=key,
        at=moment.at,
        actor=moment.actor,
        products=products_known(),
    )
    return done if isinstance(done, Refusal) else None


def standing_of(plan: Plan, *, on: date) -> PlanStanding:
    """Return where a plan stands at the end of a day."""
    due = [(each.due_on, each.amount_minor) for each in plan.instalments.order_by("number")]
    paid = paid_since(plan.account_id, plan.starts_on)
    return plan_standing(due, paid, on=on, grace_days=plan.grace_days)


def plan_judge(plan: Plan, offer: Offer, account: Account, moment: Moment) -> str:
    """Let a plan follow what was paid; return its state. A broken one stays so: offer a new one."""
    standing = standing_of(plan, on=moment.on)
    if standing.state == plan.state:
        return plan.state
    before, plan.state, plan.state_at = plan.state, standing.state, moment.at
    plan.save()
    audit_write(
        at=moment.at,
        actor=moment.actor,
        action=f"plan.{standing.state}",
        subject="plan",
        subject_id=plan.pk,
        data={"before": before, "paid_minor": standing.paid_minor},
    )
    flag = {"kept": "kept", "missed": "kept", "broken": "broken", "completed": "none"}
    Account.objects.filter(pk=account.pk).update(plan=flag[standing.state])
    account.plan = flag[standing.state]
    if standing.state == "broken":
        card_told(account, "plan_broken", {}, f"offer:{offer.pk}:broken", moment)
        offer_step(offer, "broken", moment, note=f"{standing.behind_minor} behind")
    elif standing.state == "completed":
        offer_step(offer, "fulfilled", moment, amount_minor=standing.paid_minor)
    else:
        offer_step(offer, f"plan_{standing.state}", moment, amount_minor=standing.behind_minor)
    return standing.state


def flags_restore() -> int:
    """Put the flag of running plans back where an import took it; count them."""
    running = Plan.objects.filter(state__in=("kept", "missed")).values("account_id")
    lost = Account.objects.filter(Q(pk__in=running) & ~Q(plan="kept"))
    return lost.update(plan="kept")
