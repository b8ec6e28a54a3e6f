"""Passkeys as a browser sees them: added with a fresh code, used once a question, ended."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from forbear.store.models import Passkey, Seat
from tests.services.authenticator import Device
from tests.services.codes import code_at
from tests.web.test_two_step import Moment, enrolled, now, signed_in, someone

__all__ = ["now"]  # the fixture of the clock
pytestmark = pytest.mark.django_db
ORIGIN = "https://testserver"
NEW, PROVE = "/me/passkeys/new/", "/me/two-step/code/"


def options(page: str) -> str:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found
    return unescape(found[1])


def added(client: Client, device: Device, name: str = "laptop") -> int:
    answer = device.made(options(client.get(NEW).content.decode()))
    return client.post(NEW, {"name": name, "credential": answer}).status_code


def test_one_is_added_used_instead_of_the_code_and_ended(now: Moment) -> None:
    it = someone("it", "lee")
    enrolled(it, now.at)
    device = Device(ORIGIN)
    assert added(it, device) == 302
    assert "laptop" in it.get("/me/").content.decode()
    later = signed_in("lee")
    page = later.get(f"{PROVE}?next=/people/").content.decode()
    answer = {"credential": device.signed(options(page)), "next": "/people/"}
    assert later.post(PROVE, answer)["Location"] == "/people/"
    assert later.get("/people/").status_code == 200
    row = Passkey.objects.get()
    assert it.post(f"/me/passkeys/{row.pk}/end/").status_code == 302
    assert "data-passkey" not in signed_in("lee").get(PROVE).content.decode()
    assert it.post(f"/me/passkeys/{row.pk}/end/", follow=True).status_code == 200


def test_an_answer_counts_once_and_only_in_its_own_session(now: Moment) -> None:
    it = someone("it", "lee")
    enrolled(it, now.at)
    device = Device(ORIGIN, counts=False)
    added(it, device)
    one, other = signed_in("lee"), signed_in("lee")
    answer = {"credential": device.signed(options(one.get(PROVE).content.decode()))}
    other.get(PROVE)
    assert other.post(PROVE, answer).status_code == 422
    assert one.post(PROVE, answer).status_code == 302
    Seat.objects.filter(user__username="lee").update(proved_at=None)
    assert one.post(PROVE, answer).status_code == 422


def test_without_the_app_or_a_fresh_code_none_is_added(now: Moment) -> None:
    collector = someone("collector", "chen")
    assert collector.get(NEW)["Location"] == "/me/"
    enrolled(collector, now.at)
    assert collector.get(NEW).status_code == 200
    now.later(minutes=11)
    assert collector.get(NEW)["Location"] == f"{PROVE}?next={NEW}"
    assert collector.post(NEW, {"name": "x"})["Location"] == f"{PROVE}?next={NEW}"
    # nor before the second step of a new session
    assert signed_in("chen").get(NEW)["Location"].startswith(PROVE)


def test_what_was_sent_before_a_grave_step_is_kept_over_a_passkey_too(now: Moment) -> None:
    it = someone("it", "lee")
    secret, _ = enrolled(it, now.at)
    device = Device(ORIGIN)
    added(it, device)
    someone("collector", "chen")
    seat = Seat.objects.get(user__username="chen")
    now.later(minutes=11)
    place = f"/people/sessions/{seat.pk}/end/"
    asked = it.post(place)
    assert asked.status_code == 401
    page = asked.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    sent = {"credential": device.signed(options(page)), "kept": kept[1]}
    assert f'action="{place}"' in it.post(PROVE, sent).content.decode()
    # the code is still good, in its own form
    now.later(minutes=11)
    assert it.post(PROVE, {"code": code_at(secret, now.at)}).status_code == 302


def test_a_bad_name_and_a_bad_answer_are_told(now: Moment) -> None:
    it = someone("it", "lee")
    enrolled(it, now.at)
    device = Device(ORIGIN)
    assert added(it, device, name=" ") == 422
    assert it.post(NEW, {"name": "x", "credential": "rubbish"}).status_code == 422
    assert not Passkey.objects.exists()
    stranger = someone("it", "kim")
    enrolled(stranger, now.at)
    assert added(it, device) == 302
    row = Passkey.objects.get()
    assert stranger.post(f"/me/passkeys/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.ended_at is None


def test_another_app_asks_which_are_kept_and_says_which_ended(now: Moment) -> None:
    it = someone("it", "lee")
    enrolled(it, now.at)
    assert added(it, Device(ORIGIN)) == 302
    assert added(it, Device(ORIGIN, number=b"of a phone"), name="old <b>phone") == 302
    laptop, phone = Passkey.objects.order_by("pk")
    page = it.get("/me/two-step/").content.decode()
    for key in (laptop, phone):
        assert f'name="keep" id="keep-{key.pk}" value="{key.pk}">' in page, "none is ticked"
    assert "old &lt;b&gt;phone" in page
    kept = {"keep": [str(laptop.pk), "x", "9" * 30], "next": "/me/"}
    wrong = it.post("/me/two-step/", {**kept, "code": "1"})
    assert wrong.status_code == 422
    assert f'value="{laptop.pk}" checked>' in wrong.content.decode()
    assert Passkey.objects.filter(ended_at=None).count() == 2
    now.later(minutes=1)
    (secret,) = re.findall(
        r"<code class=\"tab-num\">([A-Z2-7 ]+)</code>", it.get("/me/two-step/").content.decode()
    )
    done = it.post("/me/two-step/", {**kept, "code": code_at(secret, now.at)}).content.decode()
    assert "These passkeys are ended:" in done
    assert "old &lt;b&gt;phone" in done
    assert "laptop" not in done
    assert Passkey.objects.get(ended_at=None) == laptop
