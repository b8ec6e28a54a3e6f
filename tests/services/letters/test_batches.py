from __future__ import annotations

import csv
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from forbear.core.post import s10_read
from forbear.letters.store import LetterFiles
from forbear.packs.post import load_post_rules
from forbear.ports.letters import LetterError
from forbear.services.genuine import message_withdraw
from forbear.services.letters.batches import (
    Collected,
    batch_collect,
    batch_write,
    batches_unwritten,
    range_add,
)
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, PlannedContact, PostBatch, PostLetter, PostRange
from tests.letters.test_press import PRESS, letter
from tests.store.make import account, permit, planned

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
PDF = PRESS.letter_pdf(letter("notice_of_rights", "en"), "en")
pytestmark = pytest.mark.django_db


@pytest.fixture
def store(tmp_path: Path) -> LetterFiles:
    return LetterFiles(tmp_path / "letters")


def sent(store: LetterFiles, *, nation: str = "GB", at: datetime = AT) -> PlannedContact:
    owed = account(nation=nation)
    row = planned(owed, at=at, channel="letter", template="notice_of_rights", state="sent")
    key = permit(owed, at=at, planned=row, channel="letter", consumed_at=at)
    place = store.keep(reference=f"fb-{key.pk}", on=at.date(), pdf=PDF)
    row.artefact, row.provider_ref = f"letters/{place}", f"fb-{key.pk}"
    row.save()
    return row


def collect(store: LetterFiles, *, is_merged: bool = False, on: date = ON) -> Collected:
    return batch_collect(
        on=on,
        at=AT,
        actor="a",
        letters=store,
        rules=load_post_rules(),
        is_merged=is_merged,
    )


def write(batch: PostBatch | None, store: LetterFiles, out: Path) -> Path:
    assert batch is not None
    return batch_write(batch, out=out, letters=store, at=AT, actor="a")


def numbers(first: int, last: int) -> None:
    made = range_add(service="RR", country="CN", first=first, last=last, at=AT, actor="a")
    assert isinstance(made, PostRange)


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("zone", "at", "on", "many"),
    [
        # 07:30 on the 12th in Shanghai, when in UTC it is the 11th
        ("Asia/Shanghai", datetime(2026, 3, 11, 23, 30, tzinfo=UTC), date(2026, 3, 11), 0),
        ("Asia/Shanghai", datetime(2026, 3, 11, 23, 30, tzinfo=UTC), date(2026, 3, 12), 1),
        # 21:30 on the 11th in New York, when in UTC it is the 12th
        ("America/New_York", datetime(2026, 3, 12, 1, 30, tzinfo=UTC), date(2026, 3, 10), 0),
        ("America/New_York", datetime(2026, 3, 12, 1, 30, tzinfo=UTC), date(2026, 3, 11), 1),
    ],
)
def test_a_batch_holds_what_was_released_by_the_end_of_the_house_day(
    settings: Settings, store: LetterFiles, zone: str, at: datetime, on: date, *, many: int
) -> None:
    settings.FORBEAR_ZONE = zone
    sent(store, at=at)
    assert collect(store, on=on).letters == many


def test_each_letter_is_printed_once(store: LetterFiles, tmp_path: Path) -> None:
    rows = [sent(store) for _ in range(3)]
    done = collect(store)
    assert (done.letters, done.pages, done.unnumbered, done.lost) == (3, 6, 0, ())
    folder = write(done.batch, store, tmp_path / "out")
    table = manifest(folder)
    assert [row["reference"] for row in table] == [row.provider_ref for row in rows]
    for line in table:
        printed = (folder / line["file"]).read_bytes()
        assert hashlib.sha256(printed).hexdigest() == line["sha256"]
        assert line["pages"] == "2"
        assert line["postal_class"] == "ordinary"
        assert line["enclosures"] == ""
    assert collect(store).batch is None
    sent(store)
    assert collect(store).letters == 1


def test_the_manifest_tells_of_nobody(store: LetterFiles, tmp_path: Path) -> None:
    row = sent(store)
    folder = write(collect(store).batch, store, tmp_path)
    text = (folder / "manifest.csv").read_text()
    for told in (row.person.name, row.account.reference, row.contact_point.value):
        assert told not in text


def test_what_did_not_leave_or_was_withdrawn_is_not_printed(store: LetterFiles) -> None:
    withdrawn = sent(store)
    PlannedContact.objects.filter(pk=withdrawn.pk).update(code="38VT-QM8F-C")
    assert not isinstance(
        message_withdraw(typed="38VT-QM8F-C", reason="recalled", note="", at=AT, actor="a"), Refusal
    )
    for state in ("failed", "queued", "refused"):
        PlannedContact.objects.filter(pk=sent(store).pk).update(state=state)
    sent(store, at=AT + timedelta(days=1))
    assert collect(store).batch is None
    assert collect(store, on=ON + timedelta(days=1)).letters == 1


def test_letters_to_china_go_registered_with_numbers_of_the_range(
    store: LetterFiles, tmp_path: Path
) -> None:
    numbers(10_000_000, 10_000_001)
    numbers(20_000_000, 20_000_009)
    for nation in ("CN", "GB", "CN", "CN"):
        sent(store, nation=nation)
    done = collect(store, is_merged=True)
    folder = write(done.batch, store, tmp_path)
    table = manifest(folder)
    assert [row["file"] for row in table] == ["ordinary.pdf", *["registered.pdf"] * 3]
    assert [row["first_page"] for row in table] == ["1", "1", "3", "5"]
    given = [row["registered_number"] for row in table]
    assert given[0] == ""
    assert all(s10_read(number) for number in given[1:])
    assert [number[2:10] for number in given[1:]] == ["10000000", "10000001", "20000000"]


def test_letters_wait_for_numbers(store: LetterFiles) -> None:
    numbers(1, 1)
    for _ in range(3):
        sent(store, nation="CN")
    sent(store)
    done = collect(store)
    assert (done.letters, done.unnumbered) == (2, 2)
    assert collect(store).batch is None
    numbers(2, 5)
    assert collect(store).letters == 2
    assert PostRange.objects.get(first=2).next == 4


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"service": "R"}, "RANGE_UNUSABLE"),
        ({"first": 9, "last": 8}, "RANGE_UNUSABLE"),
        ({"last": 10**8}, "RANGE_UNUSABLE"),
        ({"first": 5, "last": 6}, "RANGE_OVERLAPS"),
    ],
)
def test_a_range_that_cannot_be_is_refused(given: dict[str, object], code: str) -> None:
    numbers(1, 5)
    asked = {"service": "RR", "country": "CN", "first": 7, "last": 9, **given}
    made = range_add(**asked, at=AT, actor="a")  # type: ignore[arg-type]
    assert isinstance(made, Refusal)
    assert made.code == code


def test_a_letter_whose_file_is_gone_is_told_and_the_others_go(
    store: LetterFiles, tmp_path: Path
) -> None:
    gone, _ = sent(store), sent(store)
    (tmp_path / gone.artefact).unlink()
    done = collect(store)
    assert done.lost == (gone.artefact,)
    assert done.letters == 1


def test_a_letter_changed_since_stops_the_batch(store: LetterFiles, tmp_path: Path) -> None:
    row = sent(store)
    batch = collect(store).batch
    (tmp_path / row.artefact).write_bytes(PDF + b" ")
    with pytest.raises(LetterError) as caught:
        write(batch, store, tmp_path / "out")
    assert caught.value.code == "LETTER_CHANGED"
    assert list((tmp_path / "out").iterdir()) == []


def test_what_was_broken_off_is_finished(store: LetterFiles, tmp_path: Path) -> None:
    """Killed before the files, or after them and before that was written down."""
    sent(store)
    first = collect(store).batch
    assert batches_unwritten() == [first]
    for _ in range(2):
        write(first, store, tmp_path)
    assert batches_unwritten() == []
    PostBatch.objects.update(written_at=None)
    write(batches_unwritten()[0], store, tmp_path)
    assert PostLetter.objects.count() == 1
    assert AuditEntry.objects.filter(action="post.batch_collected").count() == 1


@pytest.mark.django_db(transaction=True)
def test_collecting_at_once_takes_each_letter_once(store: LetterFiles) -> None:
    numbers(1, 100)
    for _ in range(12):
        sent(store, nation="CN")

    def work(_: int) -> Collected:
        try:
            return collect(store)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(4)))
    assert sum(done.letters for done in found) + collect(store).letters == 12
    given = PostLetter.objects.values_list("registered_number", flat=True)
    assert len(set(given)) == 12
