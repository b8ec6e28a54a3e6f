from __future__ import annotations

from forbear.interchange.jsonl import answer_line, numbered, numbered_all


def test_lines_that_hold_something_come_with_their_numbers() -> None:
    content = b"\xef\xbb\xbf{}\n\n  \r\n[1]\n"
    assert numbered_all(content) == [(1, b"{}"), (4, b"[1]")]
    assert [number for number, _ in numbered(content.splitlines(keepends=True))] == [1, 4]


def test_half_of_a_surrogate_pair_is_written_by_its_number() -> None:
    assert answer_line({"id": "\ud83d", "as": "你"}) == '{"id": "\\ud83d", "as": "你"}'
