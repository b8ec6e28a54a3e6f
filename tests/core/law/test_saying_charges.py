from __future__ import annotations

from forbear.core.law.saying import charge_said
from forbear.packs import load_book


def test_every_bound_of_charges_is_said_in_both_languages() -> None:
    for charge in load_book().charges:
        english, chinese = charge_said(charge)
        assert english[0].isupper() or english[0].isdigit()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
        assert "{" not in english + chinese
        assert "_" not in english + chinese
