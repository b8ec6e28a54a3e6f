"""The verdict: which rules bind, which object, and what must be said; as bits.

Many candidates are asked by columns. A few, as a page asks about one cardholder, are asked one by
one by the same expressions, of which most answers are known already from candidates like them
(``Condition``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from forbear.core.gate.beside import put
from forbear.core.gate.forms import Form
from forbear.core.gate.plan import Plan
from forbear.core.gate.values import FEW, Row, answers, singly
from forbear.core.law.rules import Rule

WORD = 63  # bits used of each 64-bit word: the sign bit stays free


def words_for(rules: Sequence[Rule]) -> int:
    """Return how many words hold a bit for each rule."""
    return -(-max(len(rules), 1) // WORD)


def is_set(words: Sequence[int], bit: int) -> bool:
    """Return whether a bit is set in words of bits."""
    return bool(words[bit // WORD] >> bit % WORD & 1)


def live_rules(frame: pl.DataFrame, plan: Plan) -> list[Form]:
    """Return the rules that bind some candidate, or may; the others cannot object here."""
    known = set(frame.columns)
    testable = [form for form in plan.forms if form.binds.reads <= known]
    if not testable or frame.is_empty():
        return list(plan.forms)
    if frame.height <= FEW:
        asked = [form.binds for form in testable]
        each = [answers(asked, one, row) for one, row in singly(frame)]
        binds = {form.name: any(one[form.name] is not False for one in each) for form in testable}
    else:
        binds = frame.select([form.binds_somewhere for form in testable]).row(0, named=True)
    return [form for form in plan.forms if binds.get(form.name, True) is not False]


def with_verdict(frame: pl.DataFrame, plan: Plan, live: Sequence[Form]) -> pl.DataFrame:
    """Add ``fired_*``, ``unknown_*``, ``disclose`` and ``is_permitted``."""
    if 0 < frame.height <= FEW:
        told = [_of_one(one, row, plan, live) for one, row in singly(frame)]
        return put(frame, pl.DataFrame({name: [one[name] for one in told] for name in told[0]}))
    objections = frame.select("ix", *(form.fires.expr for form in live))
    names = [form.name for form in live]
    doubtful = {name for name in names if objections[name].null_count()}
    # most rules object to nobody: their bits need not be set
    objects = {
        name: pl.col(name).fill_null(value=True) if name in doubtful else pl.col(name)
        for name in names
        if name in doubtful or objections[name].any()
    }
    words = objections.with_columns(
        *_bits("fired", objects, plan),
        *_bits("unknown", {name: pl.col(name).is_null() for name in doubtful}, plan),
    ).drop(objections.columns)
    frame = frame.hstack(words.get_columns())
    return frame.with_columns(_disclosed(plan), _permitted(plan).alias("is_permitted"))


def _permitted(plan: Plan) -> pl.Expr:
    if not plan.rules:
        return pl.lit(False)  # a nation without a pack: unknown means no
    return pl.all_horizontal(
        [pl.col(f"fired_{word}") == 0 for word in range(words_for(plan.rules))]
    )


def _of_one(
    frame: pl.DataFrame, row: Row, plan: Plan, live: Sequence[Form]
) -> dict[str, int | bool]:
    objects = answers([form.fires for form in live], frame, row)
    words = words_for(plan.rules)
    told: dict[str, int | bool] = {}
    for prefix, names in (
        ("fired", [name for name, answer in objects.items() if answer is not False]),
        ("unknown", [name for name, answer in objects.items() if answer is None]),
    ):
        for word, bits in enumerate(_words([plan.bits[name] for name in names], words)):
            told[f"{prefix}_{word}"] = bits
    said = answers([form.says for form in plan.says], frame, row)
    told["disclose"] = sum(1 << bit for bit, form in enumerate(plan.says) if said[form.name])
    told["is_permitted"] = bool(plan.rules) and not any(
        told[f"fired_{word}"] for word in range(words)
    )
    return told


def _words(bits: Iterable[int], count: int) -> list[int]:
    words = [0] * count
    for number in bits:
        word, bit = divmod(number, WORD)
        words[word] |= 1 << bit
    return words


def _bits(prefix: str, tests: Mapping[str, pl.Expr], plan: Plan) -> list[pl.Expr]:
    """Return words of bits: the bit of a rule is set where its test holds.

    Eight bits are put together as a byte first, and bytes as a word: that costs a quarter of
    putting every bit into a word of its own.
    """
    words: list[dict[int, pl.Expr]] = [{} for _ in range(words_for(plan.rules))]
    for name, test in tests.items():
        number, bit = divmod(plan.bits[name], WORD)
        part = test.cast(pl.UInt8) * pl.lit(1 << bit % 8, dtype=pl.UInt8)
        so_far = words[number].get(bit // 8)
        words[number][bit // 8] = part if so_far is None else so_far | part
    return [
        pl.lit(0, dtype=pl.Int64)
        .or_(*(part.cast(pl.Int64) * (1 << 8 * byte) for byte, part in parts.items()))
        .alias(f"{prefix}_{number}")
        for number, parts in enumerate(words)
    ]


def _disclosed(plan: Plan) -> pl.Expr:
    """Return the bit set of disclosures."""
    bits = [form.says.expr.cast(pl.Int64) * (1 << bit) for bit, form in enumerate(plan.says)]
    word = pl.sum_horizontal(bits) if bits else pl.lit(0, dtype=pl.Int64)
    return word.cast(pl.Int64).alias("disclose")
