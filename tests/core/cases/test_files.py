from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.cases.files import NAME_MAX, file_kind, safe_name

PDF, JPG, PNG = b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"
MAIL = b"From: a@example.com\r\nSubject: paid\r\n\r\nSee my receipt."


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", PDF, "pdf"),
        ("a.jpeg", JPG, "jpg"),
        ("a.png", PNG, "png"),
        ("收据.txt", "已付款".encode(), "txt"),
        ("a.eml", MAIL, "eml"),
        # the ending and the bytes have to agree
        ("a.pdf", PNG, None),
        ("a.txt", PDF, None),
        ("a.txt", b"a\x00b", None),
        ("a.txt", "已付款".encode("gb18030"), None),
        ("a.eml", b"no headers at all", None),
        ("a.eml", b"<html>\r\n<script>\r\n", None),
        ("a.exe", b"MZ", None),
        ("a.pdf.exe", PDF, None),
        ("a.svg", b"<svg onload='x'>", None),
        ("pdf", PDF, "pdf"),
        ("a", PDF, None),
        ("", PDF, None),
        ("a.pdf", b"", None),
    ],
)
def test_a_file_is_what_its_bytes_and_its_ending_say(
    name: str, data: bytes, kind: str | None
) -> None:
    assert file_kind(name, data) == kind


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("receipt March.pdf", "receipt March.pdf"),
        ("收据 三月.pdf", "收据 三月.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("inv\u202eexe.pdf", "invexe.pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        ("con.pdf", "file_con.pdf"),
        ("...pdf", "file.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_can_do_no_harm(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


@given(st.text())
def test_no_name_holds_a_path_or_a_hidden_sign(name: str) -> None:
    safe = safe_name(name, "txt")
    assert safe.endswith(".txt")
    assert not set(safe) & set('/\\:*?"<>|\r\n')
    assert not any(unicodedata.category(sign).startswith("C") for sign in safe)
    assert not safe.startswith(".")
    assert len(safe) <= NAME_MAX + len("file_.txt")
    assert safe_name(safe, "txt") == safe
