"""The announcement of a debit goes past the real gate, in real words, and counts when it left."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forbear.letters.press import TypstPress
from forbear.letters.store import LetterFiles
from forbear.packs.issuers import load_issuer
from forbear.packs.words import load_disclosures, load_templates
from forbear.services.debits import debits_announce, debits_plan
from forbear.services.messages import StoreWriter
from forbear.services.outbox import message_send, outbox_release
from forbear.store.models import Debit
from forbear.wiring.debits import debit_rules, own_bank
from forbear.wiring.gate import ask
from tests.services.adapters import Wire
from tests.services.debits.make import mandate, owed
from tests.store.make import person, point, sender

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 18, 10, tzinfo=UTC)  # a Wednesday, late morning in Berlin


@pytest.mark.parametrize("language", ["en", "zh-Hans", "de"])
@pytest.mark.parametrize(("kind", "channel"), [("email", "email"), ("mobile", "sms")])
def test_a_debit_is_announced(language: str, kind: str, channel: str, tmp_path: Path) -> None:
    held = owed(person=person(time_zones="Europe/Berlin", language=language))
    value = "zoe@example.com" if kind == "email" else "+491711234567"
    point(held.person, kind=kind, value=value, data_source="contract")
    mandate(held)
    sender("DE")
    rules = debit_rules()
    on = AT.date()
    debits_plan(on=on, rules=rules, creditor_id=own_bank().creditor_id, at=AT)
    assert debits_announce(on=on, rules=rules, at=AT).planned == 1
    jobs: list[tuple[int, int]] = []
    released = outbox_release(at=AT, ask=ask, enqueue=jobs.extend)
    notice = Debit.objects.get().notice
    assert notice is not None
    assert released.queued == 1, notice.note
    writer = StoreWriter(
        issuer=load_issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=TypstPress(),
        letters=LetterFiles(tmp_path),
        code_key=b"a key of the tests",
    )
    wire = Wire()
    wire.channel = channel
    (job,) = jobs
    state = message_send(
        planned_id=job[0], permit_id=job[1], at=AT, write=writer, channels={channel: wire}
    )
    notice.refresh_from_db()
    assert state == "sent", notice.note
    assert debits_announce(on=on, rules=rules, at=AT).announced == 1
    assert "DE98ZZZ09999999999" in wire.sent[0].text
    assert Debit.objects.get().announced_on == date(2026, 3, 18)
