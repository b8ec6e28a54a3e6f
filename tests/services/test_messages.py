from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate

from forbear.core.speech.codes import code_of
from forbear.letters.checking_child import found_in
from forbear.letters.press import TypstPress
from forbear.letters.printing import pages_of
from forbear.letters.store import LetterFiles
from forbear.packs.issuers import Issuer, load_issuer
from forbear.packs.words import load_disclosures, load_templates
from forbear.ports.letters import Letter, LetterPress
from forbear.ports.writing import Draft, MessageRefused
from forbear.services.messages import StoreWriter
from forbear.store.models import PlannedContact
from tests.letters.keys import bundle, der, signer
from tests.services.agreements.make import owing
from tests.store.make import account, person, planned, point, sender

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
PRESS = TypstPress()


def plan(
    channel: str,
    template: str,
    *,
    who: dict[str, object] | None = None,
    owed: dict[str, object] | None = None,
    where: dict[str, object] | None = None,
) -> PlannedContact:
    given = account(
        person(**{"name": "Ada Kowalski", **(who or {})}),
        **{
            "card_last4": "4821",
            "overdue_minor": 120_050,
            "next_due_minor": 3500,
            "next_due_on": date(2026, 3, 26),
            "oldest_unpaid_due_on": date(2026, 1, 26),
            **(owed or {}),
        },
    )
    return planned(
        given,
        at=AT,
        channel=channel,
        template=template,
        contact_point=point(given.person, **(where or {})),
    )


def write(
    given: PlannedContact,
    folder: Path,
    *must_disclose: str,
    press: LetterPress = PRESS,
    issuer: Issuer | None = None,
) -> Draft:
    writer = StoreWriter(
        issuer=issuer or load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=press,
        letters=LetterFiles(folder),
        code_key=b"a key of the tests",
    )
    return writer(planned_id=given.pk, reference="fb-7", must_disclose=must_disclose, at=AT)


@pytest.mark.django_db
def test_every_number_comes_from_the_store(tmp_path: Path) -> None:
    sender("US")
    message = write(plan("sms", "first_reminder"), tmp_path).message
    assert (message.to, message.sender) == ("+12025550123", "Larkfield")
    assert message.text.startswith(
        "Larkfield Bank: $1,200.50 on your card ending 4821 has been past due since "
        "January 26, 2026."
    )


@pytest.mark.django_db
def test_without_a_registered_sender_no_text_message_is_written(tmp_path: Path) -> None:
    sender("GB")
    with pytest.raises(MessageRefused, match="No sender is registered for sms to US") as caught:
        write(plan("sms", "first_reminder"), tmp_path)
    assert caught.value.code == "SENDER_UNREGISTERED"


@pytest.mark.django_db
def test_a_person_is_written_to_in_their_language(tmp_path: Path) -> None:
    given = plan(
        "email",
        "second_reminder",
        who={"name": "欧阳晓琳", "language": "zh-hans"},
        owed={"currency": "CNY"},
    )
    text = write(given, tmp_path).message.text
    assert "欧阳晓琳，您好：" in text
    assert "1,200.50元" in text


@pytest.mark.django_db
def test_an_agency_names_itself_and_says_what_it_must(tmp_path: Path) -> None:
    given = plan("email", "first_reminder", owed={"collector_kind": "agency"})
    text = write(given, tmp_path, "identity", "debt_collector", "opt_out_instruction").message.text
    assert "Northgate Services, for Larkfield Bank" in text
    assert "Northgate Services is a debt collector." in text


@pytest.mark.django_db
def test_a_letter_is_kept_where_its_message_says(tmp_path: Path) -> None:
    given = plan("letter", "notice_of_rights", where={"kind": "postal", "value": "1 Elm St"})
    draft = write(given, tmp_path / "letters", "identity", "rights_and_objection")
    assert draft.artefact == "letters/2026-03-12/fb-7.pdf"
    assert (tmp_path / draft.artefact).read_bytes().startswith(b"%PDF")
    assert write(given, tmp_path / "letters") == draft  # a second time is the same letter


class Recorded:
    """A letter press that keeps what it was given."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def letter_pdf(self, letter: Letter, language: str) -> bytes:
        self.letters.append(letter)
        return PRESS.letter_pdf(letter, language)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "line"),
    [
        ("creditor", "Larkfield Bank", "Card Services"),
        ("agency", "Northgate Services", "20 Example Road"),
        ("buyer", "Harbour Receivables", "30 Example Quay"),
    ],
)
def test_a_letter_goes_out_under_the_head_of_who_writes_it(
    tmp_path: Path, kind: str, name: str, line: str
) -> None:
    given = plan(
        "letter",
        "notice_of_rights",
        owed={"collector_kind": kind},
        where={"kind": "postal", "value": "1 Elm St"},
    )
    press = Recorded()
    write(given, tmp_path, "identity", press=press)
    letter = press.letters[0]
    assert (letter.issuer_name, line in letter.issuer_lines) == (name, True)
    assert len(letter.issuer_lines) > 1


@pytest.mark.django_db
def test_a_letter_under_an_unknown_head_is_not_written(tmp_path: Path) -> None:
    given = plan(
        "letter",
        "notice_of_rights",
        owed={"collector_kind": "agency"},
        where={"kind": "postal", "value": "1 Elm St"},
    )
    nowhere = replace(load_issuer(), collector_addresses={})
    with pytest.raises(MessageRefused) as caught:
        write(given, tmp_path, "identity", issuer=nowhere)
    assert caught.value.code == "LETTERHEAD_MISSING"


@pytest.mark.django_db
def test_a_letter_is_signed_with_its_code_and_once(tmp_path: Path) -> None:
    given = plan("letter", "notice_of_rights", where={"kind": "postal", "value": "1 Elm St"})
    writer = StoreWriter(
        issuer=load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=PRESS,
        letters=LetterFiles(tmp_path / "letters"),
        code_key=b"a key of the tests",
        seal=signer(),
    )
    kept = [
        (
            tmp_path
            / writer(planned_id=given.pk, reference="fb-7", must_disclose=(), at=at).artefact
        ).read_bytes()
        for at in (AT, AT + timedelta(minutes=1))
    ]
    assert kept[0] == kept[1], "written again it is the same letter, with its first signature"
    found = found_in(kept[0], [Certificate.load(der(bundle()))])
    code = code_of(given.pk, b"a key of the tests")
    assert found == {"state": "whole", "code": code, "at": AT.isoformat()}


@pytest.mark.django_db
def test_a_message_gets_the_code_by_which_it_is_asked_about(tmp_path: Path) -> None:
    given = plan("letter", "notice_of_rights", where={"kind": "postal", "value": "1 Elm St"})
    draft = write(given, tmp_path)
    assert draft.code == code_of(given.pk, b"a key of the tests")
    assert write(given, tmp_path) == draft  # the same code in the same letter


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "template", "changes", "code"),
    [
        ("sms", "first_reminder", {"owed": {"overdue_minor": 0}}, "NOTHING_DUE"),
        ("sms", "pre_due_reminder", {"owed": {"next_due_minor": 0}}, "NOTHING_DUE"),
        ("sms", "second_reminder", {"owed": {"oldest_unpaid_due_on": None}}, "FACT_MISSING"),
        ("sms", "first_reminder", {"owed": {"card_last4": ""}}, "FACT_MISSING"),
        ("sms", "first_reminder", {"where": {"party": "spouse"}}, "DEBT_DISCLOSED"),
        ("letter", "first_reminder", {}, "CHANNEL_MISSING"),
        ("sms", "never_heard_of", {}, "TEMPLATE_MISSING"),
        ("letter", "notice_of_rights", {"who": {"name": "Ada 🙂"}}, "GLYPH_MISSING"),
    ],
)
def test_what_is_not_true_or_not_allowed_is_not_written(
    tmp_path: Path, channel: str, template: str, changes: dict[str, dict[str, object]], code: str
) -> None:
    given = plan(channel, template, **changes)
    with pytest.raises(MessageRefused) as caught:
        write(given, tmp_path)
    assert caught.value.code == code


@pytest.mark.django_db
def test_a_document_of_its_own_is_not_added_to_a_message(tmp_path: Path) -> None:
    with pytest.raises(MessageRefused) as caught:
        write(plan("sms", "first_reminder"), tmp_path, "validation_notice")
    assert caught.value.code == "DISCLOSURE_MISSING"


GB = {"nation": "GB", "region": None, "currency": "GBP", "missed_statements": 2}
POST = {"kind": "postal", "value": "1 Elm St\nLarkfield"}


@pytest.mark.django_db
def test_a_notice_names_the_paper_that_comes_with_it_on_a_page_of_its_own(tmp_path: Path) -> None:
    press = Recorded()
    given = plan("letter", "gb_default_notice", owed=GB, where=POST)
    draft = write(given, tmp_path, "identity", press=press)
    [paper] = press.letters[0].enclosed
    assert paper.publisher == "Financial Conduct Authority"
    assert paper.version == "specimen of the demo"
    assert paper.obtain.startswith("https://www.fca.org.uk/")
    assert pages_of((tmp_path / draft.artefact.removeprefix("letters/")).read_bytes()) == 2


@pytest.mark.django_db
def test_a_notice_without_the_paper_that_the_law_wants_is_not_written(tmp_path: Path) -> None:
    given = plan("letter", "gb_arrears_notice", owed=GB, where=POST)
    with pytest.raises(MessageRefused, match=r"s\.86C.*fca\.org\.uk") as refused:
        write(given, tmp_path, issuer=replace(load_issuer(), enclosures={}))
    assert refused.value.code == "ENCLOSURE_MISSING"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "template", "said"),
    [
        # 15 per cent of the first 2,500 euro (Stb. 2012, 141, art. 2), of 1,200 that is past due
        (("EU", "EU-NL", "EUR"), "nl_demand_letter", "collection costs of €180.00"),
        (("IN", None, "INR"), "in_bureau_notice", "not before"),
    ],
)
def test_the_notice_that_the_ladder_plans_can_be_written(
    tmp_path: Path, place: tuple[str, str | None, str], template: str, said: str
) -> None:
    nation, region, currency = place
    of = owing(
        person(name="Ada Kowalski"),
        card_last4="4821",
        nation=nation,
        region=region,
        currency=currency,
        oldest_unpaid_due_on=date(2026, 2, 25),
    )
    given = planned(
        of, at=AT, channel="letter", template=template, contact_point=point(of.person, **POST)
    )
    assert said in write(given, tmp_path, "identity", "rights_and_objection").message.text


@pytest.mark.django_db
def test_an_older_version_that_lacks_what_the_law_asks_is_not_written(tmp_path: Path) -> None:
    given = plan("letter", "gb_default_notice", owed=GB, where=POST)
    shipped = load_templates()["gb_default_notice"]
    words = {
        language: replace(one, body=one.body.replace("{remedy_by}", "?"), facts=())
        for language, one in shipped.words.items()
    }
    writer = StoreWriter(
        issuer=load_issuer(),
        templates={"gb_default_notice": replace(shipped, words=words)},
        disclosures=load_disclosures(),
        press=PRESS,
        letters=LetterFiles(tmp_path),
        code_key=b"a key of the tests",
    )
    with pytest.raises(MessageRefused, match="remedy_day") as refused:
        writer(planned_id=given.pk, reference="fb-7", must_disclose=(), at=AT)
    assert refused.value.code == "DISCLOSURE_MISSING"


ODD_NAMES = {
    "a bell": "Ada\x07 Kowalski",
    "a line end": "Ada\nKowalski",
    "turned to the right": "Ada \u202eikslawoK",
    "an isolate": "Ada \u2066Kowalski",
    "nothing": "",
    "spaces": "   ",
    "a card number": "Ada 4111 1111 1111 1111",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=list(ODD_NAMES))
@pytest.mark.parametrize(
    ("channel", "template", "where"),
    [
        ("email", "first_reminder", {"kind": "email", "value": "ada@mail.example"}),
        ("letter", "notice_of_rights", POST),
    ],
)
def test_an_odd_name_is_not_written_to(
    tmp_path: Path, name: str, channel: str, template: str, where: dict[str, object]
) -> None:
    given = plan(channel, template, who={"name": name}, where=where)
    with pytest.raises(MessageRefused) as refused:
        write(given, tmp_path)
    assert refused.value.code in {"FACT_INVALID", "FACT_MISSING", "GLYPH_MISSING"}
    assert len(str(refused.value)) < 400
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("\n".join(f"Line {n}" for n in range(10)), "ADDRESS_TOO_LONG"),
        ("1 Elm St\nL\x07arkfield", "LETTER_INVALID"),
        ("1 Elm St\n\u202edleifkraL", "LETTER_INVALID"),
        ("9" * 400, "ADDRESS_TOO_LONG"),
    ],
    ids=["ten lines", "a bell", "turned", "one word"],
)
def test_an_odd_address_is_not_written_to(tmp_path: Path, address: str, code: str) -> None:
    given = plan("letter", "notice_of_rights", where={"kind": "postal", "value": address})
    with pytest.raises(MessageRefused) as refused:
        write(given, tmp_path)
    assert refused.value.code in {code, "GLYPH_MISSING"}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["not a number", "", "+", "12", "+1202555012345678901234"])
def test_a_number_that_is_none_gets_no_text_message(tmp_path: Path, value: str) -> None:
    sender("US")
    given = plan("sms", "first_reminder", where={"value": value})
    with pytest.raises(MessageRefused) as refused:
        write(given, tmp_path)
    assert refused.value.code == "ADDRESS_INVALID"
