"""Lines of texts are read strictly, and a bad one is told with its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from forbear.interchange.jsonl import answer_line, numbered
from forbear.interchange.texts import BadText, Text, read_text, report_json
from forbear.packs.speech import load_auditor

ROW: dict[str, object] = {
    "id": "en-1",
    "lang": "en",
    "channel": "sms",
    "speaker_role": "collector",
    "text": "Northgate Bank: you owe $873.40.",
}
FACTS: dict[str, object] = {
    "balance_minor": 87340,
    "currency": "USD",
    "overdue_principal_minor": 15721,
    "late_fee_minor": 2900,
    "interest_minor": 1834,
    "min_payment_minor": 3500,
    "dpd": 8,
    "legal_status": "none",
    "credit_reported": False,
    "credit_reported_since": "2026-04",
    "offers": [
        {"type": "fee_waiver", "amount_minor": 2900},
        {"type": "settlement", "amount_minor": 45000, "expires": "2026-06-30"},
        {"type": "installment", "months": 12, "monthly_minor": 36824},
        {"type": "payment_pause", "months": 2},
        {"type": "rate_reduction", "apr": "0.0999"},
    ],
    "visit_scheduled": False,
    "visit_date": None,
    "recipient": "cardholder",
    "collector_is": "creditor",
    "agency_name": None,
    "time_local": "2026-03-12T10:15",
    "jurisdiction": "US",
    "due_date": "2026-03-01",
    "apr": "0.2199",
    "daily_rate": "0.0005",
    "case_ref": "CV-1",
    "offer_or_action_deadline": "2026-04-01",
    "time_barred": False,
    "disputed": False,
}


def read(row: object, *, lenient: bool = False) -> Text | BadText:
    return read_text(json.dumps(row).encode(), 7, lenient=lenient)


def test_every_field_of_the_contract_is_read() -> None:
    text = read(ROW | {"facts": FACTS})
    assert isinstance(text, Text)
    facts = text.message.facts
    assert (facts.balance_minor, facts.apr) == (87340, Decimal("0.2199"))
    assert facts.deadline == date(2026, 4, 1)
    assert facts.offers is not None
    assert [offer.type for offer in facts.offers][-1] == "rate_reduction"


def test_facts_may_be_absent_and_are_then_not_known() -> None:
    text = read(ROW)
    assert isinstance(text, Text)
    assert text.message.facts.balance_minor is None
    (claim,) = load_auditor().audit(text.message).claims
    assert claim.verdict == "unverifiable"


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ([], "BAD_JSON", None),
        (ROW | {"txt": "x"}, "UNKNOWN_FIELD", "txt"),
        (ROW | {"lang": "fr"}, "BAD_FIELD", "lang"),
        ({k: v for k, v in ROW.items() if k != "channel"}, "MISSING_FIELD", "channel"),
        ({k: v for k, v in ROW.items() if k != "text"}, "MISSING_FIELD", "text"),
        (ROW | {"turns": []}, "MISSING_FIELD", "text"),
        (ROW | {"text": 5}, "BAD_FIELD", "text"),
        (ROW | {"id": True}, "BAD_FIELD", "id"),
        (ROW | {"facts": {"balance": 1}}, "UNKNOWN_FIELD", "facts.balance"),
        (ROW | {"facts": {"balance_minor": 1.5}}, "BAD_FIELD", "facts.balance_minor"),
        (ROW | {"facts": {"dpd": True}}, "BAD_FIELD", "facts.dpd"),
        (ROW | {"facts": {"apr": "lots"}}, "BAD_FIELD", "facts.apr"),
        (ROW | {"facts": {"apr": "NaN"}}, "BAD_FIELD", "facts.apr"),
        (ROW | {"facts": {"currency": "dollars"}}, "BAD_FIELD", "facts.currency"),
        (ROW | {"facts": {"visit_date": "soon"}}, "BAD_FIELD", "facts.visit_date"),
        (ROW | {"facts": {"legal_status": "sued"}}, "BAD_FIELD", "facts.legal_status"),
        (ROW | {"facts": {"offers": [{"type": "gift"}]}}, "BAD_FIELD", "facts.offers[0].type"),
        (ROW | {"facts": {"offers": [{}]}}, "MISSING_FIELD", "facts.offers[0].type"),
    ],
)
def test_a_bad_line_is_told_with_its_place(row: object, code: str, field: str | None) -> None:
    answer = read(row)
    assert isinstance(answer, BadText)
    assert (answer.code, answer.field) == (code, field)


def test_lenient_ignores_unknown_fields_alone() -> None:
    assert isinstance(read(ROW | {"txt": "x"}, lenient=True), Text)
    assert isinstance(read(ROW | {"lang": "fr"}, lenient=True), BadText)


@pytest.mark.parametrize(
    "line", [b"{", b"\xff", b'{"id": 1, "id": 2}', b'{"id": NaN}', b"[" * 9999]
)
def test_what_is_no_json_answers_with_the_number_of_the_line(line: bytes) -> None:
    answer = read_text(line, 7)
    assert isinstance(answer, BadText)
    assert answer.as_json()["id"] == 7


def test_empty_lines_are_left_out_and_a_mark_of_order_too() -> None:
    assert list(numbered([b"\xef\xbb\xbf{}\n", b"\n", b"{}"])) == [(1, b"{}\n"), (3, b"{}")]


def test_spans_count_code_points_of_the_original() -> None:
    body = "【江城银行】\U0001f6a8您的法\u200b院传票已到"
    text = read(ROW | {"lang": "zh", "text": body, "facts": {"legal_status": "none"}})
    assert isinstance(text, Text)
    answer = report_json("a", load_auditor().audit(text.message))
    found = answer["findings"]
    assert isinstance(found, list)
    spans = [body[row["span"]["start"] : row["span"]["end"]] for row in found]
    assert any("法\u200b院" in span for span in spans)
    assert json.loads(answer_line(answer))["verdict"] == "blocked"


def test_half_of_a_character_is_answered() -> None:
    text = read_text(
        b'{"id": "\\ud800", "lang": "zh", "channel": "call", '
        b'"speaker_role": "collector", "text": "\\ud800\xe6\xac\xa0"}',
        1,
    )
    assert isinstance(text, Text)
    answer = answer_line(report_json(text.text_id, load_auditor().audit(text.message)))
    assert answer.encode()
