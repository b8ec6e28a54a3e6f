"""Offers: made within authority or put before other eyes; declined or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from forbear.core.agreements.affordability import Budget, affordability
from forbear.core.agreements.authority import above_authority
from forbear.core.agreements.offers import LIVE, OfferTerms, may_become, offer_fault, wish_of
from forbear.core.agreements.schedule import Instalment, ScheduleFault, instalments
from forbear.core.calendar.zones import local_date
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.owed import owed_on
from forbear.services.agreements.steps import Moment, moment_of, offer_step
from forbear.services.agreements.writing import offer_write
from forbear.services.approvals import approval_ask
from forbear.services.ledger import request_hash_of
from forbear.services.refusals import Refusal
from forbear.services.repeats import same_again
from forbear.store.models import Account, HouseholdBudget, Offer
from forbear.store.selectors.offers import owed_parts

KEY_MAX = 100
_WORDS = ("settlement", "installment")


@dataclass(frozen=True, slots=True)
class OfferView:
    """What an offer would come to, before it is made: minor units; ``above`` are codes."""

    terms: OfferTerms
    owed_minor: int
    schedule: tuple[Instalment, ...]
    spare_minor: int | None
    above: tuple[str, ...]

    @property
    def monthly_minor(self) -> int:
        """The largest payment of the schedule."""
        return max((each.amount for each in self.schedule), default=0)


def account_locked(account_id: int) -> Account | None:
    """Return an account, held until the end of the transaction: two who agree wait here."""
    found = Account.objects.select_for_update(no_key=True, of=("self",)).filter(pk=account_id)
    return found.select_related("person").first()


def offer_view(
    account: Account,
    terms: OfferTerms,
    *,
    roles: Iterable[str],
    at: datetime,
    budget: Budget | None = None,
) -> OfferView | Refusal:
    """Work out what an offer would come to: schedule, affordability, and what lies above authority.

    Refusals: ``OFFER_WITHOUT_LEDGER`` where our books do not say what is owed, ``BUDGET_MISSING``
    and ``NOT_AFFORDABLE`` for a plan, and those of the terms themselves.
    """
    rules = load_agreement_rules()
    on = local_date(at, account.person.time_zones)
    owed = owed_on(account, on=on)
    if not owed_parts(account.pk):
        text = "The ledger says nothing of this account: an offer could not be kept."
        return Refusal("OFFER_WITHOUT_LEDGER", text)
    if terms.expires_on is None:
        terms = replace(terms, expires_on=_open_until(terms, on, rules.days_open))
    if fault := offer_fault(terms, owed_minor=owed, on=on, rules=rules):
        return Refusal(*fault)
    wish = wish_of(terms, currency=account.currency, owed_minor=owed, on=on)
    above = above_authority(authority_limits(on), roles, wish)
    schedule: tuple[Instalment, ...] = ()
    spare = None
    if budget is not None:
        living = rules.living_of(account.nation, account.currency)
        spare = affordability(budget, living).spare_minor
    if terms.type == "installment":
        if spare is None:
            return Refusal("BUDGET_MISSING", "A plan needs what comes in and goes out a month.")
        if spare <= 0:
            text = "Nothing is left to pay with: offer a pause, and point to free advice."
            return Refusal("NOT_AFFORDABLE", text)
        try:
            schedule = plan_schedule(terms, owed)
        except ScheduleFault as fault_of:
            return Refusal(fault_of.code, f"{fault_of}.")
        if max(each.amount for each in schedule) > spare:
            above = (*above, "ABOVE_AFFORDABLE")
    return OfferView(terms, owed, schedule, spare, above)


def plan_schedule(terms: OfferTerms, owed_minor: int) -> tuple[Instalment, ...]:
    """Return the payments of a plan; raises ``ScheduleFault``."""
    assert terms.first_due_on is not None
    return instalments(
        owed_minor, terms.months, terms.first_due_on, yearly_rate_e10=terms.yearly_rate_e10
    )


def _open_until(terms: OfferTerms, on: date, days: int) -> date:
    """Return an offer's last day: the usual one, or the day of its first act if earlier."""
    usual = on + timedelta(days=days)
    others = [day for day in (terms.pay_by, terms.first_due_on, terms.until_on) if day]
    return max(on, min([usual, *others]))


@transaction.atomic
def offer_make(
    *,
    account_id: int,
    terms: OfferTerms,
    why: str,
    key: str,
    roles: Iterable[str],
    at: datetime,
    actor: str,
    budget: Budget | None = None,
) -> Offer | Refusal:
    """Make an offer; above the maker's authority it is asked for, and waits for somebody else.

    The same under the same ``key`` gives the same offer again (``IDEMPOTENCY_CONFLICT`` for
    anything else). Refusals, besides those of :func:`offer_view`:
    ``ACCOUNT_UNKNOWN``, ``ACCOUNT_CLOSED``, ``KEY_UNUSABLE``, ``NOTE_MISSING``, ``OFFER_LIVE`` and
    ``OFFER_CONFLICT`` where something else is agreed already.
    """
    account = account_locked(account_id)
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    asked = request_hash_of(
        {
            "account": account_id,
            "terms": asdict(terms),
            "why": why,
            "budget": asdict(budget) if budget else None,
        }
    )
    if held := Offer.objects.filter(key=key).first():
        return same_again(held, key=key, asked=asked)
    refusal = _refused(account, terms, why, key)
    view = refusal or offer_view(account, terms, roles=roles, at=at, budget=budget)
    if isinstance(view, Refusal):
        return view
    moment = moment_of(account, at, actor)
    offer = _written(account, view, (key, asked, why), moment, budget)
    offer_step(offer, offer.state, moment, note=why)
    if view.above:
        approval_ask(
            kind="offer",
            subject="offer",
            subject_id=offer.pk,
            asked_by=actor,
            at=at,
            why=why,
            needs=view.above,
            account_id=account.pk,
        )
    else:
        offer_write(offer, account, "offered", at=at)
    return offer


def _written(
    account: Account,
    view: OfferView,
    named: tuple[str, str, str],
    moment: Moment,
    budget: Budget | None,
) -> Offer:
    terms, (key, asked, why) = view.terms, named
    assert terms.expires_on is not None
    return Offer.objects.create(
        key=key,
        request_hash=asked,
        account=account,
        type=terms.type,
        state="asked" if view.above else "offered",
        currency=account.currency,
        amount_minor=terms.amount_minor or sum(each.amount for each in view.schedule),
        owed_minor=view.owed_minor,
        pay_by=terms.pay_by,
        condition_minor=terms.condition_minor,
        component=terms.component if terms.type == "fee_waiver" else "",
        months=terms.months,
        first_due_on=terms.first_due_on,
        monthly_minor=view.monthly_minor,
        yearly_rate_e10=terms.yearly_rate_e10,
        until_on=terms.until_on,
        rate_share_bp=terms.rate_share_bp,
        expires_on=terms.expires_on,
        budget=_budget_written(account, budget, moment) if budget else None,
        why=why.strip()[:500],
        made_at=moment.at,
        made_by=moment.actor[:150],
        state_at=moment.at,
    )


def _budget_written(account: Account, budget: Budget, moment: Moment) -> HouseholdBudget:
    living = load_agreement_rules().living_of(account.nation, account.currency)
    found = affordability(budget, living)
    return HouseholdBudget.objects.create(
        account=account,
        currency=account.currency,
        income_minor=budget.income_minor,
        outgoings=dict(budget.outgoings),
        people=budget.people,
        floor_minor=found.floor_minor,
        spare_minor=found.spare_minor,
        at=moment.at,
        actor=moment.actor[:150],
    )


def _refused(account: Account, terms: OfferTerms, why: str, key: str) -> Refusal | None:
    if not 0 < len(key) <= KEY_MAX:
        return Refusal("KEY_UNUSABLE", f"A key has 1 to {KEY_MAX} characters.")
    if not why.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    if account.status not in {"open", "charged_off"}:
        return Refusal(
            "ACCOUNT_CLOSED", f"The account is {account.status}: nothing is asked of it."
        )
    live = set(Offer.objects.filter(account=account, state__in=LIVE).values_list("type", flat=True))
    if terms.type in live:
        return Refusal("OFFER_LIVE", "There is such an offer on this account already.")
    if terms.type in _WORDS and agreed_already(account.pk):
        return Refusal("OFFER_CONFLICT", "A plan or a settlement is agreed already.")
    return None


def agreed_already(account_id: int) -> bool:
    """Return whether a plan or a settlement is agreed and running: there is one at a time."""
    running = Offer.objects.filter(account_id=account_id, state__in=("accepted", "kept"))
    return running.filter(type__in=_WORDS).exists()


def offer_locked(offer_id: int) -> tuple[Offer, Account] | Refusal:
    """Return an offer and its account, both held; the account first, as everywhere."""
    where = Offer.objects.filter(pk=offer_id).values_list("account_id", flat=True).first()
    account = account_locked(where) if where else None
    if account is None:
        return Refusal("OFFER_MISSING", f"There is no offer {offer_id}.")
    return Offer.objects.select_for_update().get(pk=offer_id), account


@transaction.atomic
def offer_decline(*, offer_id: int, at: datetime, actor: str, why: str = "") -> Offer | Refusal:
    """Note that the cardholder does not want an offer. ``OFFER_MISSING``, ``OFFER_NOT_OPEN``."""
    return _end(offer_id, "declined", at=at, actor=actor, why=why)


@transaction.atomic
def offer_withdraw(*, offer_id: int, at: datetime, actor: str, why: str) -> Offer | Refusal:
    """Take an offer back before it is accepted; never afterwards: it binds us.

    ``OFFER_MISSING``, ``OFFER_NOT_OPEN``, ``OFFER_BINDS``, ``NOTE_MISSING``.
    """
    if not why.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    return _end(offer_id, "withdrawn", at=at, actor=actor, why=why)


def _end(offer_id: int, state: str, *, at: datetime, actor: str, why: str) -> Offer | Refusal:
    held = offer_locked(offer_id)
    if isinstance(held, Refusal):
        return held
    offer, account = held
    if offer.state == state:
        return offer
    if offer.state in {"accepted", "kept", "fulfilled"}:
        return Refusal("OFFER_BINDS", "The offer was accepted: it binds us and stays.")
    if not may_become(offer.state, state):
        return Refusal("OFFER_NOT_OPEN", f"The offer is {offer.state}.")
    moment = moment_of(account, at, actor)
    offer_step(offer, state, moment, note=why)
    return offer
