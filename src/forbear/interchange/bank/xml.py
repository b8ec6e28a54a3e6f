"""A bank's XML read as a stream, part by part, and nothing that a bank's file does not need.

Document types, and with them every kind of entity, are refused; so is what is too deep or too long.
Elements are known by their local names, so a file without a namespace reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from forbear.interchange.bank.entries import BankProblem

DEPTH_MAX = 40
# of one part: an entry with all its details
ELEMENTS_MAX = 5_000_000
TEXT_MAX = 256_000_000
_SEPARATOR = "}"
_CUT = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
}


class Part(NamedTuple):
    """Something that was read.

    ``message``: the message begins (``tag`` names it, ``text`` is its namespace). ``open`` and
    ``close``: a statement begins and ends. ``part``: a child of a statement, or the header, whole.
    ``cut`` and ``broken``: the file ends too early, or is not XML from here on (``text`` says why).
    """

    what: str
    tag: str
    line: int
    element: Element | None = None
    text: str = ""


class _Stream:
    def __init__(self, opening: str) -> None:
        self._opening = opening
        self._names: dict[str, str] = {}
        self._depth = 0
        self._base = 0
        self._builder: TreeBuilder | None = None
        self._level = self._line = self._elements = self._characters = 0
        self.found: list[Part] = []
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        self.parser = parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(_SEPARATOR)[2]
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise BankProblem("TOO_DEEP", f"Its elements lie more than {DEPTH_MAX} deep.")
        builder = self._builder
        if builder is not None:
            self._elements += 1
            if self._elements > ELEMENTS_MAX:
                raise BankProblem("TOO_LARGE", f"An entry has more than {ELEMENTS_MAX} elements.")
            builder.start(local, attributes)
            return
        if not self._base:
            if local.startswith(self._opening):
                self._base = self._depth
                uri = name.rpartition(_SEPARATOR)[0]
                self.found.append(Part("message", local, self._at(), text=uri))
            return
        level = self._depth - self._base
        if level == 1 and local != "GrpHdr":
            self.found.append(Part("open", local, self._at()))
            return
        self._builder = TreeBuilder()
        self._builder.start(local, attributes)
        self._level, self._line, self._elements, self._characters = level, self._at(), 0, 0

    def _end(self, name: str) -> None:
        level = self._depth - self._base if self._base else 0
        self._depth -= 1
        if self._builder is not None:
            local = self._names[name]
            self._builder.end(local)
            if level == self._level:
                self.found.append(Part("part", local, self._line, self._builder.close()))
                self._builder = None
        elif level == 1:
            self.found.append(Part("close", self._names[name], self._at()))

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._characters += len(text)
            if self._characters > TEXT_MAX:
                raise BankProblem("TOO_LARGE", f"An entry has more than {TEXT_MAX} characters.")
            self._builder.data(text)

    def _doctype(self, *_: object) -> None:
        raise BankProblem(
            "DOCTYPE_REFUSED",
            "It declares a document type, which no bank's statement needs and which can do harm.",
        )

    def _at(self) -> int:
        return self.parser.CurrentLineNumber


def parts(chunks: Iterable[bytes], *, opening: str) -> Iterator[Part]:
    """Yield the parts of a message whose element's name begins with ``opening``.

    Raises ``BankProblem`` for what is refused. A file that ends too early, or stops being XML,
    yields what came before, then ``cut`` or ``broken``.
    """
    stream = _Stream(opening)
    try:
        for chunk in chunks:
            stream.parser.Parse(chunk, False)
            yield from _drained(stream)
        stream.parser.Parse(b"", True)
        yield from _drained(stream)
    except expat.ExpatError as error:
        yield from _drained(stream)
        words = expat.errors.messages.get(error.code, "not XML")
        what = "cut" if error.code in _CUT else "broken"
        yield Part(what, "", error.lineno, text=words)


def _drained(stream: _Stream) -> list[Part]:
    found, stream.found = stream.found, []
    return found
