"""Webhooks on the command line, over the test's own database."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from forbear.cli import main
from forbear.store.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from forbear.wiring import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["webhooks", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_a_webhook_is_added_listed_given_a_secret_and_ended() -> None:
    assert "There are none." in run("list")
    said = run("add", "host", "https://host.example/", "--event", "promise.kept")
    assert "whsec_" in said
    number = str(WebhookEndpoint.objects.get().pk)
    assert "host" in run("list")
    assert run("rotate", number).startswith("whsec_")
    event = WebhookEvent.objects.create(
        key="evt_1", type="promise.kept", subject="promise", subject_id=1, noted_at=clock.now()
    )
    delivery = WebhookDelivery.objects.create(
        endpoint_id=number, event=event, body="{}", state="dead", due_at=clock.now(), said="500"
    )
    assert "promise.kept" in run("dead")
    run("redrive", str(delivery.pk))
    assert "Nothing was given up." in run("dead")
    run("redrive", str(delivery.pk), code=1)
    run("end", number, "--why", "moved")
    run("end", number, code=1)
    run("rotate", number, code=1)


def test_an_address_that_cannot_be_is_refused() -> None:
    said = run("add", "host", "http://10.0.0.1/", "--event", "promise.kept", code=1)
    assert "Use https" in said
    run("add", "host", "https://host.example/", "--event", "promise.lost", code=2)
