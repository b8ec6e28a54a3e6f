"""Why a message did not leave, in words: the store keeps ids of rules, or a code and a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forbear.web.compliance.shelf import line_of
from forbear.web.shared.reasons import code_sentence

# what the writing of a message may come upon: it would have said what is not so
WRITING = {
    "NOTHING_DUE": _("Nothing is due any more, so nothing is asked for."),
    "FACT_MISSING": _("It could not be written: something that it has to state is not known."),
    "FACT_INVALID": _("It could not be written: something that it has to state does not fit it."),
    "CLAIM_UNTRUE": _("It was not written: something that it says is not so any more."),
    "CLAIM_UNKNOWN": _("It was not written: nobody knows whether something that it says is so."),
}


def why_words(note: str) -> str:
    """Return what a message's ``note`` means; what is no rule and no known code stays as it is."""
    words = note.split()
    if words and words[0] in WRITING:
        return str(WRITING[words[0]])
    said = [_rule_words(word) for word in words]
    if not words or not all(said):
        return note
    return " ".join(dict.fromkeys(said))


def _rule_words(rule_id: str) -> str:
    held = line_of(rule_id)
    if not held:
        return ""
    sentence, source = code_sentence(held[-1].code), held[-1].citation
    return _now("%(sentence)s (%(source)s)") % {"sentence": sentence, "source": source}
