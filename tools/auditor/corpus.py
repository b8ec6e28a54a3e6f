"""The sentences that teach the auditor: patterns from files, their blanks filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
_BLANK = re.compile(r"\{(\w)\}")
_FILL = {
    "en": {
        "n": ("dana", "mr. hale", "ms. ortiz", "leo park", "sam", "mrs. chen", "alicia"),
        "b": (
            "northriver bank",
            "summit card services",
            "lakeside credit union",
            "first harbor bank",
        ),
        "a": ("quayside recovery", "meridian collections", "alder resolution group"),
        "m": ("$157.21", "$873.40", "$2,400", "300 dollars", "£120", "$45"),
        "r": ("mother", "wife", "brother", "dad", "husband", "parents", "sister", "daughter"),
        "d": ("friday", "march 9", "monday", "the 20th", "tomorrow", "june 30, 2026"),
        "t": ("5 pm", "noon", "3 o'clock", "midnight", "6 tonight"),
        "p": ("work", "the office", "the school", "your house", "the warehouse"),
        "k": ("38", "12", "5", "90", "6"),
    },
    "zh": {
        "n": ("小陈", "王女士", "张先生", "李明", "赵经理"),
        "b": ("江城银行", "北江银行", "海川银行", "某银行"),
        "a": ("鸿信资产", "和远信息咨询公司", "正诚催收公司"),
        "m": ("1572.10元", "八千块", "2万元", "500元", "三千"),
        "r": ("妈", "老婆", "哥哥", "爸", "老公", "父母", "女儿", "儿子"),
        "d": ("周五", "3月9日", "明天", "20号", "2026年6月30日"),
        "t": ("下午五点", "中午12点", "今晚", "六点", "17:00"),
        "p": ("单位", "公司", "家", "学校", "村里"),
        "k": ("38", "12", "5", "90", "6"),
    },
}
_LEAD = {
    "en": (
        "",
        "look, ",
        "listen, ",
        "so ",
        "ma'am, ",
        "sir, ",
        "and ",
        "just so you know, ",
        "honestly, ",
    ),
    "zh": (
        "",
        "我跟你说，",
        "听着，",
        "您好，",
        "那个，",
        "女士，",
        "先生，",
        "另外，",
        "说实话，",
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with what it does; ``family`` names the pattern that it was made from."""

    text: str
    act: str
    family: str


def patterns(language: str) -> Iterator[tuple[str, str]]:
    """Yield each pattern with its act."""
    act = ""
    for line in (HERE / f"train_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            act = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            yield line.strip(), act


def examples(language: str, *, copies: int = 6) -> Iterator[Example]:
    """Yield every pattern ``copies`` times, filled in differently, each time the same."""
    for pattern, act in patterns(language):
        family = hashlib.sha256(f"{language}|{pattern}".encode()).hexdigest()[:8]
        made = set()
        for copy in range(copies):
            text = filled(pattern, language, int(family, 16) + copy * 7919)
            lead = _LEAD[language][(int(family[:4], 16) + copy * 5) % len(_LEAD[language])]
            if (text := (lead if copy else "") + text) not in made:
                made.add(text)
                yield Example(text, act, family)


def filled(pattern: str, language: str, seed: int) -> str:
    """Return a pattern with its blanks filled."""

    def one(match: re.Match[str]) -> str:
        words = _FILL[language][match[1]]
        return words[(seed // (match.start() + 3)) % len(words)]

    return _BLANK.sub(one, pattern)
