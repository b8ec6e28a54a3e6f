"""Versions of templates: nobody approves what they wrote, and each moment has its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from forbear.packs.words import FOLDER
from forbear.services.refusals import Refusal
from forbear.services.wording import (
    Faulty,
    template_in_force,
    wording_approve,
    wording_end,
    wording_reject,
    wording_save,
    wording_submit,
)
from forbear.store.models import AuditEntry, TemplateStep, TemplateVersion
from forbear.store.selectors.wording import version_list, versions_waiting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
NAME = "first_reminder"
SHIPPED = (FOLDER / f"{NAME}.toml").read_text(encoding="utf-8")
HOUR = timedelta(hours=1)


def saved(words: str = "Good day", actor: str = "ada") -> TemplateVersion:
    made = wording_save(
        template_id=NAME, text=SHIPPED.replace("Hello {", words + " {"), actor=actor, at=AT
    )
    assert isinstance(made, TemplateVersion), made
    return made


def submitted(words: str = "Good day") -> TemplateVersion:
    made = saved(words)
    assert isinstance(wording_submit(version_id=made.pk, actor="ada", at=AT), TemplateStep)
    return made


def code(given: object) -> str:
    assert isinstance(given, Refusal), given
    return given.code


def greeting(at: datetime) -> tuple[int, str]:
    found = template_in_force(NAME, at=at)
    assert found is not None
    return found.version, found.template.words["en"].body.split(" {")[0]


def test_a_version_is_in_force_from_its_moment_and_until_it_is_ended():
    version = submitted()
    assert greeting(AT) == (0, "Hello")
    done = wording_approve(version_id=version.pk, actor="bo", at=AT, from_at=AT + HOUR)
    assert isinstance(done, TemplateStep)
    assert greeting(AT) == (0, "Hello")
    assert greeting(AT + HOUR) == (1, "Good day")
    ended = wording_end(version_id=version.pk, actor="bo", at=AT, from_at=AT + 2 * HOUR)
    assert isinstance(ended, TemplateStep)
    assert greeting(AT + HOUR) == (1, "Good day")
    assert greeting(AT + 2 * HOUR) == (0, "Hello")
    states = {hours: version_list(NAME, at=AT + hours * HOUR)[0].state for hours in range(3)}
    assert states == {0: "waiting", 1: "in_force", 2: "ended"}


def test_a_later_version_replaces_an_earlier_one():
    for words in ("Good day", "Dear"):
        made = wording_approve(version_id=submitted(words).pk, actor="bo", at=AT)
        assert isinstance(made, TemplateStep)
    assert greeting(AT) == (2, "Dear")
    assert [one.state for one in version_list(NAME, at=AT)] == ["in_force", "replaced"]


@pytest.mark.parametrize("actor", ["ada", "eve"])
def test_nobody_approves_what_they_wrote_or_submitted(actor: str):
    version = saved(actor="ada")
    wording_submit(version_id=version.pk, actor="eve", at=AT)
    assert code(wording_approve(version_id=version.pk, actor=actor, at=AT)) == "FOUR_EYES"


def test_the_database_itself_refuses_an_approval_by_the_writer():
    version = submitted()
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        TemplateStep.objects.create(
            version=version, step="approved", at=AT, actor="ada", drafted_by="ada", from_at=AT
        )


def test_history_is_never_edited():
    version, draft = submitted(), saved("Dear")
    for change in (
        lambda: TemplateVersion.objects.filter(pk=version.pk).update(text="x"),
        lambda: TemplateVersion.objects.filter(pk=draft.pk).delete(),
        lambda: TemplateStep.objects.filter(version=version).update(actor="x"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_steps_come_in_order_and_once():
    version = saved()
    assert code(wording_approve(version_id=version.pk, actor="bo", at=AT)) == "NOT_SUBMITTED"
    wording_submit(version_id=version.pk, actor="ada", at=AT)
    assert code(wording_submit(version_id=version.pk, actor="ada", at=AT)) == "STEP_TAKEN"
    assert versions_waiting() == {NAME: 1}
    assert code(wording_end(version_id=version.pk, actor="bo", at=AT)) == "NOT_APPROVED"
    early = wording_approve(version_id=version.pk, actor="bo", at=AT, from_at=AT - HOUR)
    assert code(early) == "IN_THE_PAST"
    assert code(wording_reject(version_id=version.pk, actor="bo", at=AT, reason=" ")) == (
        "REASON_MISSING"
    )
    wording_reject(version_id=version.pk, actor="bo", at=AT, reason="Too short.")
    assert code(wording_approve(version_id=version.pk, actor="bo", at=AT)) == "STEP_TAKEN"
    assert code(wording_submit(version_id=10**9, actor="bo", at=AT)) == "VERSION_UNKNOWN"
    assert version_list(NAME, at=AT)[0].state == "rejected"
    assert versions_waiting() == {}


@pytest.mark.parametrize(
    "name, text, told",
    [
        (NAME, SHIPPED.replace("Hello {", "We take you to court, {"), "UNDECLARED"),
        (NAME, "not toml [", "FILE"),
        (NAME, SHIPPED.replace('["email", "sms"]', "7"), "FILE"),
        ("../etc", SHIPPED, "FILE"),
        (NAME, SHIPPED + "\0", "FILE"),
        (NAME, SHIPPED + "#" * 60_000, "FILE"),
    ],
)
def test_a_faulty_text_is_not_saved(name: str, text: str, told: str):
    made = wording_save(template_id=name, text=text, actor="ada", at=AT)
    assert isinstance(made, Faulty)
    assert told in {fault.code for fault in made.faults}
    assert not TemplateVersion.objects.exists()


def test_saving_the_same_draft_again_makes_no_second():
    assert saved().pk == saved().pk
    assert saved("Dear").number == 2


def test_every_step_leaves_an_entry():
    wording_approve(version_id=submitted().pk, actor="bo", at=AT)
    told = AuditEntry.objects.order_by("pk").values_list("action", "actor")
    assert list(told) == [
        ("template.saved", "ada"),
        ("template.submitted", "ada"),
        ("template.approved", "bo"),
    ]
