"""Which provider, from the environment; and the link without one."""

from __future__ import annotations

import pytest

from forbear.channels.calls_http import CallsHttp
from forbear.ports.calls import CallError
from forbear.wiring.calls import call_link, provider_from

URL, TOKEN = "https://calls.example/v2", "t"


def test_without_anything_set_a_link_dials() -> None:
    assert provider_from({}) is None


@pytest.mark.parametrize("record", ["on", "off"])
def test_both_make_a_provider(record: str) -> None:
    given = {"FORBEAR_CALLS_URL": URL, "FORBEAR_CALLS_TOKEN": TOKEN}
    made = provider_from({**given, "FORBEAR_CALLS_RECORD": record})
    assert isinstance(made, CallsHttp)
    assert made.records is (record == "on")
    made.close()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"FORBEAR_CALLS_URL": URL}, "FORBEAR_CALLS_TOKEN"),
        ({"FORBEAR_CALLS_TOKEN": TOKEN}, "FORBEAR_CALLS_URL"),
        (
            {
                "FORBEAR_CALLS_URL": URL,
                "FORBEAR_CALLS_TOKEN": TOKEN,
                "FORBEAR_CALLS_RECORD": "maybe",
            },
            "FORBEAR_CALLS_RECORD",
        ),
    ],
)
def test_half_of_it_is_refused_with_what_to_set(given: dict[str, str], named: str) -> None:
    with pytest.raises(CallError, match=named) as caught:
        provider_from(given)
    assert caught.value.code == "CALLS_NOT_CONFIGURED"


@pytest.mark.parametrize(
    ("form", "link"),
    [
        ("", "tel:+442079460123"),
        ("sip:{number}@phones.example", "sip:+442079460123@phones.example"),
        ("tel:{number}", "tel:+442079460123"),
    ],
)
def test_the_link_is_of_the_house(monkeypatch: pytest.MonkeyPatch, form: str, link: str) -> None:
    monkeypatch.setenv("FORBEAR_CALL_LINK", form)
    assert call_link("+442079460123") == link


@pytest.mark.parametrize("form", ["javascript:{number}", "tel:112", "https://x.example/{number}"])
def test_another_link_is_refused(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("FORBEAR_CALL_LINK", form)
    with pytest.raises(CallError, match="FORBEAR_CALL_LINK"):
        call_link("+442079460123")
