"""Numbers as people write them: digits with separators, English and Chinese number words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_TENS["fourty"] = 40
_BIG = {"thousand": 1000, "grand": 1000, "k": 1000, "million": 10**6, "m": 10**6}
_INDIAN = {"lakh": 10**5, "lac": 10**5, "crore": 10**7}
EN_NUMBER = (
    r"(?:(?:"
    + "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
    + r"|hundred|thousand|grand|"
    r"million|(?:a )?(?:lakh|lac|crore)s?|a hundred|a thousand|half a)"
    r"(?:[ -]+(?:and +)?(?=[a-z])|(?![a-z]))){1,14}"
)

_HAN = dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN |= dict(zip("壹贰叁肆伍陆柒捌玖两俩", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True))
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_TEN = 10
_HUNDREDTHS = 2
_WHOLE = {"万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8}
HAN_DIGITS = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两"
HAN_NUMBER = f"[{HAN_DIGITS}十百千万亿拾佰仟]"


def plain(text: str) -> Decimal | None:
    """Return the number that digits with separators stand for."""
    try:
        return Decimal(text.replace(",", "").replace(" ", "").replace("，", ""))
    except InvalidOperation:
        return None


def english(text: str) -> int | None:
    """Return the number that English words stand for.

    >>> english("eight hundred and seventy-three")
    873
    """
    total, part, seen = 0, 0, False
    for word in text.replace("-", " ").split():
        if word in ("and", "a"):
            continue
        if word in _ONES:
            part += _ONES[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _BIG:
            total += max(part, 1) * _BIG[word]
            part = 0
        elif (scale := _INDIAN.get(word.removesuffix("s"))) is not None:
            # "two thousand crore" counts crores, "two crore five lakh" does not count lakhs of two
            below = total % scale
            total += max(below + part, 1) * scale - below
            part = 0
        else:
            return None
        seen = True
    return total + part if seen else None


def european(text: str) -> Decimal | None:
    """Return the number that digits stand for, with a comma or a point before the hundredths.

    >>> european("1 200,50"), european("1.200"), european("1'200.5"), european("1,20,000")
    (Decimal('1200.50'), Decimal('1200'), Decimal('1200.5'), Decimal('120000'))
    """
    bare = text.replace(" ", "").replace("'", "").replace("，", ",")
    whole, point, rest = bare, "", ""
    for sign in ",.":
        head, found, tail = bare.rpartition(sign)
        if found and 0 < len(tail) <= _HUNDREDTHS:
            whole, point, rest = head, ".", tail
    return plain(whole.replace(".", "") + point + rest)


def chinese(text: str) -> Decimal | None:  # noqa: C901 - one pass, a branch for each kind of sign
    """Return the number that Chinese numerals, digits or a mixture of both stand for.

    A last bare digit counts in the unit below the one before it, as it is spoken.

    >>> chinese("一万二"), chinese("1万2千"), chinese("三千零五十"), chinese("1.2万")
    (Decimal('12000'), Decimal('12000'), Decimal('3050'), Decimal('12000.0'))
    """
    total = section = Decimal(0)
    number: Decimal | None = None
    unit = Decimal(1)
    digits = ""
    gap = False
    for char in text + "\0":
        if char.isascii() and (char.isdigit() or char in ".,") and char != "\0":
            digits += char
            continue
        if digits:
            number = plain(digits.rstrip(".,"))
            digits = ""
            if number is None:
                return None
        if char in _HAN:
            known = number is not None and not gap
            number = Decimal((number or 0) * 10 + _HAN[char]) if known else Decimal(_HAN[char])
            gap = char in "零〇" and unit > 1
            if gap:
                number = None
                unit = Decimal(1)
                gap = False
        elif char in _UNITS:
            unit = Decimal(_UNITS[char])
            section += (Decimal(1) if number is None else number) * unit
            number = None
        elif char in _WHOLE:
            unit = Decimal(_WHOLE[char])
            total += (section + (number or 0)) * unit
            section, number = Decimal(0), None
        elif char != "\0":
            return None
    if number is not None:
        is_short = unit > _TEN > number and number == int(number)
        section += number * (unit / 10 if is_short else 1)
    return total + section
