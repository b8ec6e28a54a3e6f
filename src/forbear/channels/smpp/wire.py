"""PDUs on the wire: cut out of a stream of octets, and made. Messages are made by ``smpp34``."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER = struct.Struct(">IIII")
PDU_MAX = 64 * 1024 + 512  # a message_payload of 64 KiB, and what stands around it
_ANSWER = 0x80000000

GENERIC_NACK = 0x80000000
BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER = 0x1, 0x2, 0x9
SUBMIT_SM, DELIVER_SM = 0x4, 0x5
UNBIND, ENQUIRE_LINK = 0x6, 0x15

# Optional parameters, section 5.3.2.
RECEIPTED_MESSAGE_ID, NETWORK_ERROR_CODE = 0x001E, 0x0423
MESSAGE_PAYLOAD, MESSAGE_STATE = 0x0424, 0x0427
SAR_GROUP, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F

OK = 0x0
INVALID_COMMAND = 0x3
QUEUE_FULL = 0x14
TRY_LATER = 0x64  # ESME_RX_T_APPN: keep it, and deliver it again
# Statuses of SMPP 3.4, section 5.1.3, by what follows from them.
_BUSY = frozenset({0x8, 0x14, 0x58, 0x64})
_NOBODY = frozenset({0x0B})
_LOGIN = frozenset({0x0D, 0x0E, 0x0F, 0x05})


class WireError(Exception):
    """What came is no SMPP. The connection cannot go on: nobody knows where the next PDU begins."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """One PDU: its header, and ``octets`` with the header."""

    command: int
    status: int
    sequence: int
    octets: bytes

    @property
    def body(self) -> bytes:
        """What stands behind the header."""
        return self.octets[HEADER.size :]

    @property
    def is_answer(self) -> bool:
        """Whether it answers one of ours."""
        return bool(self.command & _ANSWER)


def pdus_cut(buffer: bytearray) -> list[Pdu]:
    """Take every whole PDU off the front of ``buffer``; half of one stays. Raises WireError."""
    found: list[Pdu] = []
    begin = 0
    while len(buffer) - begin >= HEADER.size:
        length, command, status, sequence = HEADER.unpack_from(buffer, begin)
        if not HEADER.size <= length <= PDU_MAX:
            raise WireError(f"a PDU of {length} octets")
        if len(buffer) - begin < length:
            break
        found.append(Pdu(command, status, sequence, bytes(buffer[begin : begin + length])))
        begin += length
    del buffer[:begin]
    return found


def pdu_bytes(command: int, sequence: int, *, status: int = OK, body: bytes = b"") -> bytes:
    """Return a PDU."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def answer_bytes(to: Pdu, *, status: int = OK) -> bytes:
    """Return the answer to a PDU of the other side; that to a message has an empty number."""
    body = b"\0" if to.command == DELIVER_SM else b""
    return pdu_bytes(to.command | _ANSWER, to.sequence, status=status, body=body)


def bind_body(user: str, password: str, system_type: str) -> bytes:
    """Return the body of a bind, of SMPP version 3.4."""
    words = (user, password, system_type)
    return b"".join(word.encode("ascii") + b"\0" for word in words) + b"\x34\0\0\0"


def message_id(pdu: Pdu) -> str:
    """Return the number that the SMSC gave to a message; empty if there is none to be read."""
    raw, end, _ = pdu.body.partition(b"\0")
    text = raw.decode("ascii", "replace")
    return text if end and text.isprintable() and len(text) <= 65 else ""  # noqa: PLR2004 - section 4.4.2


def is_busy(status: int) -> bool:
    """Whether a status asks to try again later: throttled, queue full, a fault that passes."""
    return status in _BUSY


def is_nobody(status: int) -> bool:
    """Whether a status says that nobody can have that number."""
    return status in _NOBODY


def is_login(status: int) -> bool:
    """Whether a status refuses the account."""
    return status in _LOGIN
