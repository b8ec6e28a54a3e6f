"""Files for the bank: checked by the schemas of ISO 20022, and by sums of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import sepaxml
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.interchange.sepa import Collection, Party, SepaProblem, Transfer
from forbear.interchange.sepa.charset import ALLOWED, plain
from forbear.interchange.sepa.writing import (
    COLLECTION_VERSIONS,
    TRANSFER_VERSIONS,
    collections_file,
    transfers_file,
)

AT = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
CREDITOR = Party("Larkfield Bank", "DE89370400440532013000", "COBADEFFXXX", "DE98ZZZ09999999999")
ADA = Party("Ada Kowalski", "FR1420041010050500013M02606")
JUERGEN = Party("Jürgen Weiß", "AT611904300234573201", "BKAUATWW")
SCHEMAS = Path(sepaxml.__file__).parent / "schemas"


def collection(number: int = 1, **given_: object) -> Collection:
    return Collection(
        **{
            "end_to_end_id": f"FB{number}-20260402-1",
            "amount_minor": 12_000,
            "collection_on": date(2026, 4, 2),
            "sequence": "RCUR",
            "scheme": "CORE",
            "mandate_reference": f"M-{number}",
            "signed_on": date(2026, 1, 5),
            "debtor": ADA,
            "text": "Card ending 4821",
            **given_,
        }
    )


def transfer(number: int = 1, **given_: object) -> Transfer:
    return Transfer(
        **{
            "end_to_end_id": f"FBR{number}",
            "amount_minor": 5_050,
            "execute_on": date(2026, 4, 2),
            "creditor": ADA,
            "text": "Refund of your credit balance",
            **given_,
        }
    )


def written(*orders: Collection, version: str = "pain.008.001.08") -> ET.Element:
    made = collections_file(CREDITOR, orders, message_id="FBD-1", at=AT, version=version)
    return ET.fromstring(made.content)


def texts(root: ET.Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(f".//{{*}}{name}")]


MIXED = (
    collection(1),
    collection(2, debtor=JUERGEN, amount_minor=1),
    collection(3, sequence="FRST"),
    collection(4, sequence="OOFF", scheme="B2B", text=""),
    collection(5, sequence="FNAL", collection_on=date(2026, 4, 7)),
    collection(6, amount_minor=99_999_999_999),
)


@pytest.mark.parametrize("version", COLLECTION_VERSIONS)
def test_collections_are_valid_by_the_schema(version: str) -> None:
    made = collections_file(CREDITOR, MIXED, message_id="FBD-1", at=AT, version=version)
    xmlschema.XMLSchema(SCHEMAS / f"{version}.xsd").validate(made.content.decode())


@pytest.mark.parametrize("version", TRANSFER_VERSIONS)
def test_transfers_are_valid_by_the_schema(version: str) -> None:
    payer = replace(CREDITOR, creditor_id="")
    orders = (transfer(1), transfer(2, creditor=JUERGEN, execute_on=date(2026, 4, 7), text=""))
    made = transfers_file(payer, orders, message_id="FBT-1", at=AT, version=version)
    xmlschema.XMLSchema(SCHEMAS / f"{version}.xsd").validate(made.content.decode())
    assert made.sum_minor == 10_100


def test_the_schema_would_find_a_wrong_order() -> None:
    made = collections_file(CREDITOR, MIXED, message_id="FBD-1", at=AT).content.decode()
    assert "SeqTp" in made
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        xmlschema.XMLSchema(SCHEMAS / "pain.008.001.08.xsd").validate(made.replace("SeqTp", "Seq"))


def test_collections_are_grouped_by_day_sequence_and_scheme() -> None:
    root = written(*MIXED)
    parts = root.findall(".//{*}PmtInf")
    found = [
        (texts(part, "ReqdColltnDt")[0], texts(part, "SeqTp")[0], texts(part, "NbOfTxs")[0])
        for part in parts
    ]
    assert found == [
        ("2026-04-02", "FRST", "1"),
        ("2026-04-02", "OOFF", "1"),
        ("2026-04-02", "RCUR", "3"),
        ("2026-04-07", "FNAL", "1"),
    ]
    assert [texts(part, "Cd")[1] for part in parts] == ["CORE", "B2B", "CORE", "CORE"]
    assert texts(root, "PmtInfId") == ["FBD-1-1", "FBD-1-2", "FBD-1-3", "FBD-1-4"]


def test_what_a_bank_needs_stands_where_it_looks() -> None:
    root = written(collection(1, debtor=JUERGEN))
    assert texts(root, "MsgId") == ["FBD-1"]
    assert texts(root, "CreDtTm") == ["2026-03-31T09:30:00Z"]
    assert texts(root, "EndToEndId") == ["FB1-20260402-1"]
    assert texts(root, "MndtId") == ["M-1"]
    assert texts(root, "DtOfSgntr") == ["2026-01-05"]
    assert texts(root, "InstdAmt") == ["120.00"]
    assert texts(root, "IBAN") == [CREDITOR.iban, JUERGEN.iban]
    assert texts(root, "BICFI") == ["COBADEFFXXX", "BKAUATWW"]
    assert texts(written(collection(1), version="pain.008.001.02"), "BIC") == ["COBADEFFXXX"]


def test_the_same_input_gives_the_same_bytes_in_any_order_and_zone() -> None:
    one = collections_file(CREDITOR, MIXED, message_id="FBD-1", at=AT)
    there = AT.astimezone(timezone(timedelta(hours=8)))
    other = collections_file(CREDITOR, MIXED[::-1], message_id="FBD-1", at=there)
    assert one.content == other.content
    assert one.sha256 == other.sha256


def test_other_letters_are_transliterated_and_told() -> None:
    made = collections_file(CREDITOR, [collection(1, debtor=JUERGEN)], message_id="FBD-1", at=AT)
    assert b"Juergen Weiss" in made.content
    assert made.told == ("FB1-20260402-1: 'Jürgen Weiß' is written 'Juergen Weiss'",)


@pytest.mark.parametrize(
    ("orders", "code"),
    [
        ((), "NOTHING_TO_WRITE"),
        ((collection(1), collection(1)), "ID_TWICE"),
        ((collection(1, amount_minor=0),), "AMOUNT_INVALID"),
        ((collection(1, amount_minor=-1),), "AMOUNT_INVALID"),
        ((collection(1, amount_minor=100_000_000_000),), "AMOUNT_INVALID"),
        ((collection(1, end_to_end_id="x" * 36),), "ID_INVALID"),
        ((collection(1, end_to_end_id="a//b"),), "ID_INVALID"),
        ((collection(1, mandate_reference="授权"),), "ID_INVALID"),
        ((collection(1, debtor=replace(ADA, name="王芳")),), "TEXT_UNWRITABLE"),
        ((collection(1, debtor=replace(ADA, name="")),), "TEXT_UNWRITABLE"),
    ],
)
def test_what_no_bank_would_take_is_refused(orders: tuple[Collection, ...], code: str) -> None:
    with pytest.raises(SepaProblem) as caught:
        collections_file(CREDITOR, orders, message_id="FBD-1", at=AT)
    assert caught.value.code == code


def test_a_message_id_leaves_room_for_its_parts() -> None:
    with pytest.raises(SepaProblem):
        collections_file(CREDITOR, [collection(1)], message_id="x" * 34, at=AT)
    assert collections_file(CREDITOR, [collection(1)], message_id="x" * 33, at=AT).count == 1


@settings(deadline=None)
@given(st.text(max_size=80))
def test_every_text_comes_out_in_the_characters_of_sepa(text: str) -> None:
    made = plain(text)
    assert ALLOWED.issuperset(made)
    assert plain(made) == made
    assert "//" not in made


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 99_999_999),
            st.sampled_from(("FRST", "RCUR", "OOFF", "FNAL")),
            st.sampled_from(("CORE", "B2B")),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_sums_of_a_file_equal_its_parts(rows: list[tuple[int, str, str, int]]) -> None:
    orders = [
        collection(
            number,
            amount_minor=amount,
            sequence=sequence,
            scheme=scheme,
            collection_on=date(2026, 4, 7) + timedelta(days=day),
        )
        for number, (amount, sequence, scheme, day) in enumerate(rows)
    ]
    root = written(*orders)

    def cents(text: str) -> int:
        return int(text.replace(".", ""))

    whole, *parts = texts(root, "CtrlSum")
    singles = texts(root, "InstdAmt")
    assert cents(whole) == sum(map(cents, parts)) == sum(map(cents, singles))
    assert cents(whole) == sum(row[0] for row in rows)
    count, *counts = texts(root, "NbOfTxs")
    assert int(count) == sum(map(int, counts)) == len(rows) == len(singles)
    assert sorted(texts(root, "EndToEndId")) == sorted(order.end_to_end_id for order in orders)
    kinds = {(order.collection_on, order.sequence, order.scheme) for order in orders}
    assert len(parts) == len(kinds)
