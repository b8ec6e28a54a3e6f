"""What an entry holds, without what could be used to reach a person or be them."""

from __future__ import annotations

import re

from forbear.web.shared.formats import masked_text

# what is a person's, whatever it looks like
_PERSONAL = frozenset(
    {
        "name",
        "value",
        "reach",
        "address",
        "email",
        "phone",
        "recipient",
        "paid_by",
        "accepted_by",
        "sent_to",
        "debtor_name",
        "iban",
        "signed_name",
    }
)
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
# seven digits or more that stand alone: a phone, a card, an account at a bank
_NUMBER = re.compile(r"(?<![\w.:-])\+?\d[\d ()-]{5,}\d(?![\w:-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")


def masked_value(name: str, value: object) -> object:
    """Return a value of an entry as it may be shown, whole structures too.

    >>> masked_value("note", "rang +86 138 0000 4471 on 2026-03-12")
    'rang ···4471 on 2026-03-12'
    >>> masked_value("name", "Lin Xiaoyu"), masked_value("amount_minor", 12000000)
    ('···aoyu', 12000000)
    """
    if isinstance(value, dict):
        return {key: masked_value(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [masked_value(name, each) for each in value]
    if not isinstance(value, str):
        return value
    if name in _PERSONAL:
        return masked_text(value)
    text = _MAIL.sub(lambda found: masked_text(found[0]), value)
    text = _IBAN.sub(lambda found: masked_text(found[0]), text)
    return _NUMBER.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    text = found[0].strip()
    return found[0] if _DAY.fullmatch(text) else masked_text(text)
