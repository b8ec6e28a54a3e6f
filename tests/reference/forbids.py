"""What is forbidden outright, by nation."""

from __future__ import annotations

from tests.reference.clocks import moment, shown
from tests.reference.facts import Case, at_of, consents, is_agency, zones_of
from tests.reference.logic import Maybe, among, both, either, no

INSIDERS = (
    "cardholder",
    "spouse",
    "guardian",
    "representative",
    "attorney",
    "guarantor",
    "joint_debtor",
)


def regf_insider(case: Case) -> Maybe:
    party = case["contact_point"]["party"]
    minor = case["person"].get("is_minor", False)
    return either(among(party, INSIDERS), both(among(party, ["parent"]), minor))


def third_party_consent(case: Case) -> bool:
    return bool(consents(case, "third_party"))


def us_third_party(case: Case) -> Maybe:
    contact, party = case["contact"], case["contact_point"]["party"]
    if not is_agency(case) or contact["purpose"] == "locate" or third_party_consent(case):
        return False
    if contact["channel"] == "voicemail" and contact["form"] == "limited_content":
        return False
    dead = case["person"].get("is_deceased", False)
    estate = both(among(party, ["heir"]), dead, contact["purpose"] == "estate")
    return both(no(regf_insider(case)), no(estate))


def us_attorney(case: Case) -> Maybe:
    if not is_agency(case):
        return False
    attorney, party = case["person"]["attorney"], case["contact_point"]["party"]
    return both(
        attorney["known"],
        attorney["responded"],
        no(attorney["consents"]),
        no(among(party, ["attorney"])),
    )


def us_cease(case: Case) -> Maybe:
    cease, contact = case["person"].get("cease"), case["contact"]
    if not is_agency(case) or cease is None or moment(cease["at"]) > at_of(case):
        return False
    if contact["purpose"] in ("notice", "confirm_opt_out"):
        return False
    answers = contact.get("replying_to_at")
    if contact["purpose"] == "reply" and answers and moment(answers) > moment(cease["at"]):
        return False
    return both(
        among(cease.get("form"), ["written"]),
        no(among(case["contact_point"]["party"], ["attorney"])),
    )


def us_dispute(case: Case) -> Maybe:
    account = case["account"]
    if not is_agency(case):
        return False
    if case["contact"]["purpose"] in ("reply", "validation", "notice", "confirm_opt_out"):
        return False
    return both(among(account["dispute"], ["open"]), account["dispute_in_validation_period"])


def us_workplace(case: Case) -> Maybe:
    if not is_agency(case):
        return False
    point = case["contact_point"]
    if point["kind"] in ("work", "work_email"):
        # she may allow it herself, for that very number: 1006.6(b)(4)(i)
        at_work = not any(wish.get("contact_point_id") for wish in consents(case, "contact"))
    else:
        at_work = case["contact"].get("place") == "work"
    return both(case["person"]["employer_prohibits"], at_work)


def hardship(case: Case) -> Maybe:
    until = case["account"].get("hardship_until")
    if until is None or not zones_of(case) or case["contact"]["purpose"] != "collect":
        return False
    return min(shown(at_of(case), zone).date() for zone in zones_of(case)).isoformat() <= until


def cn_third_party(case: Case) -> Maybe:
    party, contact = case["contact_point"]["party"], case["contact"]
    owes = among(
        party, ("cardholder", "guarantor", "joint_debtor", "guardian", "representative", "attorney")
    )
    dead = case["person"].get("is_deceased", False)
    estate = both(among(party, ["heir"]), dead, contact["purpose"] == "estate")
    answers_offer = contact["purpose"] == "reply" and third_party_consent(case)
    return both(no(owes), contact["purpose"] != "locate", no(estate), not answers_offer)
