"""A case for a rule: the facts that its conditions name, so that the form opens where it matters.

It is a beginning, not a proof: what a condition says in other ways than ``column = word`` or a bare
fact is left to the reader.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from forbear.core.law.history import Count
from forbear.core.law.kinds import FrequencyCap, Hours, OptOut
from forbear.core.law.kinds.inconvenient import Inconvenient
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.core.law.saying.conditions import parts_of, ways_of
from forbear.core.tables.candidates import CANDIDATES

_WORD = re.compile(r"^(\w+)\s*(?:=\s*'([^']*)'|IN\s*\(\s*'([^']*)')", re.IGNORECASE)
_FLAG = re.compile(r"^(NOT\s+)?(\w+)$", re.IGNORECASE)
_NOT_WORD = re.compile(r"^(\w+)\s*(?:<>\s*'([^']*)'|NOT\s+IN\s*\(([^)]*)\))", re.IGNORECASE)
_NOT_THEM = re.compile(r"^NOT\s*\(\s*party\s+IN", re.IGNORECASE)
_RUNS = re.compile(r"^(\w+_until)\s*>=\s*local_on$")
_BEGUN = re.compile(r"^(\w+)\s*<=\s*(?:at|local_on)$")
_MAYBE = re.compile(r"^COALESCE\s*\((.*),\s*(?:TRUE|FALSE)\s*\)$", re.IGNORECASE | re.DOTALL)
_BELOW = re.compile(r"^(\w+)\s*(<=?)\s*(\d+)$")
# a column of the gate -> where the case has it
PATHS = {
    "channel": "contact.channel",
    "purpose": "contact.purpose",
    "form": "contact.form",
    "place": "contact.place",
    "is_automated": "contact.automated",
    "is_prerecorded": "contact.prerecorded",
    "states_debt": "contact.states_debt",
    "is_recorded": "contact.is_recorded",
    "has_opt_out_text": "contact.has_opt_out_text",
    "staff": "contact.staff",
    "shows_authorisation": "contact.shows_authorisation",
    "threatens_suit": "contact.threatens_suit",
    "data_source": "contact.data_source",
    "collector_kind": "collector.kind",
    "point_kind": "contact_point.kind",
    "party": "contact_point.party",
    "is_minor": "person.is_minor",
    "is_deceased": "person.is_deceased",
    "bankruptcy": "person.bankruptcy",
    "attorney_known": "person.attorney.known",
    "employer_prohibits": "person.employer_prohibits",
    "is_lost_contact": "person.is_lost_contact",
    "is_location_known": "person.is_location_known",
    "third_party_refused": "person.third_party_refused",
    "is_vulnerable": "person.vulnerable",
    "dpd": "account.dpd",
    "status": "account.status",
    "dispute": "account.dispute",
    "dispute_in_validation_period": "account.dispute_in_validation_period",
    "time_barred": "account.time_barred",
    "plan": "account.plan",
    "litigation": "account.litigation",
    "breathing_space_until": "person.breathing_space_until",
    "hardship_until": "account.hardship_until",
    "collection_started_on": "account.collection_started_on",
    "cease_at": "person.cease.at",
    "cease_form": "person.cease.form",
    "is_verified": "contact_point.verified",
    "is_connected_to_other": "contact_point.connected_to_other",
    "collector_authorised": "collector.authorised",
    "collector_licensed": "collector.licensed",
    "attorney_responded": "person.attorney.responded",
    "attorney_consents": "person.attorney.consents",
}
_POINTS = {"email": "email", "letter": "postal", "visit": "postal", "social": "social"}
_MORNING = time(10, 15)
_MONTH = timedelta(days=30)


def prefill(rule: Rule, *, today: date) -> dict[str, str]:
    """Return the fields of a case that a rule speaks of, as the form's query."""
    on = max(rule.begins_on, today)
    if rule.ends_on is not None:
        on = min(on, rule.ends_on)
    fields = {"where": "US" if rule.jurisdiction == EVERYWHERE else rule.jurisdiction}
    value = rule.text.get("value")
    when = str(value.get("when", "")) if isinstance(value, dict) else ""
    for text in (rule.applies_text, when):
        fields |= _facts(text, on)
    if isinstance(rule.kind, FrequencyCap):
        fields.setdefault("contact.channel", rule.kind.counted.channels[0])
    channel = fields.get("contact.channel", "call")
    if "contact_point.kind" not in fields and channel in _POINTS:
        fields["contact_point.kind"] = _POINTS[channel]
    return {**fields, "on": on.isoformat(), "time": f"{_MORNING:%H:%M}"} | _past(rule, on)


def _facts(text: str, on: date) -> dict[str, str]:
    """Return the facts that make a condition hold; of several ways the first."""
    fields: dict[str, str] = {}
    for part in parts_of(text):
        inner = part
        if found := _MAYBE.match(inner):
            inner = found[1]
        ways = ways_of(inner)
        if len(ways) > 1 or ways[0] != part:
            fields |= _facts(ways[0], on)
        else:
            fields |= _fact(part, on)
    return fields


def _fact(part: str, on: date) -> dict[str, str]:
    column, word = "", ""
    if found := _WORD.match(part):
        column, word = found[1], found[2] or found[3]
    elif _NOT_THEM.match(part):
        column, word = "party", "other_contact"
    elif found := _NOT_WORD.match(part):
        column, word = found[1], _other_word(found[1], found[2] or found[3])
    elif (found := _FLAG.match(part)) and found[2].upper() != "TRUE":
        column, word = found[2], "no" if found[1] else "yes"
    elif found := _BELOW.match(part):
        column, word = found[1], str(int(found[3]) - (found[2] == "<"))
    elif found := _RUNS.match(part):
        column, word = found[1], str(min(on, date.max - _MONTH) + _MONTH)
    elif found := _BEGUN.match(part):
        before = datetime.combine(on, _MORNING) - timedelta(days=1)
        is_moment = found[1].endswith("_at")
        column, word = found[1], str(before if is_moment else before.date())[:16].replace(" ", "T")
    return {PATHS[column]: word} if word and column in PATHS else {}


def _other_word(column: str, denied: str) -> str:
    """Return a word that is none of those denied, where the usual one is among them."""
    words = CANDIDATES[column].values if column in CANDIDATES.schema else ()
    usual = CANDIDATES[column].default if words else None
    taken = {word.strip(" '") for word in denied.split(",")}
    return next((w for w in words if w not in taken), "") if usual in taken else ""


def usual_outcome(channel: str) -> str:
    """Return what most often comes of a contact: nobody answers, or the message arrives."""
    return "no_answer" if channel in ("call", "voicemail", "visit") else "delivered"


def _outcome(counted: Count) -> str:
    """Return an outcome that a cap counts."""
    if counted.outcomes:
        return counted.outcomes[0]
    usual = usual_outcome(counted.channels[0])
    return "conversation" if usual in counted.not_outcomes else usual


def _past(rule: Rule, on: date) -> dict[str, str]:
    """Return what must have happened, or what time it must be, for the rule to speak."""
    kind = rule.kind
    if isinstance(kind, Hours):
        late = datetime.combine(on, kind.closes) + timedelta(minutes=15)
        return {"time": f"{late:%H:%M}"}
    if isinstance(kind, FrequencyCap):
        counted = kind.counted
        rows = {}
        for number in range(min(kind.max, 12)):
            at = datetime.combine(on, _MORNING) - timedelta(minutes=20 * (number + 1))
            rows[f"history[{number}].at"] = at.isoformat(timespec="minutes")
            rows[f"history[{number}].channel"] = counted.channels[0]
            rows[f"history[{number}].outcome"] = _outcome(counted)
        return rows
    if isinstance(kind, OptOut):
        yesterday = datetime.combine(on, _MORNING) - timedelta(days=1)
        return {"person.opt_outs[0].at": yesterday.isoformat(timespec="minutes")}
    if isinstance(kind, Inconvenient):
        return {"person.inconvenient[0].from": "10:00", "person.inconvenient[0].to": "12:00"}
    return {}
