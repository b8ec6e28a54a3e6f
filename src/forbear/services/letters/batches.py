"""Print batches: each letter that was released goes to the printer once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from forbear.core.post import s10_number
from forbear.letters.printing import folder_write, merged, pages_of
from forbear.packs.notices import load_notices
from forbear.packs.post import PostRule, postal_class_of
from forbear.ports.letters import LetterError, LetterStore
from forbear.services.audit import audit_write
from forbear.services.house import house_day_end
from forbear.services.refusals import Refusal
from forbear.store.models import PlannedContact, PostBatch, PostLetter, PostRange

BATCH_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Collected:
    """A new batch. ``unnumbered`` letters wait for a number of the post, ``lost`` have no file."""

    batch: PostBatch | None
    letters: int
    pages: int
    unnumbered: int
    lost: tuple[str, ...]


@transaction.atomic
def range_add(
    *, service: str, country: str, first: int, last: int, at: datetime, actor: str
) -> PostRange | Refusal:
    """Take in numbers that the post has given us. Refusals: RANGE_UNUSABLE, RANGE_OVERLAPS."""
    try:
        s10_number(service, first, country)
        s10_number(service, last, country)
    except ValueError as error:
        return Refusal("RANGE_UNUSABLE", str(error))
    if first > last:
        return Refusal("RANGE_UNUSABLE", f"The range begins at {first} and ends before, at {last}.")
    # in turns: two ranges that overlap must not be added at the same moment
    PostRange.objects.select_for_update().order_by("pk").first()
    same = PostRange.objects.filter(service=service, country=country)
    if same.filter(first__lte=last, last__gte=first).exists():
        return Refusal("RANGE_OVERLAPS", "Some of these numbers are known already.")
    made = PostRange.objects.create(
        service=service, country=country, first=first, last=last, next=first, at=at
    )
    audit_write(
        at=at,
        actor=actor,
        action="post.range_added",
        subject="post_range",
        subject_id=made.pk,
        data={"service": service, "country": country, "first": first, "last": last},
    )
    return made


@transaction.atomic
def batch_collect(
    *,
    on: date,
    at: datetime,
    actor: str,
    letters: LetterStore,
    rules: Sequence[PostRule],
    is_merged: bool,
) -> Collected:
    """Put the letters that were released by the end of the house's day ``on`` into a batch.

    A letter that is in a batch, or was withdrawn, is left out; so is one that needs a number of
    the post where none is left. Several may collect at once: no letter is taken by two.
    """
    before = house_day_end(on)
    waiting = (
        PlannedContact.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("account")
        .filter(channel="letter", state="sent", post=None, withdrawal=None)
        .exclude(artefact="")
        .filter(permits__consumed_at__lt=before)
        .order_by("pk")[:BATCH_MAX]
    )
    lost: list[str] = []
    rows: list[PostLetter] = []
    for planned in waiting:
        row = _row(planned, letters, rules)
        if isinstance(row, str):
            lost.append(row)
        else:
            rows.append(row)
    unnumbered = _number([row for row in rows if row.postal_class == "registered"])
    rows = [row for row in rows if row not in unnumbered]
    if not rows:
        return Collected(None, 0, 0, len(unnumbered), tuple(lost))
    # the classes apart, so that each is one stretch of the merged file
    rows.sort(key=lambda row: (row.postal_class, row.planned_id))
    batch = PostBatch.objects.create(on=on, at=at, actor=actor, is_merged=is_merged)
    for position, row in enumerate(rows, start=1):
        row.batch, row.position = batch, position
    PostLetter.objects.bulk_create(rows)
    pages = sum(row.pages for row in rows)
    audit_write(
        at=at,
        actor=actor,
        action="post.batch_collected",
        subject="post_batch",
        subject_id=batch.pk,
        data={"letters": len(rows), "pages": pages},
    )
    return Collected(batch, len(rows), pages, len(unnumbered), tuple(lost))


def batch_write(
    batch: PostBatch, *, out: Path, letters: LetterStore, at: datetime, actor: str
) -> Path:
    """Write the files of a batch below ``out`` and return their folder; again is harmless.

    Raises OSError where the folder holds something else, and LetterError, code LETTER_CHANGED, for
    a letter that is no longer the one that was collected.
    """
    target = out / f"batch-{batch.pk:06d}"
    rows = list(batch.letters.select_related("planned__person").order_by("position"))
    folder_write(target, _files(rows, letters, batch), _manifest(rows, batch))
    with transaction.atomic():
        if PostBatch.objects.filter(pk=batch.pk, written_at=None).update(written_at=at):
            audit_write(
                at=at,
                actor=actor,
                action="post.batch_written",
                subject="post_batch",
                subject_id=batch.pk,
                data={"folder": target.name},
            )
    return target


def batches_unwritten() -> list[PostBatch]:
    """Return the batches whose files were never finished, the oldest first."""
    return list(PostBatch.objects.filter(written_at=None).order_by("pk"))


def _place(planned: PlannedContact) -> tuple[str, date]:
    path = Path(planned.artefact)
    return path.stem, date.fromisoformat(path.parent.name)


def _row(
    planned: PlannedContact, letters: LetterStore, rules: Sequence[PostRule]
) -> PostLetter | str:
    """Return the row of a letter, or the name of one whose file is gone."""
    try:
        reference, on = _place(planned)
        pdf = letters.read(reference=reference, on=on)
        pages = pages_of(pdf)
    except (LetterError, ValueError):
        return planned.artefact
    return PostLetter(
        planned=planned,
        reference=reference,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=pages,
        postal_class=postal_class_of(
            rules, nation=planned.account.nation, template=planned.template
        ),
    )


def _number(rows: list[PostLetter]) -> list[PostLetter]:
    """Give each letter its number of the post; return those for which none is left."""
    ahead = iter(rows)
    left = len(rows)
    for held in PostRange.objects.select_for_update().filter(next__lte=F("last")).order_by("pk"):
        while left and held.next <= held.last:
            row = next(ahead)
            row.registered_number = s10_number(held.service, held.next, held.country)
            held.next += 1
            left -= 1
        held.save(update_fields=["next"])
    return list(ahead)


def _read(row: PostLetter, letters: LetterStore) -> bytes:
    reference, on = _place(row.planned)
    pdf = letters.read(reference=reference, on=on)
    if hashlib.sha256(pdf).hexdigest() != row.sha256:
        raise LetterError(
            "LETTER_CHANGED",
            f"The letter {row.planned.artefact} is not what was collected. "
            "Put the file back from your backup; nothing was written.",
        )
    return pdf


def _name(row: PostLetter, batch: PostBatch) -> str:
    return f"{row.postal_class}.pdf" if batch.is_merged else f"{row.position:05d}.pdf"


def _files(
    rows: Sequence[PostLetter], letters: LetterStore, batch: PostBatch
) -> Iterator[tuple[str, bytes]]:
    if not batch.is_merged:
        yield from ((_name(row, batch), _read(row, letters)) for row in rows)
        return
    for postal_class in PostLetter.CLASSES:
        of_class = [row for row in rows if row.postal_class == postal_class]
        if of_class:
            yield f"{postal_class}.pdf", merged(_read(row, letters) for row in of_class)


def _encloses(template_id: str) -> tuple[str, ...]:
    """Return the papers of others that the printer puts behind a letter, by their id."""
    notice = load_notices().get(template_id)
    return tuple(one.enclosure_id for one in notice.encloses) if notice else ()


def _manifest(rows: Sequence[PostLetter], batch: PostBatch) -> list[dict[str, object]]:
    """Return what the printer needs of each letter: no name, no address, nothing owed."""
    first = dict.fromkeys(PostLetter.CLASSES, 1)
    table: list[dict[str, object]] = []
    for row in rows:
        begins = first[row.postal_class] if batch.is_merged else 1
        first[row.postal_class] += row.pages
        table.append(
            {
                "position": row.position,
                "file": _name(row, batch),
                "first_page": begins,
                "pages": row.pages,
                "reference": row.reference,
                "postal_class": row.postal_class,
                "registered_number": row.registered_number or "",
                "language": "zh-Hans" if row.planned.person.language.startswith("zh") else "en",
                "sha256": row.sha256,
                "enclosures": " ".join(_encloses(row.planned.template)),
            }
        )
    return table
