"""A text message as the PDUs that carry it."""

from __future__ import annotations

import re
from hashlib import sha256

import smpp34

from forbear.channels.smpp import wire
from forbear.channels.smpp.config import SmppConfig
from forbear.core.speech.sms import sms_alphabet, sms_octets, sms_split
from forbear.ports.channels import ChannelError, OutgoingMessage

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SENDER = re.compile(r"\+?[0-9]{2,15}|[A-Za-z0-9 ._&-]{1,11}")
_PARTS_MAX = 10  # a text of more parts belongs into another channel
_SHORT_MAX = 254  # octets of short_message, SMPP 3.4, section 5.2.22
_INTERNATIONAL, _NETWORK, _ALPHANUMERIC, _ISDN = 1, 3, 5, 1
_SHORT_CODE_MAX = 6
_HAS_HEADER, _ASK_RECEIPT, _UCS2 = 0x40, 0x01, 0x08


def message_check(message: OutgoingMessage) -> None:
    """Raise ChannelError, MESSAGE_INVALID or SENDER_MISSING, for what no SMSC can take."""
    if not _NUMBER.fullmatch(message.to):
        raise ChannelError(
            "MESSAGE_INVALID",
            f"{message.to!r} is not a number with its country, such as +8613800138000.",
        )
    if not message.text.strip():
        raise ChannelError("MESSAGE_INVALID", "The message has no text.")
    if len(parts := sms_split(message.text)) > _PARTS_MAX:
        raise ChannelError(
            "MESSAGE_INVALID", f"The text has {len(parts)} parts; at most {_PARTS_MAX} are sent."
        )
    if not _SENDER.fullmatch(message.sender):
        raise ChannelError(
            "SENDER_MISSING",
            f"No registered sender for {message.to[:4]}…. Add one: forbear senders add.",
        )


def submits(
    message: OutgoingMessage, config: SmppConfig, sequences: list[int]
) -> tuple[bytes, ...]:
    """Return the PDUs of ``message``: one for each of ``sequences``, as ``parts_of`` counts them.

    A receipt is asked for the last one: it comes when the whole has arrived.
    """
    alphabet = sms_alphabet(message.text)
    parts = sms_split(message.text)
    if len(sequences) == 1:
        data = sms_octets(message.text, alphabet)
        tlvs = [] if len(data) <= _SHORT_MAX else [smpp34.Tlv(wire.MESSAGE_PAYLOAD, data)]
        return (_submit(message, config, b"" if tlvs else data, tlvs, sequences[0]),)
    # the same for a repeat of the same message, apart from other messages to the number
    group = sha256(message.reference.encode()).digest()[0]
    pdus = []
    for number, (part, sequence) in enumerate(zip(parts, sequences, strict=True), start=1):
        header = bytes((5, 0, 3, group, len(parts), number))  # 3GPP TS 23.040, section 9.2.3.24.1
        data = header + sms_octets(part, alphabet)
        is_last = number == len(parts)
        pdus.append(
            _submit(message, config, data, [], sequence, has_header=True, asks_receipt=is_last)
        )
    return tuple(pdus)


def parts_of(message: OutgoingMessage, config: SmppConfig) -> int:
    """Return how many PDUs carry ``message``."""
    return 1 if config.long == "payload" else len(sms_split(message.text))


def _submit(
    message: OutgoingMessage,
    config: SmppConfig,
    data: bytes,
    tlvs: list[smpp34.Tlv],
    sequence: int,
    *,
    has_header: bool = False,
    asks_receipt: bool = True,
) -> bytes:
    sender = message.sender
    digits = sender.removeprefix("+")
    if not digits.isdigit():
        kind, plan = _ALPHANUMERIC, 0
    elif len(digits) <= _SHORT_CODE_MAX:
        kind, plan = _NETWORK, _ISDN
    else:
        kind, plan = _INTERNATIONAL, _ISDN
    hours, minutes = divmod(config.validity_minutes, 60)
    days, hours = divmod(hours, 24)
    return smpp34.SubmitSm(
        digits if digits.isdigit() else sender,
        message.to.removeprefix("+"),
        data,
        source_addr_ton=kind,
        source_addr_npi=plan,
        dest_addr_ton=_INTERNATIONAL,
        dest_addr_npi=_ISDN,
        esm_class=_HAS_HEADER if has_header else 0,
        # relative: years, months, days, hours, minutes, seconds (section 7.1.1)
        validity_period=f"0000{days:02}{hours:02}{minutes:02}00000R"
        if config.validity_minutes
        else "",
        registered_delivery=_ASK_RECEIPT if asks_receipt else 0,
        data_coding=_UCS2 if sms_alphabet(message.text) == "ucs2" else 0,
        tlvs=tlvs,
        sequence_number=sequence,
    ).encode()
