from __future__ import annotations

from pathlib import Path

import pytest

from forbear.channels.mail.boxes import BoxError, mails_in
from forbear.channels.mail.returned import BYTES_MAX


def test_new_mail_of_a_maildir_is_seen_once_it_was_taken(tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    for number in (2, 1):
        (tmp_path / "new" / f"{number}.host").write_bytes(b"mail %d" % number)
    (tmp_path / "new" / "link").symlink_to("/etc/hostname")
    first, second = mails_in(tmp_path)
    assert (first.data, second.data) == (b"mail 1", b"mail 2")
    first.done()
    assert [one.name for one in mails_in(tmp_path)] == ["2.host"]
    assert (tmp_path / "cur" / "1.host:2,S").read_bytes() == b"mail 1"


def test_an_mbox_is_read_mail_by_mail(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(
        b"From a@b Thu\nSubject: 1\n\nFromage\nFrom here on\n\nFrom c@d Fri\nSubject: 2\n\nx\n"
    )
    found = [one.data for one in mails_in(box)]
    assert found == [b"Subject: 1\n\nFromage\nFrom here on\n\n", b"Subject: 2\n\nx\n"]


def test_of_a_bomb_only_the_beginning_is_read(tmp_path: Path) -> None:
    line = b"x" * 999 + b"\n"
    (tmp_path / "bomb.eml").write_bytes(line * 5000)
    [bomb] = mails_in(tmp_path)
    assert len(bomb.data) == BYTES_MAX
    box = tmp_path / "box"
    box.write_bytes(b"From a@b\n" + b"y" * 5_000_000 + b"\n\nFrom c@d\nSubject: 2\n")
    one, two = mails_in(box)
    assert len(one.data) <= 2 * BYTES_MAX
    assert two.data == b"Subject: 2\n"


def test_a_place_without_mail_is_told(tmp_path: Path) -> None:
    with pytest.raises(BoxError, match="neither"):
        list(mails_in(tmp_path / "nowhere"))
    (tmp_path / "text").write_text("no mail")
    with pytest.raises(BoxError, match="no mbox"):
        list(mails_in(tmp_path / "text"))
    assert list(mails_in(tmp_path)) == []
