"""What an SMSC delivers: receipts of our messages, and messages of other people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import smpp34

from forbear.channels.smpp import wire
from forbear.channels.smpp.config import Ids
from forbear.core.speech.sms import sms_text

ReceiptWord = Literal["delivered", "undelivered", "expired", "rejected", "bounced_hard", "unknown"]

_TYPE, _RECEIPT_TYPE, _HAS_HEADER = 0x3C, 0x04, 0x40  # esm_class, SMPP 3.4, section 5.2.12
_WORDS: dict[str, ReceiptWord] = {
    "DELIVRD": "delivered",
    "EXPIRED": "expired",
    "DELETED": "undelivered",
    "UNDELIV": "undelivered",
    "UNKNOWN": "unknown",
    "REJECTD": "rejected",
}
_ON_ITS_WAY = frozenset({"ENROUTE", "ACCEPTD"})
# message_state, section 5.2.28
_STATES = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD"} | {
    7: "UNKNOWN",
    8: "REJECTD",
}
# id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…, appendix B; fields may lack
_FIELD = re.compile(r"\b(id|stat|err|done date):\s?([^\s:]{1,65})(?!\S*:)", re.IGNORECASE)
_GSM_NETWORK, _UNKNOWN_SUBSCRIBER = 3, 1  # section 5.3.2.31; 3GPP TS 29.002, section 17.6.6
_ID_MAX = 65


@dataclass(frozen=True, slots=True)
class HeardReceipt:
    """What became of a message of ours. ``word`` is none while it is still on its way."""

    provider_ref: str
    word: ReceiptWord | None
    detail: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class HeardPart:
    """A message of someone, or one part of it: ``number`` of ``total`` under ``group``.

    ``data`` are the octets of its text in the SMPP coding ``coding``.
    """

    sender: str
    recipient: str
    data: bytes
    coding: int
    group: int = 0
    total: int = 1
    number: int = 1

    @property
    def text(self) -> str:
        """The text of this part alone."""
        return sms_text(self.data, self.coding)


Heard = HeardReceipt | HeardPart


def heard(octets: bytes, *, ids: Ids = "same") -> Heard | None:
    """Return what a deliver_sm says; ``None`` for what is neither a receipt nor a message.

    Raises ``smpp34.SmppError`` if ``octets`` are no such PDU.
    """
    pdu = smpp34.decode(octets)
    if not isinstance(pdu, smpp34.DeliverSm):
        return None
    values = {tlv.tag: tlv.value for tlv in pdu.tlvs}
    data = pdu.short_message or values.get(wire.MESSAGE_PAYLOAD, b"")
    kind = pdu.esm_class & _TYPE
    if kind & _RECEIPT_TYPE or wire.RECEIPTED_MESSAGE_ID in values:
        return _receipt(data, values, ids)
    if kind:
        return None  # an acknowledgement of the handset, a word in between, or nothing known
    header = b""
    if pdu.esm_class & _HAS_HEADER and data:
        length = data[0] + 1
        header, data = data[1:length], data[length:]
    group, total, number = _place(header) or _place_of(values) or (0, 1, 1)
    return HeardPart(
        sender=_address(pdu.source_addr, pdu.source_addr_ton),
        recipient=_address(pdu.destination_addr, pdu.dest_addr_ton),
        data=data,
        coding=pdu.data_coding,
        group=group,
        total=total,
        number=number,
    )


def receipt_fields(text: str) -> dict[str, str]:
    """Return the fields of a receipt's text; the first of a name counts. Never fails.

    >>> receipt_fields("id:7 sub:001 stat:DELIVRD err:000 text:id:9")
    {'id': '7', 'stat': 'DELIVRD', 'err': '000'}
    """
    found: dict[str, str] = {}
    # what a receipt quotes of the message is not its own
    own = re.split(r"\btext:", text, maxsplit=1, flags=re.IGNORECASE)[0]
    for name, value in _FIELD.findall(own[:1000]):
        found.setdefault(name.lower(), value)
    return found


def _receipt(data: bytes, values: dict[int, bytes], ids: Ids) -> HeardReceipt | None:
    fields = receipt_fields(data.decode("latin-1"))
    named = values.get(wire.RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0].decode("latin-1")
    # that of the TLV is the number as it was given; that of the text may be written otherwise
    ref = named or _converted(fields.get("id", ""), ids)
    if not ref or len(ref) > _ID_MAX or not ref.isprintable():
        return None
    state = values.get(wire.MESSAGE_STATE, b"")
    stat = _STATES.get(state[0]) if len(state) == 1 else fields.get("stat", "").upper()[:7]
    detail = f"{stat or 'no state'} err:{fields.get('err', '')}".removesuffix(" err:")
    at = _moment(fields.get("done date", ""))
    if stat in _ON_ITS_WAY:
        return HeardReceipt(ref, None, detail, at)
    word = _WORDS.get(stat or "", "unknown")
    if word == "undelivered" and _is_nobody(values.get(wire.NETWORK_ERROR_CODE, b"")):
        word = "bounced_hard"
    return HeardReceipt(ref, word, detail, at)


def _converted(ref: str, ids: Ids) -> str:
    try:
        if ids == "decimal_to_hex":
            return f"{int(ref):x}"
        if ids == "hex_to_decimal":
            return str(int(ref, 16))
    except ValueError:
        return ref
    return ref


def _is_nobody(error: bytes) -> bool:
    return (
        len(error) == 3  # noqa: PLR2004 - the network, and its code in two octets
        and error[0] == _GSM_NETWORK
        and int.from_bytes(error[1:], "big") == _UNKNOWN_SUBSCRIBER
    )


def _moment(text: str) -> datetime | None:
    """Return a moment written YYMMDDhhmm or YYMMDDhhmmss; its zone is not told, UTC is taken."""
    for form in ("%y%m%d%H%M", "%y%m%d%H%M%S"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _address(value: str, kind: int) -> str:
    """Return an address as it is; an international number gets its plus."""
    return f"+{value}" if kind == 1 and value.isascii() and value.isdigit() else value


_CONCATENATED, _CONCATENATED_WIDE = 0x00, 0x08  # 3GPP TS 23.040, section 9.2.3.24


def _place(header: bytes) -> tuple[int, int, int] | None:
    """Return group, total and number that a user data header names."""
    index = 0
    while index + 1 < len(header):
        name, length = header[index], header[index + 1]
        value = header[index + 2 : index + 2 + length]
        if name == _CONCATENATED and len(value) == 3:  # noqa: PLR2004 - group, total, number
            return _sound(value[0], value[1], value[2])
        if name == _CONCATENATED_WIDE and len(value) == 4:  # noqa: PLR2004 - a group of two octets
            return _sound(int.from_bytes(value[:2], "big"), value[2], value[3])
        index += 2 + length
    return None


def _place_of(values: dict[int, bytes]) -> tuple[int, int, int] | None:
    tags = (wire.SAR_GROUP, wire.SAR_TOTAL, wire.SAR_NUMBER)
    if not all(values.get(tag) for tag in tags):
        return None
    group, total, number = (int.from_bytes(values[tag], "big") for tag in tags)
    return _sound(group, total, number)


def _sound(group: int, total: int, number: int) -> tuple[int, int, int] | None:
    return (group & 0xFFFF, total, number) if 1 <= number <= total <= 255 else None  # noqa: PLR2004
