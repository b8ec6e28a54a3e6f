from __future__ import annotations

import pytest

from forbear.channels.smpp import smpp_config
from forbear.ports.channels import ChannelError


def test_an_address_says_everything() -> None:
    config = smpp_config(
        "smpps://bank:p%40ss@smsc.example/?window=200&bind=split&long=payload&enquire=10"
        "&timeout=5&validity=60&receipt_ids=decimal_to_hex&system_type=VMA"
    )
    assert (config.host, config.port, config.is_tls) == ("smsc.example", 3550, True)
    assert (config.user, config.password, config.system_type) == ("bank", "p@ss", "VMA")
    assert (config.window, config.bind, config.long) == (200, "split", "payload")
    assert (config.enquire_seconds, config.timeout_seconds, config.validity_minutes) == (10, 5, 60)
    assert config.receipt_ids == "decimal_to_hex"


def test_a_line_of_ones_own_need_not_be_encrypted() -> None:
    assert not smpp_config("smpp://u:p@10.0.0.1:2775/?private=1").is_tls
    assert smpp_config("smpp://u:p@127.0.0.1/").port == 2775


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://u:p@host", "smpp:// or smpps://"),
        ("smpp://u:p@host", "in the open"),
        ("smpps://:p@host", "needs a user"),
        ("smpps://u:123456789@host", "at most 8"),
        ("smpps://u:p@", "names no host"),
        ("smpps://u:p@host/?window=0", "from 1 to 1000"),
        ("smpps://u:p@host/?window=many", "from 1 to 1000"),
        ("smpps://u:p@host/?bind=both", "transceiver or split"),
        ("smpps://u:p@host/?colour=red", "unknown option colour"),
        ("smpps://u:p@host:port", "cannot be read"),
        ("smpps://%E4:p@host", "ASCII"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(url: str, says: str) -> None:
    with pytest.raises(ChannelError, match=says) as caught:
        smpp_config(url)
    assert caught.value.code == "CHANNEL_NOT_CONFIGURED"
