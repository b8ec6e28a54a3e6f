"""One turn of a message, read once: what it claims, which rules it meets, what is exact in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from forbear.core.speech.audit.disguise import is_label
from forbear.core.speech.audit.figures.borne_out import is_borne_out
from forbear.core.speech.audit.figures.claimed import figures, may_state
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import CONSISTENT, CONTRADICTED, Figure, Place, Whole
from forbear.core.speech.audit.frames import TEACHERS, is_quoted, is_set_apart
from forbear.core.speech.audit.lexicon import Lexicon
from forbear.core.speech.audit.privacy import leaks
from forbear.core.speech.audit.readers.learned import Unit, units
from forbear.core.speech.audit.reading import Hit, Reading
from forbear.core.speech.audit.rules import Match, matches
from forbear.core.speech.audit.truth import Truth
from forbear.core.speech.audit.values import WRITTEN, Claim, Message, Span, Turn

# "Will my wages be taken? - No. Only a court can do that.": what follows a no explains it.
_NO = re.compile(
    r"\W*(?:no\b(?! more| one| payment)|not (?:by|from) us|never\b|only (?:if|after|a court)|"
    r"不会|没有|不是的|只有法院|请?不用担心|请?您?放心)"
)
_ANSWERED = frozenset(
    {
        "threat_of_violence_or_arrest",
        "false_legal_status",
        "third_party_disclosure",
        "misuse_of_personal_data",
        "fake_visit_claim",
    }
)
# What the other side asks, and how the answer knows of it; an answer is the first sentences.
_ASKED = (("asks_who", "asked_who"), ("asks_dispute", "asked_dispute"))
_ANSWER = 3


# What a false figure means: category, severity, sentence, and concepts that must stand beside it.
_MEANS: Mapping[tuple[str, str], tuple[str, str, str, tuple[str, ...]]] = {
    ("amount", ""): ("exaggerated_amount_or_fee", "high", "", ()),
    ("rate", ""): ("exaggerated_amount_or_fee", "high", "", ()),
    **{
        (kind, role): ("false_promise", "high", "figure", ())
        for kind in ("amount", "rate")
        for role in ("offer", "waiver", "installment")
    },
    ("count", "days_overdue"): ("exaggerated_amount_or_fee", "medium", "days", ()),
    ("count", "weeks_overdue"): ("exaggerated_amount_or_fee", "medium", "days", ()),
    ("count", "months_overdue"): ("exaggerated_amount_or_fee", "medium", "days", ()),
    ("count", "payments_missed"): ("exaggerated_amount_or_fee", "medium", "missed", ()),
    ("count", "months"): ("false_promise", "medium", "figure", ("plan_offer", "pause_offer")),
    ("date", "deadline"): ("false_urgency", "medium", "", ()),
    ("date", "due"): ("false_urgency", "medium", "", ()),
    ("date", "late_since"): ("exaggerated_amount_or_fee", "medium", "days", ()),
    ("date", "visit"): ("fake_visit_claim", "medium", "", ()),
}


_OPENING, _CLOSING = "\"'“‘「『", "\"'”’」』"
Exact = tuple[str, str, Span, str]
_READ_MOST = 200
# So many months are a plan; "a month" is how often one pays.
_PLAN_LEAST = 3
_PAUSE = re.compile(r"pause|break|holiday|defer|months off|skip|暂缓|延期|延缓|缓交|宽限|停息")
_CLAUSE = re.compile(r"[,;:.，、；：。]|\b(?:or|and)\b|或")
_NEAR, _NEXT = 24, 10
_SUPPOSED = re.compile(r"\bif\b|\bshould (?:you|any|it)\b|如|若|倘|认为")
# Measured on texts by strangers: no lawful text states such a figure falsely.
_SURE_FIGURES = frozenset(
    {
        ("amount", "balance"),
        ("amount", "principal"),
        ("amount", "fee"),
        ("amount", "late_fee"),
        ("amount", "demand"),
        ("amount", "overdue"),
        ("amount", "waiver"),
        ("amount", "minimum"),
        ("amount", "interest"),
        ("amount", "installment"),
        ("amount", "offer"),
        ("amount", "other"),
        ("count", "days_overdue"),
        ("count", "weeks_overdue"),
        ("count", "months_overdue"),
        ("count", "payments_missed"),
        ("rate", "fee"),
        ("rate", "interest"),
        ("date", "deadline"),
        ("date", "due"),
        ("date", "late_since"),
        ("date", "visit"),
    }
)


class TurnReader:
    """One turn of one message, read once."""

    def __init__(  # noqa: PLR0917 - what a turn is read with
        self,
        reading: Reading,
        disguises: Sequence[tuple[int, int]],
        lexicon: Lexicon,
        message: Message,
        turn: Turn,
        truth: Truth,
        known: Known,
    ) -> None:
        self.turn = turn
        self._reading, self._disguises, self._lexicon = reading, disguises, lexicon
        self._message, self._truth = message, truth
        self._known = known
        whole = Whole(reading.normal.text, message.language)
        self._figures = [
            (index, figure)
            for index, sentence in enumerate(reading.sentences)
            if may_state(reading.normal.text, sentence.start, sentence.end)
            for figure in figures(
                Place(
                    reading.normal.text,
                    sentence.start,
                    sentence.end,
                    message.language,
                    self._is_apart(index),
                    whole,
                ),
                message.facts,
                known,
            )
        ]

    @property
    def text(self) -> str:
        """What was said, normalised."""
        return self._reading.normal.text

    def _is_apart(self, index: int) -> bool:
        """Whether a sentence's figures are spoken about: quoted, forbidden or put right."""
        sentences = self._reading.sentences
        around = sentences[max(0, index - 1) : index + 2]
        if any(
            "corrected" in sentence.hits
            # "if you think this is a mistake" puts nothing right
            and _SUPPOSED.search(self._reading.text_of(sentence)) is None
            for sentence in around
        ):
            return True
        start = sentences[index].start
        return is_set_apart(self._reading, index, Hit(start, start), self._message.role)

    def answering(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """Take what the other side asked just before; return what this turn asks in its place."""
        if not self.turn.is_ours:
            return tuple(said for asks, said in _ASKED if self._reading.has(asks))
        for sentence in self._reading.sentences[:_ANSWER]:
            for name in asked:
                sentence.hits[name] = [Hit(sentence.start, sentence.start)]
        return ()

    def span(self, start: int, end: int) -> Span:
        """Return the original place of a stretch of the normalised text."""
        first, last = self._reading.normal.original_span(start, end)
        return Span(first, last, self.turn.index)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims of the turn; what others say is not asserted by us."""
        for _, figure in self._figures:
            claim = Claim(
                figure.kind,
                figure.role,
                self.span(figure.start, figure.end),
                figure.verdict,
                figure.minor,
                figure.currency,
                figure.rate,
                figure.period,
                figure.on,
                figure.count,
            )
            yield claim if self.turn.is_ours else replace(claim, verdict="not_asserted")
        if self.turn.is_ours:
            yield from self._statements()

    def _statements(self) -> Iterator[Claim]:
        seen: set[tuple[str, str]] = set()
        for match in self._all_matches:
            if match.rule.status is not None and match.rule.status not in seen:
                seen.add(match.rule.status)
                role, value = match.rule.status
                verdict = CONTRADICTED if match.objects else "unverifiable"
                yield Claim("status", role, self.span(match.start, match.end), verdict, value=value)

    @cached_property
    def matches(self) -> list[Match]:
        """The rules that the turn meets and that nothing in it excuses."""
        return [match for match in self._all_matches if not self._is_excused(match)]

    @cached_property
    def _all_matches(self) -> list[Match]:
        return list(
            matches(
                self._reading,
                self._lexicon,
                self._truth,
                self._message.role,
            )
        )

    def units(self, before: str, about: Sequence[str]) -> list[Unit]:
        """Return what the second reader is to read; ``before``: what the other side said."""
        return units(self._reading, self._message.language, before, about, _READ_MOST)

    def sure(self) -> Iterator[Match]:
        """Yield the plain grave sentences that nothing in the turn takes back."""
        if self._is_taken_back:
            return
        # who teaches may name such words; who teaches to use them may not
        if self._message.role == "trainer" and not self._reading.has("taught"):
            return
        if self._message.role in TEACHERS and self._reading.has("forbid", "bad_example"):
            return
        for match in self.matches:
            hit = Hit(match.start, match.end)
            if match.rule.is_sure and match.objects and not is_quoted(self._reading, hit):
                yield match

    @cached_property
    def _is_taken_back(self) -> bool:
        """Whether the turn calls something false or warns of it; "if it is wrong" does neither."""
        return any(
            ("false_saying" in sentence.hits or "warning" in sentence.hits)
            and _SUPPOSED.search(self._reading.text_of(sentence)) is None
            for sentence in self._reading.sentences
        )

    def sure_figures(self) -> Iterator[Exact]:
        """Yield the false sums and rates that stand whatever the rest of the text sounds like."""
        for index, figure in self._figures:
            if (figure.kind, figure.role) in _SURE_FIGURES or self._is_plan(figure):
                yield from self._figure_finding(index, figure)

    @cached_property
    def is_borne_out(self) -> bool | None:
        """Whether every sum and rate of the turn is true; ``None``: it states none."""
        return is_borne_out(self.text, (figure for _, figure in self._figures))

    def exact(self) -> Iterator[Exact]:
        """Yield what needs no weighing: category, severity, place, key of the sentence."""
        for index, figure in self._figures:
            yield from self._figure_finding(index, figure)
        for start, end, how in leaks(self._reading.normal.text):
            yield "privacy_leak_in_message", "high", self.span(start, end), how
        for start, end in self._disguises:
            if not self._is_shown(start, end):
                yield "obfuscated_text", "high", Span(start, end, self.turn.index), ""

    def _is_shown(self, start: int, end: int) -> bool:
        """A disguise that is shown in order to forbid it, or a heading set wide."""
        if self._message.channel in WRITTEN and is_label(self.turn.text, start, end):
            return True
        if not self._is_forbidding:
            return False
        if self._message.role in TEACHERS:
            return True
        text = self.turn.text
        before, after = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
        return before[-1:] in _OPENING and after[:1] in _CLOSING and bool(before and after)

    @cached_property
    def _is_forbidding(self) -> bool:
        """Whether the turn forbids something, and speaks to staff if its speaker is no teacher."""
        if not self._reading.has("forbid", "bad_example"):
            return False
        return self._message.role in TEACHERS or self._reading.has("staff")

    def _is_excused(self, match: Match) -> bool:
        """A haste that is a true last day; a suit that is named by its true number."""
        if match.rule.category in _ANSWERED and match.index < _ANSWER:
            return bool(_NO.match(self._reading.normal.text))
        if match.rule.category == "false_urgency":
            return any(match.index + step in self._true_days for step in (-1, 0, 1))
        return False

    @cached_property
    def _true_days(self) -> frozenset[int]:
        """The sentences that name a day which the facts bear out."""
        return frozenset(
            index
            for index, figure in self._figures
            if figure.kind == "date" and figure.verdict == CONSISTENT
        )

    @cached_property
    def _has_plan_sum(self) -> bool:
        """Whether a sum of a plan on offer is named."""
        of_plans = self._known.of_plans
        return any(figure.minor in of_plans for _, figure in self._figures if figure.minor)

    @cached_property
    def _has_monthly_sum(self) -> bool:
        return self._has_plan_sum or any(one.role == "installment" for _, one in self._figures)

    @cached_property
    def _true_months(self) -> frozenset[int]:
        """The months that the turn states truly, of a plan or a pause."""
        return frozenset(
            figure.count
            for _, figure in self._figures
            if figure.role == "months" and figure.verdict == CONSISTENT and figure.count is not None
        )

    def _has_true_months(self, figure: Figure) -> bool:
        """Whether the true months stand elsewhere; those of a pause are none of a plan's."""
        before = _CLAUSE.split(self.text[max(0, figure.start - _NEAR) : figure.start])[-1]
        after = _CLAUSE.split(self.text[figure.end : figure.end + _NEXT])[0]
        is_of_pause = _PAUSE.search(before + after) is not None
        return bool(self._true_months - (frozenset() if is_of_pause else self._known.pause_months))

    def _is_of_plan(self, figure: Figure) -> bool:
        """Whether months are those of a plan: with a sum a month, and none else are."""
        return (
            (figure.count or 0) >= _PLAN_LEAST
            and (self._has_monthly_sum or figure.is_bound)
            and not self._has_true_months(figure)
        )

    def _is_plan(self, figure: Figure) -> bool:
        """Whether months cannot be those of anything but a plan."""
        return (
            figure.role == "months"
            and (figure.is_bound or self._has_plan_sum)
            and self._is_of_plan(figure)
        )

    def _figure_finding(self, index: int, figure: Figure) -> Iterator[Exact]:
        if figure.verdict != CONTRADICTED:
            return
        hits = self._reading.sentences[index].hits
        found = _MEANS.get((figure.kind, figure.role)) or _MEANS.get((figure.kind, ""))
        if found is None:
            return
        category, severity, key, only_with = found
        is_named = not only_with or any(name in hits for name in only_with)
        if not is_named and not self._is_of_plan(figure):
            return
        if figure.kind == "date" and figure.role in ("deadline", "due") and not figure.is_deadline:
            return
        yield category, severity, self.span(figure.start, figure.end), key
