"""Relief: rest for somebody in difficulty, with its end. The gate reads it from the flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from forbear.core.calendar.zones import local_date
from forbear.core.law.periods import LawPeriod, answer_period
from forbear.core.tables.words import RELIEF_KINDS, RELIEF_REASONS
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.offers import account_locked
from forbear.services.agreements.plans import card_told
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Offer, Person, Relief

SPACES = ("breathing_space", "crisis_space")
# where a moratorium is by law, and the period that says how long; the nearest place counts
_RULES = {
    ("GB", "breathing_space"): ("uk-breathing-space-60d", "moratorium_registered"),
    ("GB-SCT", "breathing_space"): ("uk-moratorium-scotland-6m", "moratorium_registered"),
    ("GB", "crisis_space"): ("uk-breathing-space-crisis-30d", "treatment_end"),
}
_NONE = ("GB-NIR",)
_AGAIN = {"GB": "uk-breathing-space-again-12m"}


@dataclass(frozen=True, slots=True)
class ReliefWish:
    """What is asked for. ``until_on`` for what the house gives, ``event_on`` for what the law does.

    ``event_on`` is the day of registration, or the day on which treatment ended.
    """

    kind: str
    reason: str
    until_on: date | None = None
    event_on: date | None = None
    reduced_minor: int | None = None
    signposts: tuple[str, ...] = ()


@transaction.atomic
def relief_give(
    *,
    account_id: int,
    wish: ReliefWish,
    at: datetime,
    actor: str,
    periods: Sequence[LawPeriod] = (),
    offer: Offer | None = None,
) -> Relief | Refusal:
    """Give relief from today on: collection rests until its last day, and begins again by itself.

    A breathing space is of the person and lasts as long as the law says (``periods``). Refusals:
    ``ACCOUNT_UNKNOWN``, ``RELIEF_UNKNOWN``, ``RELIEF_END``, ``RELIEF_AMOUNT``,
    ``SPACE_NOT_BY_LAW``, ``SPACE_AGAIN``, ``SIGNPOST_UNKNOWN``.
    """
    account = account_locked(account_id)
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.person_id)
    moment = moment_of(account, at, actor)
    refusal = _refused(account, wish)
    end = refusal or _end_of(account, wish, moment.on, periods)
    if isinstance(end, Refusal):
        return end
    until, rule = end
    is_space = wish.kind in SPACES
    relief = Relief.objects.create(
        person_id=account.person_id,
        account=None if is_space else account,
        kind=wish.kind,
        reason=wish.reason,
        from_on=moment.on,
        until_on=until,
        reduced_minor=wish.reduced_minor,
        rule_id=rule,
        signposts=list(wish.signposts),
        offer=offer,
        at=at,
        actor=actor[:150],
    )
    if wish.reason == "vulnerable":
        Person.objects.filter(pk=account.person_id).update(is_vulnerable=True)
    _flags_set(relief, on=moment.on)
    refusal = _pause_told(relief, account, moment)
    if refusal is not None:
        transaction.set_rollback(True)
        return refusal
    _audit(relief, "relief.given", moment, {"until": until.isoformat(), "reason": wish.reason})
    return relief


@transaction.atomic
def relief_give_once(
    *,
    account_id: int,
    wish: ReliefWish,
    at: datetime,
    actor: str,
    periods: Sequence[LawPeriod] = (),
) -> Relief | Refusal:
    """Give relief as :func:`relief_give` does, for somebody whose answer may be lost on the way.

    What this one gave today for the same, and still runs, is not given a second time.
    """
    account = account_locked(account_id)
    if account is not None:
        today = moment_of(account, at, actor).on
        found = Relief.objects.filter(
            person_id=account.person_id,
            account=None if wish.kind in SPACES else account,
            kind=wish.kind,
            reason=wish.reason,
            from_on=today,
            reduced_minor=wish.reduced_minor,
            signposts=list(wish.signposts),
            actor=actor[:150],
            ended_on__isnull=True,
        )
        if wish.kind not in SPACES:
            found = found.filter(until_on__in=[wish.until_on] if wish.until_on else [])
        if (given := found.order_by("pk").first()) is not None:
            return given
    return relief_give(account_id=account_id, wish=wish, at=at, actor=actor, periods=periods)


@transaction.atomic
def relief_end(*, relief_id: int, at: datetime, actor: str) -> Relief | Refusal:
    """End relief early: its last day was yesterday. ``RELIEF_MISSING``, ``RELIEF_OVER``."""
    found = Relief.objects.select_related("person").filter(pk=relief_id).first()
    if found is None:
        return Refusal("RELIEF_MISSING", f"There is no relief {relief_id}.")
    list(
        Account.objects.select_for_update(no_key=True)
        .filter(person_id=found.person_id)
        .order_by("pk")
    )
    found = (
        Relief.objects.select_for_update(of=("self",)).select_related("person").get(pk=relief_id)
    )
    moment = Moment(local_date(at, found.person.time_zones), at, actor)
    if found.ended_on is not None or found.until_on < moment.on:
        return Refusal("RELIEF_OVER", "It has ended already.")
    found.ended_on, found.ended_by = moment.on, actor[:150]
    found.save()
    _flags_set(found, on=moment.on)
    _audit(found, "relief.ended", moment, {})
    return found


def reliefs_running(person_id: int, *, on: date) -> list[Relief]:
    """List the relief that runs for a person on a day."""
    found = Relief.objects.filter(person_id=person_id, until_on__gte=on, ended_on__isnull=True)
    return list(found.order_by("pk"))


def _refused(account: Account, wish: ReliefWish) -> Refusal | None:
    if wish.kind not in RELIEF_KINDS or wish.reason not in RELIEF_REASONS:
        return Refusal("RELIEF_UNKNOWN", f"{wish.kind!r} for {wish.reason!r} is not known here.")
    if wish.kind == "reduced_payment" and (wish.reduced_minor or 0) <= 0:
        return Refusal("RELIEF_AMOUNT", "Say how much they will pay a month.")
    known = {each.code for each in load_agreement_rules().signposts_of(account.nation)}
    if unknown := sorted(set(wish.signposts) - known):
        return Refusal("SIGNPOST_UNKNOWN", f"{unknown[0]!r} is no help known in this country.")
    return None


def _end_of(
    account: Account, wish: ReliefWish, on: date, periods: Sequence[LawPeriod]
) -> tuple[date, str] | Refusal:
    """Return the last day, and the period of law that says so if one does."""
    if wish.kind not in SPACES:
        most = on + timedelta(days=load_agreement_rules().pause_days_most)
        if wish.until_on is None or not on <= wish.until_on <= most:
            return Refusal("RELIEF_END", f"Say its last day: from today to {most}.")
        return wish.until_on, ""
    places = [account.region or account.nation, account.nation]
    rule = next(
        (_RULES[place, wish.kind] for place in places if (place, wish.kind) in _RULES), None
    )
    if rule is None or account.region in _NONE:
        text = "No law gives a breathing space there; give a pause, with its last day."
        return Refusal("SPACE_NOT_BY_LAW", text)
    return _space_end(account, wish, rule, periods, on)


def _space_end(
    account: Account,
    wish: ReliefWish,
    rule: tuple[str, str],
    periods: Sequence[LawPeriod],
    on: date,
) -> tuple[date, str] | Refusal:
    if wish.event_on is None:
        return Refusal("RELIEF_END", "Say the day of registration, or the end of the treatment.")
    if _too_soon(account, wish, periods):
        return Refusal("SPACE_AGAIN", "A standard breathing space is given once in twelve months.")
    name, event = rule
    answer = answer_period(periods, name, {event: wish.event_on}, on=on)
    if answer.last_day is None or answer.last_day < on:
        return Refusal("RELIEF_END", f"It was over on {answer.last_day}.")
    return answer.last_day, name


def _too_soon(account: Account, wish: ReliefWish, periods: Sequence[LawPeriod]) -> bool:
    again = _AGAIN.get(account.nation)
    if wish.kind != "breathing_space" or again is None or wish.event_on is None:
        return False
    if account.region == "GB-SCT":
        return False
    last = Relief.objects.filter(person_id=account.person_id, kind="breathing_space")
    before = last.order_by("-from_on").values_list("from_on", flat=True).first()
    if before is None:
        return False
    answer = answer_period(periods, again, {"last_moratorium": before}, on=wish.event_on)
    return not answer.is_met(wish.event_on)


def _flags_set(relief: Relief, *, on: date) -> None:
    """Let the flag that the gate reads say the latest day of what runs."""
    running = reliefs_running(relief.person_id, on=on)
    if relief.account_id is None:
        until = _latest(each.until_on for each in running if each.account_id is None)
        Person.objects.filter(pk=relief.person_id).update(breathing_space_until=until)
        return
    of_account = (each.until_on for each in running if each.account_id == relief.account_id)
    Account.objects.filter(pk=relief.account_id).update(hardship_until=_latest(of_account))


def _latest(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def flags_restore(*, on: date) -> int:
    """Put flags back where an import of the host's facts took them or made them shorter."""
    restored = 0
    for relief in Relief.objects.filter(until_on__gte=on, ended_on__isnull=True):
        if relief.account_id is None:
            rows = Person.objects.filter(pk=relief.person_id)
            shown = rows.values_list("breathing_space_until", flat=True).get()
        else:
            shown = (
                Account.objects.filter(pk=relief.account_id)
                .values_list("hardship_until", flat=True)
                .get()
            )
        if shown is None or shown < relief.until_on:
            _flags_set(relief, on=on)
            restored += 1
    return restored


def _pause_told(relief: Relief, account: Account, moment: Moment) -> Refusal | None:
    """Hold interest and fees back on the accounts that we work out: all, in a breathing space."""
    if relief.kind == "advice_hold":
        return None
    mine = [account]
    if relief.account_id is None:
        mine = list(Account.objects.filter(person_id=relief.person_id).order_by("pk"))
    reason = "breathing_space" if relief.account_id is None else "hardship"
    content: dict[str, object] = {
        "until": relief.until_on.isoformat(),
        "interest": True,
        "fees": True,
        "reason": reason,
    }
    for one in mine:
        refusal = card_told(one, "pause", content, f"relief:{relief.pk}:{one.pk}", moment)
        if refusal is not None:
            return refusal
    return None


def _audit(relief: Relief, action: str, moment: Moment, data: dict[str, object]) -> None:
    audit_write(
        at=moment.at,
        actor=moment.actor,
        action=action,
        subject="relief",
        subject_id=relief.pk,
        data={"kind": relief.kind, "account": relief.account_id, **data},
    )
