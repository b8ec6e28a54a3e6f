"""The link to the page of wishes in a message, from the writer to the page's own reading of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forbear.letters.press import TypstPress
from forbear.letters.store import LetterFiles
from forbear.packs.issuers import Issuer, load_issuer
from forbear.packs.words import load_disclosures, load_templates
from forbear.ports.writing import MessageRefused
from forbear.services.agreements.links import sign_token
from forbear.services.agreements.offers import offer_withdraw
from forbear.services.messages import StoreWriter
from forbear.services.preferences import link_open, preference_record
from forbear.store.models import PlannedContact
from tests.services.agreements.signing import linked
from tests.store.make import account, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def mail() -> PlannedContact:
    owed = account(
        person(name="Ada Kowalski"),
        card_last4="4821",
        oldest_unpaid_due_on=datetime(2026, 1, 26, tzinfo=UTC).date(),
    )
    address = point(owed.person, kind="email", value="ada@example.com")
    return planned(owed, at=AT, channel="email", template="first_reminder", contact_point=address)


def writer(folder: Path, *, public_url: str = "", issuer: Issuer | None = None) -> StoreWriter:
    return StoreWriter(
        issuer=issuer or load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=TypstPress(),
        letters=LetterFiles(folder),
        code_key=b"a key of the tests",
        public_url=public_url,
    )


def url(given: PlannedContact, write: StoreWriter) -> str | None:
    return write(
        planned_id=given.pk, reference="fb-7", must_disclose=(), at=AT
    ).message.unsubscribe_url


@pytest.mark.parametrize("base", ["https://pay.bank.example", "https://pay.bank.example/"])
def test_a_message_carries_the_recipients_own_link(tmp_path: Path, base: str) -> None:
    given = mail()
    link = url(given, writer(tmp_path, public_url=base))
    assert link is not None
    assert link.startswith("https://pay.bank.example/p/")
    opened = link_open(link.rstrip("/").rpartition("/")[2], at=AT)
    assert opened is not None
    assert opened.planned == given


def test_without_public_pages_the_house_s_own_address_is_named(tmp_path: Path) -> None:
    own = replace(load_issuer(), unsubscribe_url="https://bank.example/stop")
    assert url(mail(), writer(tmp_path, issuer=own)) == "https://bank.example/stop"
    none = replace(load_issuer(), unsubscribe_url="")
    assert url(mail(), writer(tmp_path, issuer=none)) is None


def test_a_message_is_written_in_the_language_that_they_chose(tmp_path: Path) -> None:
    given = mail()
    preference_record(
        person_id=given.person_id, language="zh-Hans", at=AT, actor="a", source="page"
    )
    draft = writer(tmp_path)(planned_id=given.pk, reference="fb-7", must_disclose=(), at=AT)
    assert draft.message.language == "zh-Hans"
    assert "信用卡" in draft.message.text


def test_the_link_to_sign_is_written_while_the_offer_is_open(tmp_path: Path) -> None:
    link = linked()
    write = writer(tmp_path, public_url="https://pay.bank.example")
    draft = write(planned_id=link.planned_id, reference="fb-7", must_disclose=(), at=AT)
    assert f"https://pay.bank.example/s/{sign_token(link.pk)}/" in draft.message.text
    offer_withdraw(offer_id=link.offer_id, at=AT, actor="maker", why="wrong")
    with pytest.raises(MessageRefused):
        write(planned_id=link.planned_id, reference="fb-7", must_disclose=(), at=AT)
