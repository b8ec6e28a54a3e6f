"""Cases as tables: many cases become one small portfolio, each with a person of its own.

So the gate answers a file of cases by the same expressions, in the same call, as a portfolio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from forbear.core.tables import MOMENT
from forbear.core.tables import words as w
from forbear.core.tables.candidates import CANDIDATES, DERIVED_COLUMNS
from forbear.core.tables.frames import Portfolio
from forbear.core.tables.portfolio import CONSENTS, CONTACTS, INCONVENIENT, OPT_OUTS
from forbear.interchange.cases.case import Case, Row

_CONTACT_NAMES = {"automated": "is_automated", "prerecorded": "is_prerecorded"}
_PERSON_NAMES = {"vulnerable": "is_vulnerable"}
_ACCOUNT_DROPPED = ("id",)


@dataclass
class CaseTables:
    """The candidates of some cases, in their order, and the portfolio around them."""

    candidates: pl.DataFrame
    portfolio: Portfolio


@dataclass
class _Ids:
    """Gives numbers to the ids that a case uses for its accounts and contact points."""

    known: dict[tuple[int, str], int] = field(default_factory=dict)

    def of(self, case: int, given: object) -> int | None:
        """Return the number of an id within a case; none for none."""
        if given is None:
            return None
        return self.known.setdefault((case, str(given)), len(self.known) + 1)


def tables_of(cases: Sequence[Case]) -> CaseTables:
    """Return the tables of ``cases``; ``ix`` is a case's place among them."""
    accounts, points = _Ids(), _Ids()
    rows: list[Row] = []
    contacts: list[Row] = []
    opt_outs: list[Row] = []
    consents: list[Row] = []
    inconvenient: list[Row] = []
    for index, case in enumerate(cases):
        # an account or point that has no id is still one that the history may be about
        account = accounts.of(index, case.account["id"] or "\0account")
        point = points.of(index, case.point["id"] or "\0point")
        rows.append(_candidate(index, case, account, point))

        def numbered(row: Row, case_index: int = index) -> Row:
            return {
                **row,
                "person_id": case_index,
                "contact_point_id": points.of(case_index, row.get("contact_point_id")),
            }

        for past in case.history:
            numbers = numbered(past)
            numbers["account_id"] = accounts.of(index, past["account_id"])
            numbers["collector"] = past["collector"] or case.collector["kind"]
            if past["party"] in (None, "unknown"):
                # with whom it was is unknown: it counts for whoever is to be reached
                numbers["party"] = case.point["party"] or "cardholder"
            contacts.append(numbers)
        opt_outs += [numbered(wish) for wish in case.opt_outs]
        consents += [
            {**numbered(wish), "from_time": wish["from"], "to_time": wish["to"]}
            for wish in case.consents
        ]
        inconvenient += [
            {**wish, "person_id": index, "from_time": wish["from"], "to_time": wish["to"]}
            for wish in case.inconvenient
        ]
    return CaseTables(
        candidates=_frame(rows),
        portfolio=Portfolio.of(
            contacts=CONTACTS.frame(contacts),
            opt_outs=OPT_OUTS.frame(opt_outs),
            consents=CONSENTS.frame(consents),
            inconvenient=INCONVENIENT.frame(inconvenient),
        ),
    )


def _candidate(index: int, case: Case, account: int | None, point: int | None) -> Row:
    contact = {_CONTACT_NAMES.get(k, k): v for k, v in case.contact.items()}
    if contact["states_debt"] is None and case.point["party"] == "cardholder":
        contact["states_debt"] = (
            case.contact["form"] != "limited_content"
            or case.contact["channel"] not in ("voicemail", "call")
        ) and case.contact["purpose"] not in ("confirm_opt_out", "locate")
    is_creditor = case.collector["kind"] == "creditor"
    nation, region, city = case.jurisdictions
    return {
        **contact,
        **{_PERSON_NAMES.get(k, k): v for k, v in case.person.items()},
        **{k: v for k, v in case.account.items() if k not in _ACCOUNT_DROPPED},
        "ix": index,
        "person_id": index,
        "account_id": account,
        "contact_point_id": point,
        "asked_at": case.at,
        "nation": nation,
        "region": region,
        "city": city,
        "time_zones": ",".join(case.zones) or None,
        "collector_kind": case.collector["kind"],
        "collector_authorised": _default(case.collector["authorised"], is_creditor),
        "collector_licensed": _default(case.collector["licensed"], is_creditor),
        "attorney_known": case.attorney["known"],
        "attorney_responded": case.attorney["responded"],
        "attorney_consents": case.attorney["consents"],
        "cease_at": case.cease.get("at"),
        "cease_form": case.cease.get("form"),
        "point_kind": case.point["kind"],
        "party": case.point["party"],
        "is_verified": case.point["verified"],
        "is_connected_to_other": case.point["connected_to_other"],
        "point_state": "open",
        "currency": case.account["currency"] if case.account["currency"] in w.CURRENCIES else None,
    }


def _default(value: object, default: bool) -> object:  # noqa: FBT001
    return True if value is None and default else value


def _frame(rows: list[Row]) -> pl.DataFrame:
    derived = {column.name for column in DERIVED_COLUMNS}
    schema = {
        column.name: column.dtype for column in CANDIDATES.columns if column.name not in derived
    }
    given = {"ix": pl.UInt32(), **schema, "asked_at": MOMENT}
    data = {name: [row.get(name) for row in rows] for name in given}
    return pl.DataFrame(data, schema=given)
