from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.services.preferences import link_open, link_token
from forbear.services.preferences.links import LIFE
from tests.store.make import account, planned

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_link_opens_and_grows_old() -> None:
    message = planned(account(), at=AT)
    token = link_token(message.pk, at=AT)
    for later, is_old in ((timedelta(), False), (LIFE, False), (LIFE + timedelta(days=1), True)):
        link = link_open(token, at=AT + later)
        assert link is not None
        assert (link.planned.pk, link.is_old) == (message.pk, is_old)


def test_every_changed_sign_makes_it_none() -> None:
    token = link_token(planned(account(), at=AT).pk, at=AT)
    for place, sign in enumerate(token[:-1]):
        changed = token[:place] + ("A" if sign != "A" else "B") + token[place + 1 :]
        assert link_open(changed, at=AT) is None
    assert link_open(token[:-2], at=AT) is None
    assert link_open(link_token(10**17, at=AT), at=AT) is None
