"""Who says it, and how: denied, quoted in order to forbid, reported, called a fraud.

A word of threat is no threat where it is denied ("we will not sue"), forbidden to staff ("never say
that…"), told of others ("someone said that you can be arrested; that is false") or warned of.
"""

from __future__ import annotations

import re

from forbear.core.speech.audit.reading import Hit, Reading, Sentence

TEACHERS = frozenset({"trainer", "supervisor"})
_AHEAD = 45
# So many sentences behind "never say:" are examples of what is forbidden.
_LIST = 12
# "Your employer will not be told": the negation follows what it denies.
_PASSIVE = re.compile(
    r"[^.;,]{0,14}(?:(?:will|would|shall|can|is|are|was|were|has|have|does|do)"
    r"(?: not| never|n't)|won't|cannot|can't)[^.;,]{0,14}"
    r"(?:told|contact|inform|notif|involv|affect|called|disclos|shar|garnish|sued|arrest|filed|"
    r"taken|freez|frozen|seiz|hear|learn|owe|obliged|responsible)"
)
_REACH = {"en": 60, "zh": 16}
# "If nothing is paid you will be arrested": the negation belongs to the condition, which ends where
# a new subject begins, with or without a comma.
_CONDITION = re.compile(r"\b(?:if|unless|once|when|until)\b[^,;:.]*$")
_SUBJECT = re.compile(r"(?:you|we|i|they|he|she)(?:'ll| will| shall|'re going| are going)\b")


def is_denied(reading: Reading, sentence: Sentence, hit: Hit, language: str) -> bool:
    """Whether a negation governs the hit: before it, in the same clause, and not itself undone."""
    negations = sentence.hits.get("not")
    if not negations:
        return False
    after = reading.normal.text[hit.end : min(sentence.end, hit.end + _AHEAD)]
    if _PASSIVE.match(after):
        return True
    undone = sentence.hits.get("not_really", ())
    breaks = sentence.hits.get("clause", ())
    for word in negations:
        if not word.end <= hit.start + 1 or hit.start - word.end > _REACH[language]:
            continue
        if any(other.start <= word.start < other.end for other in undone):
            continue
        if any(word.end <= cut.start and _is_before(reading, cut, hit) for cut in breaks):
            continue
        if _is_in_condition(reading, sentence, word, hit):
            continue
        return True
    return False


def _is_in_condition(reading: Reading, sentence: Sentence, word: Hit, hit: Hit) -> bool:
    """Whether a negation stands in an if-clause, and the hit begins what follows from it."""
    text = reading.normal.text
    return (
        _SUBJECT.match(text, hit.start) is not None
        and _CONDITION.search(text[sentence.start : word.start]) is not None
    )


def _is_before(reading: Reading, cut: Hit, hit: Hit) -> bool:
    """Whether a new clause begins before the hit, or with it: ``, you``."""
    return cut.end <= hit.start or (cut.start < hit.start and reading.normal.text[cut.start] == ",")


def is_set_apart(reading: Reading, index: int, hit: Hit, role: str) -> bool:
    """Whether the sentence speaks *about* such words instead of using them."""
    hits = reading.sentences[index].hits
    if "warning" in hits or "false_saying" in hits:
        return True
    if "reported" in hits and reading.has("false_saying", "apology", "forbid"):
        return True
    if role in TEACHERS:
        return "forbid" in hits or _is_example(reading, index, hit)
    if "forbid" in hits and "staff" in hits:
        return True
    around = reading.sentences[max(0, index - 1) : index + 2]
    is_ruled = any("forbid" in other.hits and "staff" in other.hits for other in around)
    return is_ruled and is_quoted(reading, hit)


def _is_example(reading: Reading, index: int, hit: Hit) -> bool:
    if is_quoted(reading, hit) and reading.has("forbid", "false_saying", "bad_example"):
        return True
    around = reading.sentences[max(0, index - 2) : index + 3]
    if not any("forbid" in other.hits or "false_saying" in other.hits for other in around):
        return bool(reading.has("bad_example"))
    before = reading.sentences[max(0, index - _LIST) : index]
    return any(
        "forbid" in other.hits and reading.text_of(other).rstrip().endswith((":", "："))
        for other in before
    )


def is_quoted(reading: Reading, hit: Hit) -> bool:
    """Whether the hit stands between quotation marks."""
    text = reading.normal.text
    before = max(0, hit.start - 300)
    head = text[before : hit.start]
    return (
        head.count('"') % 2 == 1
        or head.count("「") > head.count("」")
        or head.count("『") > head.count("』")
        or (
            " '" in head
            and "'" in text[hit.end : hit.end + 200]
            and head.rfind(" '") > head.rfind("' ")
        )
    )
