from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forbear.core.genuine import MISTYPED, NOT_OURS, Checked
from forbear.core.speech.codes import code_of
from forbear.services.genuine import genuine_by_pdf, genuine_check, message_withdraw
from forbear.services.letters.certificates import certificate_note
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, CallerNumber, PlannedContact, VisitorCard
from tests.letters.keys import AT as SIGNED
from tests.letters.keys import bundle, der, signer
from tests.letters.test_press import PRESS, letter
from tests.store.make import account, permit, person, planned

AT = datetime(2026, 3, 12, 2, tzinfo=UTC)  # the evening before in New York
KEY = b"a key of the tests"
pytestmark = pytest.mark.django_db


def message(channel: str = "letter", *, has_left: bool = True) -> PlannedContact:
    owed = account(person(time_zones="America/New_York"))
    row = planned(owed, at=AT, channel=channel)
    row.code = code_of(row.pk, KEY)
    row.save()
    permit(owed, at=AT, planned=row, channel=channel, consumed_at=AT if has_left else None)
    return row


@pytest.mark.parametrize("channel", ["sms", "email", "letter"])
def test_a_message_that_went_out_is_ours(channel: str) -> None:
    row = message(channel)
    expected = Checked("genuine", channel, date(2026, 3, 11))  # type: ignore[arg-type]
    assert genuine_check(str(row.code), at=AT) == expected
    assert genuine_check(f" {str(row.code).lower().replace('-', ' ')}\n", at=AT) == expected


@pytest.mark.parametrize("sign", "23456789ABCDEFGHJKMNPQRSTUVWXYZ")
def test_a_message_is_ours_whatever_its_code_begins_with(sign: str) -> None:
    row = message()
    row.code = next(code for n in range(10**6) if (code := code_of(n, KEY)).startswith(sign))
    row.save()
    assert genuine_check(str(row.code), at=AT).verdict == "genuine"


def test_what_was_written_and_never_left_is_not_ours() -> None:
    assert genuine_check(str(message(has_left=False).code), at=AT) == NOT_OURS


def test_a_code_that_nobody_got_is_not_ours() -> None:
    assert genuine_check(code_of(10**9, KEY), at=AT) == NOT_OURS
    assert genuine_check(code_of(10**9, b"the key of a forger"), at=AT) == NOT_OURS


@pytest.mark.parametrize("typed", ["", "hello", "38VT-QM8F-X", "V", "V-123", "\0", "12", "V\0"])
def test_what_is_nothing_of_the_kind_is_called_mistyped(typed: str) -> None:
    assert genuine_check(typed, at=AT) == MISTYPED


def test_a_message_can_be_withdrawn_once() -> None:
    row = message()
    later = AT + timedelta(days=2)
    for _ in range(2):
        done = message_withdraw(
            typed=str(row.code), reason="superseded", note="", at=later, actor="a"
        )
        assert not isinstance(done, Refusal)
    assert genuine_check(str(row.code), at=later) == Checked(
        "withdrawn", "letter", date(2026, 3, 11), date(2026, 3, 13)
    )
    assert AuditEntry.objects.filter(action="message.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("code", "reason", "refusal"),
    [(code_of(9, b"x"), "recalled", "CODE_UNKNOWN"), (None, "boredom", "REASON_UNKNOWN")],
)
def test_what_cannot_be_withdrawn_is_refused(code: str | None, reason: str, refusal: str) -> None:
    typed = code or str(message().code)
    done = message_withdraw(typed=typed, reason=reason, note="", at=AT, actor="a")
    assert isinstance(done, Refusal)
    assert done.code == refusal


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("+44 20 7946 0123", "genuine"),
        ("020 7946 0123", "genuine"),
        ("+４４２０７９４６０１２３", "genuine"),
        ("+44 20 7946 0199", "withdrawn"),
        ("+44 20 7946 0124", "not_ours"),
        ("0123", "not_ours"),
        ("+1 20 7946 0123", "not_ours"),
    ],
)
def test_a_number_is_looked_up_as_people_write_it(typed: str, verdict: str) -> None:
    CallerNumber.objects.create(value="+442079460123", from_on=date(2025, 1, 1))
    CallerNumber.objects.create(
        value="+442079460199", from_on=date(2025, 1, 1), until_on=date(2026, 1, 31)
    )
    CallerNumber.objects.create(value="+442079460124", from_on=date(2027, 1, 1))
    assert genuine_check(typed, at=AT).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "genuine"),
        ({"until_on": date(2026, 3, 11)}, "withdrawn"),
        ({"revoked_at": AT}, "withdrawn"),
        ({"from_on": date(2026, 3, 13)}, "not_ours"),
    ],
)
def test_a_visitors_card(changes: dict[str, object], verdict: str) -> None:
    number = code_of(1, b"cards")
    given = {"from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31), **changes}
    VisitorCard.objects.create(number=number, holder="Ada Kowalski", **given)
    assert genuine_check(f"V-{number}", at=AT).verdict == verdict
    assert genuine_check(f"v {number.lower()}", at=AT).verdict == verdict
    assert genuine_check(number, at=AT).verdict == "not_ours", "a card is no message"


@pytest.mark.parametrize(
    ("change", "verdict", "is_changed"),
    [("none", "genuine", False), ("a byte", "not_ours", True), ("unsigned", "not_ours", False)],
)
def test_the_file_of_a_letter(change: str, verdict: str, *, is_changed: bool) -> None:
    row = message()
    plain = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
    pdf = signer().sealed(plain, code=str(row.code), at=SIGNED)
    certificate_note(der(bundle()), at=AT)
    if change == "a byte":
        pdf = pdf[:9000] + bytes([pdf[9000] ^ 1]) + pdf[9001:]
    found = genuine_by_pdf(plain if change == "unsigned" else pdf)
    assert (found.verdict, found.is_changed) == (verdict, is_changed)
    assert found.on == (date(2026, 3, 11) if verdict == "genuine" else None)


def test_a_letter_signed_and_never_sent_is_not_ours() -> None:
    row = message(has_left=False)
    plain = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
    certificate_note(der(bundle()), at=AT)
    assert genuine_by_pdf(signer().sealed(plain, code=str(row.code), at=SIGNED)) == NOT_OURS
