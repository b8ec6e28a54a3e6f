from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from forbear.letters.press import TypstPress
from forbear.letters.store import LetterFiles
from forbear.packs.issuers import load_issuer
from forbear.packs.words import load_disclosures, load_templates
from forbear.ports.writing import MessageRefused
from forbear.services.debits import debits_announce
from forbear.services.debits.announcing import Announced
from forbear.services.messages import StoreWriter
from forbear.store.models import Account, Debit, PlannedContact
from tests.services.debits.make import RULES, at, mandate, owed, plan, with_mandate
from tests.store.make import point

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 18)


def announce(on: date = ON, hour: int = 9) -> Announced:
    return debits_announce(on=on, rules=RULES, at=at(on, hour))


def written(folder: Path, notice: PlannedContact) -> str:
    writer = StoreWriter(
        issuer=load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=TypstPress(),
        letters=LetterFiles(folder),
        code_key=b"a key of the tests",
    )
    return writer(planned_id=notice.pk, reference="fb-7", must_disclose=(), at=at(ON)).message.text


def test_a_message_is_planned_and_its_leaving_announces_the_debit() -> None:
    with_mandate()
    plan()
    assert announce() == Announced(1, 0, 0, 0)
    assert announce() == Announced(0, 0, 0, 0)
    notice = PlannedContact.objects.get()
    assert (notice.channel, notice.purpose, notice.template) == ("email", "notice", "debit_notice")
    # until the end of the last day in Berlin
    assert notice.window_to == datetime(2026, 3, 19, 23, tzinfo=UTC)
    PlannedContact.objects.update(state="sent", state_at=datetime(2026, 3, 18, 23, 30, tzinfo=UTC))
    assert announce() == Announced(0, 1, 0, 0)
    debit = Debit.objects.get()
    assert (debit.state, debit.announced_on) == ("announced", date(2026, 3, 19))


def test_the_message_says_amount_day_mandate_and_creditor(tmp_path: Path) -> None:
    held = with_mandate()
    plan()
    announce()
    notice = PlannedContact.objects.get()
    text = written(tmp_path, notice)
    for part in ("€120.00", "2 April 2026", f"M-{held.pk}", "2606", "DE98ZZZ09999999999"):
        assert part in text
    held.person.language = "zh-Hans"
    held.person.save()
    assert "2026年4月2日" in written(tmp_path, notice)


def test_a_debit_that_is_withheld_is_not_announced_any_more(tmp_path: Path) -> None:
    held = with_mandate()
    plan()
    announce()
    Account.objects.filter(pk=held.pk).update(dispute="open")
    assert announce(ON, 10) == Announced(0, 0, 1, 0)
    assert Debit.objects.get().note == "DISPUTE_OPEN"
    notice = PlannedContact.objects.get()
    assert notice.state == "lapsed"
    with pytest.raises(MessageRefused):
        written(tmp_path, notice)


def test_what_did_not_leave_is_tried_by_the_next_way_while_there_is_time() -> None:
    held = with_mandate()
    point(held.person, kind="mobile", value="+491711234567")
    point(held.person, kind="postal", value="Weg 1\n10115 Berlin")
    point(held.person, kind="email", value="x@example.com", party="spouse")
    plan()
    tried = []
    for day in range(4):
        on = ON - timedelta(days=3 - day)
        announce(on)
        notice = Debit.objects.get().notice
        assert notice is not None
        tried.append(notice.channel)
        PlannedContact.objects.filter(pk=notice.pk).update(state="refused")
    assert tried == ["email", "sms", "letter", "email"]
    # a message that a new day took away is tried by the same way
    announce(date(2026, 3, 19))
    PlannedContact.objects.filter(state="planned").update(state="lapsed")
    announce(date(2026, 3, 19), 10)
    assert Debit.objects.get().notice.channel == "email"  # type: ignore[union-attr]


def test_without_a_way_or_in_time_the_debit_is_withheld() -> None:
    mandate(owed())
    plan()
    assert announce() == Announced(0, 0, 0, 1)
    assert announce(date(2026, 3, 19)) == Announced(0, 0, 0, 1)
    assert announce(date(2026, 3, 20)) == Announced(0, 0, 1, 0)
    debit = Debit.objects.get()
    assert (debit.state, debit.note) == ("withheld", "NOT_ANNOUNCED")
    # and the due is not planned again
    assert not plan(date(2026, 3, 20)).debits


def test_a_message_on_its_way_is_left_alone() -> None:
    with_mandate()
    plan()
    announce()
    for state in ("queued", "sending"):
        PlannedContact.objects.update(state=state)
        assert announce(ON, 11) == Announced(0, 0, 0, 0)
