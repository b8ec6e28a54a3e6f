"""Files as they come: whatever cannot be read is told in one sentence, and lines are counted."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.reading import LINE, open_source
from forbear.interchange.tabular.rejects import RejectsFile


def rows(path: Path, **how: str) -> tuple[list[tuple[object, ...]], list[tuple[int, str, str]]]:
    source = open_source(path, **how)
    frames = [batch.frame for batch in source.batches(frozenset(source.names))]
    return pl.concat(frames).select(LINE, *source.names).rows(), source.broken


def made(tmp_path: Path, content: bytes, name: str = "a file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_line_that_is_no_row_is_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    path = made(tmp_path, b"a,b\n1,2\n\n3\n4,5\n6,7,8\n9,10\n")
    found, broken = rows(path)
    assert found == [(2, "1", "2"), (5, "4", "5"), (7, "9", "10")]
    assert [(line, text) for line, text, _ in broken] == [(4, "3"), (6, "6,7,8")]
    assert broken[0][2] == "has 1 values where 2 belong"


@pytest.mark.parametrize(
    ("content", "how"),
    [
        pytest.param("\ufeffa,b\n王,2\n".encode(), {}, id="byte-order-mark"),
        pytest.param(
            "a;b\r\n王;2\r\n".encode("gb18030"), {"encoding": "gb18030", "delimiter": ";"}
        ),
        pytest.param("a,b\n王,2\n".encode("utf-16"), {"encoding": "utf-16"}, id="utf-16"),
    ],
)
def test_text_in_its_encoding(tmp_path: Path, content: bytes, how: dict[str, str]) -> None:
    assert rows(made(tmp_path, content), **how)[0] == [(2, "王", "2")]


def test_quotes_hold_separators_and_line_breaks(tmp_path: Path) -> None:
    path = made(tmp_path, b'a,b\n"x, ""y""\nz",2\n')
    assert rows(path)[0] == [(2, 'x, "y"\nz', "2")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n", "is empty", id="blank"),
        pytest.param(b"PK\x03\x04\x00\x00", "Save the sheet as CSV", id="spreadsheet"),
        pytest.param(b"\x89PNG\x00\x00", "is neither CSV nor Parquet", id="picture"),
        pytest.param(b"PAR1 and no more", "is a damaged Parquet file", id="cut-parquet"),
        pytest.param(b"a,a\n1,2\n", "the column 'a' stands there twice", id="twice"),
        pytest.param("a,b\n王,2\n".encode("gb18030"), "is not utf-8 text", id="other-encoding"),
        pytest.param(b'a,b\n"1,2\n3,4\n', "", id="open-quote"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes, said: str) -> None:
    path = made(tmp_path, content)
    if not said:
        found, broken = rows_or_none(path)
        assert not found
        assert broken
        return
    with pytest.raises(ImportProblem) as problem:
        rows(path)
    assert said in str(problem.value)
    assert str(path) in str(problem.value)


def rows_or_none(path: Path) -> tuple[list[object], list[object]]:
    source = open_source(path)
    frames = [batch.frame for batch in source.batches(frozenset(source.names))]
    return [row for frame in frames for row in frame.rows()], list(source.broken)


def test_bad_bytes_far_down_are_told_too(tmp_path: Path) -> None:
    path = made(tmp_path, b"a,b\n" + b"1,2\n" * 100_000 + b"\xff\xfe,2\n")
    with pytest.raises(ImportProblem, match="is not utf-8 text"):
        rows(path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="cannot be read"):
        open_source(tmp_path / "none.csv")
    with pytest.raises(ImportProblem, match="is a folder"):
        open_source(tmp_path)


def test_parquet_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    pl.DataFrame({"a": ["x", "y"], "b": [1, 2]}).write_parquet(path)
    assert rows(path)[0] == [(1, "x", 1), (2, "y", 2)]


def test_the_rejects_are_for_their_owner_only_and_made_only_when_needed(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text("old, open to all")
    path.chmod(0o644)
    file = RejectsFile(path)
    file.write(pl.DataFrame({"line": [2], "column": ["a"], "value": ["=1+1"], "reason": ["bad"]}))
    file.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == "line,column,value,reason\n2,a,=1+1,bad\n"
    none = RejectsFile(tmp_path / "none.csv")
    none.close()
    assert not (tmp_path / "none.csv").exists()


def test_lines_are_rows_even_where_a_value_holds_a_line_break(tmp_path: Path) -> None:
    path = made(tmp_path, b'a,b\n"x\ny",2\n3\n4,5\n')
    found, broken = rows(path)
    assert [line for line, *_ in found] == [2, 4]
    assert [line for line, *_ in broken] == [3]


def test_lines_go_on_from_block_to_block(tmp_path: Path) -> None:
    long = "x" * 1000
    text = "a,b\n" + "".join(
        f"{number},{long}\n" if number % 7 else f"{number}\n" for number in range(2, 20_000)
    )
    found, broken = rows(made(tmp_path, text.encode()))
    assert len(text) > 2 * (8 << 20)
    assert all(str(line) == a for line, a, _ in found)
    assert [line for line, *_ in broken] == [n for n in range(2, 20_000) if n % 7 == 0]
