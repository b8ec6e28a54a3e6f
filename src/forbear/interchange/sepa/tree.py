"""Reading a bank's XML piece by piece: what is whole before a fault is kept, and told from it.

A document type declaration is refused outright, so no entity of a file is ever resolved. Names are
taken without their namespace: the versions of a message differ by it, and in little else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, XMLParser

from forbear.interchange.sepa.orders import SepaProblem

_CHUNK = 65_536
_DEPTH_MAX = 64

# Takes the names of the elements around a piece, the outermost first, and the piece.
Taken = Callable[[tuple[str, ...], Element], None]


class _Target:
    """Builds the pieces with the names wanted, whole; of the rest only the names are kept."""

    def __init__(self, wanted: Collection[str], take: Taken) -> None:
        self._wanted, self._take = wanted, take
        self._names: list[str] = []
        self._open: list[Element] = []
        self._text: list[str] = []
        self.namespace = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        namespace, _, name = tag.rpartition("}")
        if not self._names:
            self.namespace = namespace.lstrip("{")
        if len(self._names) >= _DEPTH_MAX:
            raise SepaProblem("FILE_BROKEN", "the file is nested too deeply to be of a bank.")
        self._names.append(name)
        self._text = []
        if self._open or name in self._wanted:
            element = Element(name, attributes)
            if self._open:
                self._open[-1].append(element)
            self._open.append(element)

    def end(self, tag: str) -> None:
        """End an element; hand it over if it was wanted and is not inside another piece."""
        del tag
        self._names.pop()
        if not self._open:
            return
        element = self._open.pop()
        element.text = "".join(self._text).strip()
        self._text = []
        if not self._open:
            self._take(tuple(self._names), element)

    def data(self, text: str) -> None:
        """Take in text."""
        if self._open:
            self._text.append(text)

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        """Refuse a document type."""
        raise SepaProblem(
            "XML_DOCTYPE",
            f"the file declares a document type ({name}, {public or system or 'of its own'}), "
            "which no bank message does. Nothing of it was used.",
        )

    def close(self) -> None:
        """End the document."""


def read_pieces(content: bytes, wanted: Collection[str], take: Taken) -> SepaProblem | None:
    """Hand over every whole element with a name of ``wanted``, in the order of the file.

    Returns what is wrong with the file's form: where it was cut off or is broken. Raises
    ``SepaProblem`` for a file that is not to be read at all.
    """
    target = _Target(wanted, take)
    parser = XMLParser(target=target)  # noqa: S314 - the target refuses what is dangerous
    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
        parser.close()
    except ParseError as error:
        line, column = error.position
        return SepaProblem(
            "FILE_BROKEN",
            f"line {line}, column {column + 1}: the file is cut off or broken there. What stands "
            "whole before it was used; ask the bank for the whole file and read it again.",
        )
    except (LookupError, ValueError) as error:
        return SepaProblem("FILE_BROKEN", f"the file cannot be read: {error}.")
    return None


def text_of(element: Element | None, *path: str) -> str:
    """Return the text at a path of names below an element; empty where there is none."""
    for name in path:
        if element is None:
            return ""
        element = element.find(name)
    return (element.text or "") if element is not None else ""
