"""Sums written by people of other places, digit by digit: what the auditor must read back."""

from __future__ import annotations

ONES = dict(
    enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "  # noqa: SIM905 - read as one reads it
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
)
TENS = dict(enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2))  # noqa: SIM905 - as above
SIZES = ((10_000_000, "crore"), (100_000, "lakh"), (1000, "thousand"), (100, "hundred"))


def indian_groups(number: int) -> str:
    """Write 1234567 as 12,34,567: the last three, then two by two."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    parts = [tail]
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(parts)


def indian_words(number: int) -> str:
    """Write a whole number below ten thousand crore in the words of India."""
    said = []
    for size, name in SIZES:
        count, number = divmod(number, size)
        if count:
            said.append(f"{indian_words(count)} {name}")
    if number >= 20:
        ten, one = divmod(number, 10)
        said.append(TENS[ten] + (f"-{ONES[one]}" if one else ""))
    elif number or not said:
        said.append(ONES[number])
    return " ".join(said)


def lakhs(hundreds_of_rupees: int) -> str:
    """Write so many hundreds of rupees as lakh with three places, without the last noughts."""
    whole, rest = divmod(hundreds_of_rupees, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + " lakh"


def grouped(minor: int, between: str, point: str) -> str:
    """Write a sum with ``between`` between thousands and ``point`` before two places."""
    digits, said = str(minor // 100), ""
    for place, digit in enumerate(reversed(digits)):
        said = digit + (between if place and place % 3 == 0 else "") + said
    return f"{said}{point}{minor % 100:02d}"
