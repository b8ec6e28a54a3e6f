"""Words that were broken up or dressed up to pass a filter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ahocorasick_rs import AhoCorasick

from forbear.core.speech.audit.normal import LOOKALIKES, Normal

_H = "\u3400-\u9fff"
# Between two characters of one word stands nothing; what may stand between sentences is left out.
_SEP = r"[^\w\s，。、！？：；“”‘’（）()《》【】\[\]「」『』,;:!?\"'%$¥€£&＋]"
_BROKEN_HAN = re.compile(
    rf"(?<=[{_H}])(?:{_SEP}|[ \t\u3000_]|[、，,](?=[{_H}][、，,])){{1,4}}(?=[{_H}a-z])"
)
_RUN_HAN = re.compile(
    rf"(?<![{_H}])[{_H}](?:(?:{_SEP}|[ \t\u3000_、]){{1,3}}[{_H}]){{3,}}(?![{_H}])"
)
_RUN_LATIN = re.compile(r"(?<![a-z0-9'])[a-z](?:[ .\-_*·|/~+]{1,3}[a-z]){2,}(?![a-z0-9'])")
_BROKEN_LATIN = re.compile(r"(?<=[a-z])[.\-_*|·~/\\^+=#](?=[a-z])")
_LEET_WORD = re.compile(
    r"(?<![\w@$!|*])[a-z0-9@$!|*€]*(?:[a-z][0-9@$!|*€]|[0-9@$!|€][a-z])[a-z0-9@$!|*€]*(?![\w@$])"
)
_LEET = str.maketrans("013457@$!|€", "oieastasile")
_LEET_L = str.maketrans("013457@$!|€", "oleastaslle")
_HIDDEN = re.compile(
    "[\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff\u00ad\u180e\u034f\u115f\u1160\u3164\u200d]"
)
_OVERRIDE = re.compile("[\u202d\u202e]")
_LOOKALIKE = re.compile("[" + "".join(c for c in LOOKALIKES if not c.isascii()) + "]")
_MARKS = re.compile("[\u0300-\u036f\u0332-\u0338\u20d0-\u20dc\u20de-\u20e1]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f110-\U0001f189\uff21-\uff5a]")
# Two characters are no word that a filter would know; a few marks belong to a name.
_PAIR, _FEW = 2, 3
_SPOKEN = re.compile(r"(?:spell|name is|that's|that is|spelled|reference|ref|code)\W")


@dataclass(frozen=True, slots=True)
class Disguise:
    """A stretch of the normalised text that was disguised, and how."""

    start: int
    end: int
    how: str


# Han characters evenly set apart, and figures at most.
_LABEL = re.compile(rf"[\s\[【]*[{_H}](?:[ \u3000]+[{_H}]){{1,6}}[\s:：¥￥$\d,.，元\]】]*")
_LABEL_LINE = 80


class Unmasker:
    """Finds disguised words; made from the disguise table of a lexicon."""

    def __init__(self, table: Mapping[str, object], language: str) -> None:
        words = table.get("words")
        self.language = language
        self._words = [str(word) for word in words] if isinstance(words, list) else []
        self._set = {word for word in self._words if len(word) > _PAIR}
        self._search = AhoCorasick([w.replace(" ", "") for w in self._words] or ["\0"])
        variants = dict(_variants(table))
        self._variants = list(variants)
        self._means = list(variants.values())
        self._find = AhoCorasick(self._variants or ["\0"])
        self._masked = {(len(w), w[0]): w for w in self._words if w.isascii() and " " not in w}

    def unmask(self, normal: Normal, *, is_spoken: bool) -> tuple[Normal, list[Disguise]]:
        """Return the text with disguised words as they are read, and where they stand.

        The places are those of the returned text.
        """
        marks: list[tuple[int, int, str]] = [] if is_spoken else list(_invisible(normal))
        for step in (self._runs, self._joined, self._leet, self._substituted):
            edits = step(normal, is_spoken=is_spoken)
            if edits:
                for start, end, _ in edits:
                    marks.append((*normal.original_span(start, end), step.__name__))
                normal = normal.edited(edits)
        return normal, [Disguise(start, end, how) for start, end, how in sorted(marks)]

    def _runs(self, normal: Normal, *, is_spoken: bool) -> list[tuple[int, int, str]]:
        """Single characters set apart: ``p a y``, ``立 案 起 诉``."""
        if is_spoken:
            return []
        text = normal.text
        edits: list[tuple[int, int, str]] = []
        if self.language == "zh" or not text.isascii():
            for match in _RUN_HAN.finditer(text):
                joined = re.sub(rf"[^{_H}]", "", match.group())
                if "、" not in match.group() or self._search.find_matches_as_indexes(joined):
                    edits.append((match.start(), match.end(), joined))
        for match in _RUN_LATIN.finditer(text):
            joined = re.sub(r"[^a-z]", "", match.group())
            head = text[max(0, match.start() - 14) : match.start()]
            hit = self._search.find_matches_as_indexes(joined) if self.language == "en" else []
            if any(
                self._words[n] for n, _, _ in hit if len(self._words[n]) > _PAIR
            ) and not _SPOKEN.search(head):
                words = " ".join(
                    re.sub(r"[ .\-_*·|/~+](?=[a-z](?:[ .\-_*·|/~+]|$))", "", part)
                    for part in re.split(r" {2,}| [./-] ", match.group())
                )
                edits.append(
                    (match.start(), match.end(), words if " " in words.strip() else joined)
                )
        return _apart(edits)

    def _joined(self, normal: Normal, *, is_spoken: bool) -> list[tuple[int, int, str]]:
        """A word with something set between two of its characters: ``法.院``, ``ar-rest``."""
        text = normal.text
        seps = (
            []
            if is_spoken and self.language == "en"
            else [
                (m.start(), m.end())
                for m in (_BROKEN_LATIN if self.language == "en" else _BROKEN_HAN).finditer(text)
            ]
        )
        if not seps:
            return []
        kept: list[int] = []
        at = 0
        for start, end in seps:
            kept.extend(range(at, start))
            at = end
        kept.extend(range(at, len(text)))
        squeezed = "".join(text[place] for place in kept)
        edits: list[tuple[int, int, str]] = []
        for number, start, end in self._search.find_matches_as_indexes(squeezed):
            word = self._words[number].replace(" ", "")
            first, last = kept[start], kept[end - 1] + 1
            if last - first == len(word) or len(word) < _PAIR:
                continue
            if self.language == "en" and not _is_word(squeezed, start, end, word):
                continue
            inner = text[first:last]
            if (
                self.language == "en"
                and inner.replace("-", "") == word
                and inner.count("-") == 1
                and not _is_odd(inner)
            ):
                continue
            edits.append((first, last, word))
        return _apart(edits)

    def _leet(self, normal: Normal, *, is_spoken: bool) -> list[tuple[int, int, str]]:
        """Digits and signs for letters: ``arre$t``, ``p0lice``, ``l*wsuit``."""
        if is_spoken or self.language != "en":
            return []
        edits: list[tuple[int, int, str]] = []
        for match in _LEET_WORD.finditer(normal.text):
            token = match.group().strip("!|*")
            if len(token) <= _PAIR or token.isdigit():
                continue
            for table in (_LEET, _LEET_L):
                plain = token.translate(table)
                if plain in self._set and plain != token:
                    start = match.start() + match.group().index(token)
                    edits.append((start, start + len(token), plain))
                    break
            else:
                if "*" in token and (word := self._starred(token)):
                    start = match.start() + match.group().index(token)
                    edits.append((start, start + len(token), word))
        return _apart(edits)

    def _starred(self, token: str) -> str | None:
        if token.count("*") > len(token) // 2:
            return None
        pattern = re.compile(re.escape(token).replace(r"\*", "[a-z]"))
        return next((word for word in self._set if pattern.fullmatch(word)), None)

    def _substituted(self, normal: Normal, *, is_spoken: bool) -> list[tuple[int, int, str]]:
        """Pinyin and characters of the same sound: ``起su``, ``薇信``."""
        del is_spoken
        if self.language != "zh":
            return []
        text = normal.text
        edits = []
        for number, start, end in self._find.find_matches_as_indexes(text):
            variant = self._variants[number]
            if variant.isascii() and not _among_han(text, start, end):
                continue
            if (
                variant[0].isascii()
                and start
                and text[start - 1].isascii()
                and text[start - 1].isalpha()
            ):
                continue
            if (
                variant[-1].isascii()
                and end < len(text)
                and text[end].isascii()
                and text[end].isalpha()
            ):
                continue
            edits.append((start, end, self._means[number]))
        return _apart(edits)


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a spaced word is a heading or a label that stands alone in its line: ``利 息 3.50``.

    Places are those of the text as it was written.
    """
    floor = max(0, start - _LABEL_LINE)
    first = text.rfind("\n", floor, start) + 1 or floor
    last = text.find("\n", end, end + _LABEL_LINE)
    line = text[first : last if last >= 0 else end + _LABEL_LINE]
    return bool(_LABEL.fullmatch(line))


def _apart(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    result: list[tuple[int, int, str]] = []
    for edit in sorted(edits, key=lambda one: (one[0], -one[1])):
        if not result or edit[0] >= result[-1][1]:
            result.append(edit)
    return result


def _is_word(text: str, start: int, end: int, word: str) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum() and len(word) > _PAIR + 1


def _is_odd(inner: str) -> bool:
    """Whether a hyphen stands where no one hyphenates: ``ar-rest`` and not ``law-suit``."""
    return inner not in (
        "law-suit",
        "e-mail",
        "past-due",
        "over-due",
        "pay-ment",
        "re-pay",
        "immediate-ly",
    )


def _among_han(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    is_han = re.compile(f"[{_H}]")
    return bool((before and is_han.match(before)) or (after and is_han.match(after)))


def _variants(table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    pinyin = table.get("pinyin")
    if isinstance(pinyin, dict):
        for word, sounds in pinyin.items():
            parts = str(sounds).split()
            for choice in product((False, True), repeat=len(parts)):
                if any(choice):
                    yield (
                        "".join(
                            s if take else c for c, s, take in zip(word, parts, choice, strict=True)
                        ),
                        word,
                    )
            yield " ".join(parts), word
    same = table.get("homophones")
    plain = table.get("plain_homophones")
    harmless = set(plain) if isinstance(plain, list) else set()
    if isinstance(same, dict):
        for variant, word in same.items():
            if variant not in harmless:
                yield str(variant), str(word)


def _invisible(normal: Normal) -> Iterator[tuple[int, int, str]]:
    """Yield what cannot be seen or only looks like a letter, in places of the original."""
    text = normal.original
    if text.isascii():
        return
    for match in _HIDDEN.finditer(text):
        before = text[match.start() - 1] if match.start() else ""
        after = text[match.end()] if match.end() < len(text) else ""
        if before.isalnum() and (after.isalnum() or _HIDDEN.match(after)):
            yield match.start() - 1, min(len(text), match.end() + 1), "hidden"
    for match in _OVERRIDE.finditer(text):
        yield match.start(), match.end(), "hidden"
    for match in _LOOKALIKE.finditer(text):
        place = match.start()
        around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if any(char.isascii() and char.isalpha() for char in around):
            yield max(0, place - 1), min(len(text), place + 2), "lookalike"
    marks = _MARKS.findall(text)
    if len(marks) > _FEW and sum(unicodedata.combining(mark) > 0 for mark in marks) > _FEW:
        first = _MARKS.search(text)
        assert first
        yield max(0, first.start() - 1), first.end(), "marks"
    for match in _STYLED.finditer(text):
        # one styled letter is a sign; a row of them is a disguise
        if _STYLED.match(text[match.end() : match.end() + 1]) and _STYLED.match(
            text[match.end() + 1 : match.end() + 2]
        ):
            yield match.start(), match.end() + 2, "styled"
