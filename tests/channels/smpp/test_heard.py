from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as st

from forbear.channels.smpp.heard import HeardPart, HeardReceipt, heard, receipt_fields
from forbear.channels.smpp.wire import HEADER, PDU_MAX, WireError, pdu_bytes, pdus_cut

FULL = (
    "id:{ref} sub:001 dlvrd:001 submit date:2603121500 done date:2603121501 "
    "stat:{stat} err:{err} text:stat:REJECTD id:9"
)


def deliver(
    data: bytes = b"",
    *,
    kind: int = 4,
    coding: int = 0,
    tlvs: list[tuple[int, bytes]] | None = None,
) -> bytes:
    return smpp34.DeliverSm(
        "8613800138000",
        "12345",
        data,
        source_addr_ton=1,
        dest_addr_ton=0,
        esm_class=kind,
        data_coding=coding,
        tlvs=[smpp34.Tlv(tag, value) for tag, value in tlvs or []],
        sequence_number=1,
    ).encode()


@pytest.mark.parametrize(
    ("stat", "word"),
    [
        ("DELIVRD", "delivered"),
        ("EXPIRED", "expired"),
        ("DELETED", "undelivered"),
        ("UNDELIV", "undelivered"),
        ("REJECTD", "rejected"),
        ("UNKNOWN", "unknown"),
        ("SOMETHG", "unknown"),
        ("ACCEPTD", None),
        ("ENROUTE", None),
    ],
)
def test_a_receipt_is_read_from_its_text(stat: str, word: str | None) -> None:
    said = heard(deliver(FULL.format(ref="a1", stat=stat, err="000").encode()))
    assert isinstance(said, HeardReceipt)
    assert (said.provider_ref, said.word) == ("a1", word)
    assert said.at == datetime(2026, 3, 12, 15, 1, tzinfo=UTC)


def test_the_parameters_of_a_receipt_count_before_its_text() -> None:
    text = FULL.format(ref="1", stat="DELIVRD", err="000").encode()
    said = heard(deliver(text, tlvs=[(0x1E, b"abc\0"), (0x427, b"\x03")]))
    assert isinstance(said, HeardReceipt)
    assert (said.provider_ref, said.word) == ("abc", "expired")


def test_only_an_unknown_subscriber_of_a_gsm_network_is_a_hard_bounce() -> None:
    text = FULL.format(ref="1", stat="UNDELIV", err="001").encode()
    words = [
        said.word
        for error in (b"\x03\x00\x01", b"\x03\x00\x05", b"\x01\x00\x01", b"\x03", b"")
        if isinstance(said := heard(deliver(text, tlvs=[(0x423, error)])), HeardReceipt)
    ]
    assert words == ["bounced_hard", *["undelivered"] * 4]


@pytest.mark.parametrize(
    ("ids", "given_ref", "ref"),
    [
        ("same", "255", "255"),
        ("decimal_to_hex", "255", "ff"),
        ("hex_to_decimal", "ff", "255"),
        ("decimal_to_hex", "not a number"[:3], "not"),
    ],
)
def test_numbers_may_be_written_in_two_ways(ids: str, given_ref: str, ref: str) -> None:
    text = FULL.format(ref=given_ref, stat="DELIVRD", err="0").encode()
    said = heard(deliver(text), ids=ids)  # type: ignore[arg-type]
    assert isinstance(said, HeardReceipt)
    assert said.provider_ref == ref


@pytest.mark.parametrize("text", [b"", b"stat:DELIVRD", b"id: stat:DELIVRD", b"\xff" * 200])
def test_a_receipt_without_a_number_is_none(text: bytes) -> None:
    assert heard(deliver(text)) is None


def test_a_message_has_its_text_and_its_place() -> None:
    said = heard(deliver("退订".encode("utf-16-be"), kind=0, coding=8))
    assert isinstance(said, HeardPart)
    assert (said.sender, said.recipient, said.text) == ("+8613800138000", "12345", "退订")
    header = bytes((5, 0, 3, 7, 2, 1))
    part = heard(deliver(header + b"hello", kind=0x40))
    assert isinstance(part, HeardPart)
    assert (part.group, part.total, part.number, part.text) == (7, 2, 1, "hello")
    wide = heard(deliver(bytes((6, 8, 4, 1, 2, 3, 2)) + b"x", kind=0x40))
    assert isinstance(wide, HeardPart)
    assert (wide.group, wide.total, wide.number) == (258, 3, 2)
    sar = heard(deliver(b"x", kind=0, tlvs=[(0x20C, b"\0\x09"), (0x20E, b"\2"), (0x20F, b"\2")]))
    assert isinstance(sar, HeardPart)
    assert (sar.group, sar.total, sar.number) == (9, 2, 2)
    long = heard(deliver(b"", kind=0, tlvs=[(0x424, b"a" * 400)]))
    assert isinstance(long, HeardPart)
    assert long.text == "a" * 400


@pytest.mark.parametrize("place", [(0, 0), (2, 3), (0, 1)])
def test_a_place_that_cannot_be_is_no_place(place: tuple[int, int]) -> None:
    said = heard(deliver(bytes((5, 0, 3, 7, *place)) + b"x", kind=0x40))
    assert isinstance(said, HeardPart)
    assert (said.total, said.number) == (1, 1)


@given(
    data=st.binary(max_size=254),
    kind=st.integers(0, 255),
    coding=st.integers(0, 255),
    tlvs=st.lists(
        st.tuples(
            st.sampled_from([0x1E, 0x423, 0x424, 0x427, 0x20C, 0x20E, 0x20F, 0x1400]),
            st.binary(max_size=70),
        ),
        max_size=5,
    ),
)
def test_whatever_is_delivered_is_read_or_let_go(
    data: bytes, kind: int, coding: int, tlvs: list[tuple[int, bytes]]
) -> None:
    said = heard(deliver(data, kind=kind, coding=coding, tlvs=tlvs))
    if isinstance(said, HeardReceipt):
        assert 0 < len(said.provider_ref) <= 65
    elif isinstance(said, HeardPart):
        assert 1 <= said.number <= said.total <= 255
        assert isinstance(said.text, str)


@given(st.binary(max_size=200), st.data())
def test_octets_that_are_no_message_are_refused_by_one_error(
    tail: bytes, data: st.DataObject
) -> None:
    command = data.draw(st.sampled_from([4, 5, 0x15, 0x80000004, 0x103]))
    octets = HEADER.pack(16 + len(tail), command, 0, 1) + tail
    try:
        heard(octets)
    except smpp34.SmppError:
        return
    except UnicodeDecodeError:
        pytest.fail("another error than the codec's")


@given(st.text(max_size=400))
def test_any_text_has_only_the_fields_of_a_receipt(text: str) -> None:
    assert receipt_fields(text).keys() <= {"id", "stat", "err", "done date"}


@given(
    bodies=st.lists(st.binary(max_size=40), max_size=6),
    cuts=st.lists(st.integers(0, 300), max_size=6),
)
def test_pdus_are_found_however_the_stream_is_cut(bodies: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(pdu_bytes(5, number, body=body) for number, body in enumerate(bodies))
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    buffer, found = bytearray(), []
    for begin, end in pairwise(edges):
        buffer += stream[begin:end]
        found += pdus_cut(buffer)
    assert [pdu.body for pdu in found] == bodies
    assert not buffer


@pytest.mark.parametrize("length", [0, 5, 15, PDU_MAX + 1, 0xFFFFFFFF])
def test_a_length_that_cannot_be_ends_the_connection(length: int) -> None:
    with pytest.raises(WireError):
        pdus_cut(bytearray(HEADER.pack(length, 5, 0, 1)))


def test_half_a_pdu_waits_for_the_other_half() -> None:
    buffer = bytearray(pdu_bytes(5, 1, body=b"abcdef")[:-3])
    assert pdus_cut(buffer) == []
    buffer += b"def"
    assert [pdu.body for pdu in pdus_cut(buffer)] == [b"abcdef"]
