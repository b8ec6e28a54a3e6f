from __future__ import annotations

import pytest

from forbear.channels.mail.verp import verp_address, verp_reference

KEY = b"k" * 32
ADDRESS = verp_address("bounces@bank.example", "fb-317", KEY)


@pytest.mark.parametrize(
    "address, reference",
    [
        (ADDRESS, "fb-317"),
        (f"<{ADDRESS}>", "fb-317"),
        (ADDRESS.replace("317", "318"), None),
        (ADDRESS.replace("@", "0@"), None),
        ("bounces@bank.example", None),
        ("bounces+fb-317@bank.example", None),
        ("", None),
        ("@" * 5000, None),
    ],
)
def test_only_an_address_that_we_wrote_names_a_mail(address: str, reference: str | None):
    assert verp_reference(address, KEY) == reference


def test_another_key_writes_other_addresses():
    assert verp_reference(ADDRESS, b"o" * 32) is None
    assert len(ADDRESS.partition("@")[0]) <= 64
