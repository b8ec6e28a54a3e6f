"""What a reply to a message wants, in English and Chinese.

A wish to stop counts in any words that plainly say it (47 CFR 64.1200(a)(10)), whatever their case,
width or punctuation. Only what a whole sentence says in so many words is **exact** and may be acted
on at once; anything else is a suggestion, and a person reads it. Nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from forbear.core.speech.reply_words import COURTESY, EXACT, HINTS, INTENTS, Intent

__all__ = ["INTENTS", "READ_MAX", "Intent", "Reading", "own_words", "plain", "reply_read"]
READ_MAX = 4_000  # signs of a reply that are looked at; a wish stands at its beginning


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply wants. ``also`` are further wishes that its words hint at, in no order of worth.

    ``is_exact``: the words say it and nothing else, so it may be acted on without a person.
    """

    intent: Intent
    is_exact: bool
    also: tuple[Intent, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the words say one thing exactly and hint at nothing else."""
        return self.is_exact and not self.also

    @property
    def needs_person(self) -> bool:
        """Whether someone must read the reply: all but a plain stop or wrong number."""
        return not self.is_exact or bool(self.also) or self.intent not in {"stop", "wrong_person"}


# A sentence ends at one of these; an apostrophe or a dot within a word does not end it.
_SENTENCE = re.compile(r"[\n!?;。,、:…]+|\.(?=\s|$)|--+")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_QUOTED = re.compile(
    r"^\s*>|^\s*-{2,}\s*(original|forwarded) message|^on .{4,120} wrote:\s*$|^_{8,}\s*$"
    r"|^-{2,}\s*原始邮件|^\s*(发件人|from):\s.{3,}|^在.{4,80}写道:\s*$",
    re.IGNORECASE,
)


def reply_read(text: str) -> Reading:
    """Return what ``text`` wants. Quoted lines of the message that it answers are not read.

    >>> reply_read("Ｓｔｏｐ！").intent, reply_read("退订。").is_exact
    ('stop', True)
    >>> reply_read("I cannot stop by the bank").is_exact
    False
    """
    own = own_words(text)
    sentences = [said for part in _SENTENCE.split(own) if (said := _tidy(part))]
    whole = " ".join(sentences)
    # one letter is a wish only where it is the whole reply
    exact = _exact([_tidy(own), *(said for said in sentences if len(said) > 1)])
    hints = tuple(intent for intent, words in HINTS if words.search(whole))
    # whoever asks to be called asks for that
    if "?" in own and not {"help", "call_back"} & set(hints):
        hints = (*hints, "help")
    if exact is None:
        return Reading(hints[0] if hints else "other", is_exact=False, also=hints[1:])
    rest = " ".join(one for one in sentences if _said_exactly(one) is None)
    also = tuple(
        intent for intent, words in HINTS if intent != exact and rest and words.search(rest)
    )
    # what follows a plain wish may be a wish too; thanks and greetings are not
    if rest and not also and not COURTESY.fullmatch(rest):
        also = ("other",)
    return Reading(exact, is_exact=True, also=also)


def _exact(said: list[str]) -> Intent | None:
    found = {intent for one in said if (intent := _said_exactly(one)) is not None}
    return next((intent for intent in INTENTS if intent in found), None)


def _said_exactly(said: str) -> Intent | None:
    if len(said) > _EXACT_MAX:
        return None
    for intent, pattern in EXACT:
        # S.T.O.P and O P T  O U T are the word too
        if pattern.fullmatch(said) or (
            len(said) <= _SPELT_MAX and pattern.fullmatch(_LETTERS.sub("", said))
        ):
            return intent
    return None


_EXACT_MAX = 120  # signs; a plain wish is short
_SPELT_MAX = 24
_LETTERS = re.compile(r"[\W_]+")


def own_words(text: str) -> str:
    """Return the words of whoever answers, in one width and case, without what they quote."""
    even = unicodedata.normalize("NFKC", text[:READ_MAX]).replace("’", "'").replace("‘", "'")
    kept: list[str] = []
    for line in even.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _QUOTED.search(line):
            if line.lstrip().startswith(">"):
                continue
            break
        kept.append(line)
    printed = "".join(
        sign if sign == "\n" or not unicodedata.category(sign).startswith("C") else " "
        for sign in "\n".join(kept)
        if unicodedata.category(sign) not in {"Cf", "Mn"}
    )
    return printed.casefold()


def _tidy(said: str) -> str:
    return _AROUND.sub("", _SPACES.sub(" ", said))


def plain(text: str) -> str:
    """Return a stranger's text without control characters and marks that turn the writing.

    Lines stay. What is taken out leaves a replacement sign, so that nothing goes unseen.
    """
    return "".join(
        sign
        if sign in "\n\t" or not unicodedata.category(sign).startswith("C")
        else ("" if sign == "\r" else "\ufffd")
        for sign in text
    )
