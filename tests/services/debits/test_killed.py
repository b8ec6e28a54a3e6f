"""A debit file whose writer is killed: none of it, or all of it; and never a second one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from forbear.store.models import Debit, DebitRun, Mandate
from tests.services.debits.make import announced, with_mandate, write
from tests.store.address import address

ROOT = Path(__file__).resolve().parents[3]
MANY = 3


def child(die_at: int = 0) -> subprocess.CompletedProcess[str]:
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    return subprocess.run(
        [sys.executable, "-m", "tests.services.debits.file_child", str(die_at)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_at_any_instant_leaves_nothing_and_another_writes_all() -> None:
    for _ in range(MANY):
        with_mandate()
    announced()
    before = set(Debit.objects.values_list("state", flat=True))
    assert "sent" not in before
    for die_at in (2, 8, 14, 19):
        died = child(die_at)
        assert died.returncode == -signal.SIGKILL, died.stderr or died.stdout
        assert not DebitRun.objects.exists()
        assert set(Debit.objects.values_list("state", flat=True)) == before
        assert set(Mandate.objects.values_list("sequence", flat=True)) == {"FRST"}
    lived = child()
    assert lived.returncode == 0, lived.stderr
    assert int(lived.stdout) >= 20  # each of those deaths was in the midst of it
    run = DebitRun.objects.get()
    assert (run.count, run.sum_minor) == (MANY, MANY * 12_000)
    assert list(Debit.objects.values_list("state", "run")) == [("sent", run.pk)] * MANY
    (again,) = write(hour=18)
    assert (again.pk, again.sha256) == (run.pk, run.sha256)
    with psycopg.connect(address()) as connection:
        # nobody holds what the dead had locked
        connection.execute("SELECT * FROM store_debit FOR UPDATE NOWAIT")
