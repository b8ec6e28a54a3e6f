"""Australia, India and the European Union, read from their texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from tests.reference.caps import earlier, of_account
from tests.reference.clocks import in_last_days, moment, shown
from tests.reference.facts import Case, at_of, channel_is, consents, is_agency, zones_of
from tests.reference.hours import australian_holiday, outside
from tests.reference.logic import Maybe, among, both, either, no

# Saturday and Sunday: RG 96 part 2 s.4.
WEEKEND = ((5, time(9), time(21)), (6, time(9), time(21)))
REACHED_NOBODY = ("no_answer", "busy", "not_in_service", "bounced")
OWN_SIDE = ("cardholder", "guarantor", "joint_debtor", "representative", "attorney", "guardian")
ANSWERS = ("reply", "notice", "confirm_opt_out")
NOBODYS_CONTACT = ("attorney", "creditor", "credit_bureau")


def au_phone_hours(case: Case) -> Maybe:
    """Weekdays 07:30-21:00, weekends 09:00-21:00, never on a national holiday."""
    if not channel_is(case, "call", "voicemail", "sms"):
        return False
    return outside(case, time(7, 30), time(21), weekly=WEEKEND, is_closed=australian_holiday)


def au_visit_hours(case: Case) -> Maybe:
    if not channel_is(case, "visit"):
        return False
    return outside(case, time(9), time(21), is_closed=australian_holiday)


def au_work_hours(case: Case) -> Maybe:
    """At work nine to five on weekdays, by whatever means but a letter."""
    at_work = case["contact"]["place"] == "work"
    if channel_is(case, "letter") or not (
        at_work or case["contact_point"]["kind"] in ("work", "work_email")
    ):
        return False

    def is_closed(day: date) -> bool:
        return day.weekday() >= 5 or australian_holiday(day)

    return outside(case, time(9), time(17), is_closed=is_closed)


def au_contacts(case: Case, *, most: int, days: int | None) -> Maybe:
    """At most three a week and ten a month, of those that reached someone, visits apart."""
    if channel_is(case, "visit") or case["contact"]["purpose"] in ANSWERS:
        return False
    if not zones_of(case):
        return None
    made = earlier(
        case,
        lambda past: (
            past["channel"] != "visit"
            and past["direction"] == "out"
            and past["outcome"] not in REACHED_NOBODY
            and past["party"] not in NOBODYS_CONTACT
            and of_account(case, past)
            and (
                in_last_days(moment(past["at"]), at_of(case), zones_of(case), days)
                if days is not None
                else in_month(case, past)
            )
        ),
    )
    return len(made) >= most


def in_month(case: Case, past: Case) -> bool:
    """Return whether, on some plausible calendar, it was in the month of the contact."""
    return any(
        (then.year, then.month) == (now.year, now.month) or then > now
        for zone in zones_of(case)
        for then, now in [(shown(moment(past["at"]), zone), shown(at_of(case), zone))]
    )


def third_party(case: Case) -> Maybe:
    """Anyone but those who owe and those who speak for them, unless only asked where she is."""
    contact, party = case["contact"], case["contact_point"]["party"]
    if contact["purpose"] == "locate" or consents(case, "third_party"):
        return False
    dead = case["person"].get("is_deceased", False)
    return both(no(among(party, OWN_SIDE)), no(both(dead, contact["purpose"] == "estate")))


def debt_disclosed(case: Case, *, voicemail: bool) -> Maybe:
    contact, party = case["contact"], case["contact_point"]["party"]
    dead = case["person"].get("is_deceased", False)
    outsider: Maybe = both(
        no(among(party, OWN_SIDE)),
        not consents(case, "third_party"),
        no(both(dead, contact["purpose"] == "estate")),
    )
    heard = voicemail and contact["channel"] == "voicemail"
    return both(contact["states_debt"], either(outsider, heard))


def in_call_hours(case: Case) -> Maybe:
    """Not before eight, not after seven in the evening."""
    return outside(case, time(8), time(19)) if channel_is(case, "call", "voicemail") else False


def in_agency_told(case: Case) -> Maybe:
    if case["collector"]["kind"] != "agency":
        return False
    if case["contact"]["purpose"] in (*ANSWERS, "validation"):
        return False
    return both(case["account"].get("is_first_contact", False), not_sent(case))


def in_agency_grievance(case: Case) -> Maybe:
    if case["collector"]["kind"] != "agency" or case["contact"]["purpose"] in ANSWERS:
        return False
    return among(case["account"]["dispute"], ["open"])


def eu_first_notice(case: Case) -> Maybe:
    if not is_agency(case) or case["contact"]["purpose"] in (*ANSWERS, "validation", "locate"):
        return False
    is_buyer = case["collector"]["kind"] == "buyer"
    return both(not_sent(case), either(is_buyer, case["account"].get("is_first_contact", False)))


def not_sent(case: Case) -> bool:
    """Return whether the notice is not known to be out on every plausible calendar."""
    sent = case["account"]["validation_sent_on"]
    if sent is None or not zones_of(case):
        return True
    days = [shown(at_of(case), zone).date() for zone in zones_of(case)]
    return date.fromisoformat(sent) > min(days)


def eu_third_party_servicer(case: Case) -> Maybe:
    return third_party(case) if is_agency(case) else False


def ie_contacts(case: Case) -> Maybe:
    """Three unsolicited contacts a calendar month on an account in arrears, in Ireland."""
    if "EU-IE" not in case["jurisdictions"] or case["contact"]["purpose"] in ANSWERS:
        return False
    if not zones_of(case):
        return None
    made = earlier(
        case,
        lambda past: (
            past["direction"] == "out"
            and past["outcome"] not in ("busy", "not_in_service", "bounced")
            and past["party"] not in NOBODYS_CONTACT
            and of_account(case, past)
            and in_month(case, past)
        ),
    )
    return len(made) >= 3


AU: dict[str, Callable[[Case], Maybe]] = {
    "au-rg96-hours-phone": au_phone_hours,
    "au-rg96-hours-f2f": au_visit_hours,
    "au-rg96-hours-work": au_work_hours,
    "au-rg96-freq-7": lambda case: au_contacts(case, most=3, days=7),
    "au-rg96-freq-30": lambda case: au_contacts(case, most=10, days=30),
    "au-rg96-freq-month": lambda case: au_contacts(case, most=10, days=None),
    "au-rg96-third-party": third_party,
    "au-rg96-identity": lambda case: debt_disclosed(case, voicemail=True),
}
IN: dict[str, Callable[[Case], Maybe]] = {
    "in-rbi-hours": in_call_hours,
    "in-rbi-third-party": third_party,
    "in-rbi-privacy": lambda case: debt_disclosed(case, voicemail=False),
    "in-agency-told": in_agency_told,
    "in-agency-grievance": in_agency_grievance,
}
EU: dict[str, Callable[[Case], Maybe]] = {
    "eu-npl-first-notice": eu_first_notice,
    "eu-npl-privacy": eu_third_party_servicer,
    "eu-gdpr-third-party": third_party,
    "eu-gdpr-disclosed": lambda case: debt_disclosed(case, voicemail=True),
    "eu-ie-three-a-month": ie_contacts,
}
