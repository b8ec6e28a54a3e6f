"""In which of our two languages words are written."""

from __future__ import annotations

import re

# the words that hold English together; one alone may be a name or a quotation
_ENGLISH = re.compile(
    r"\b(?:the|you|your|yours|we|our|us|they|he|she|it|this|that|is|are|was|were|be|been|will|would|"
    r"can|could|must|should|may|have|has|had|do|does|did|not|if|or|and|but|of|to|in|on|at|by|for|"
    r"from|with|about|today|tomorrow|now|please|pay|call|hello|dear|good|thank|thanks|my)\b",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST = 2
# so many Chinese characters say about as much as one such word with its neighbours
_WORTH = 4


def tongue_of(words: str, *, usual: str) -> str:
    """Return ``en`` or ``zh`` as words are written; ``usual`` where they do not say.

    >>> tongue_of("Dear 梁嘉禾, you will be called.", usual="zh")
    'en'
    >>> tongue_of("您的 Visa 卡还没有还款。", usual="en"), tongue_of("OK 123", usual="zh")
    ('zh', 'zh')
    """
    english, han = len(_ENGLISH.findall(words)), len(_HAN.findall(words))
    if english >= _LEAST and english * _WORTH > han:
        return "en"
    return "zh" if han >= _LEAST and han >= english * _WORTH else usual
