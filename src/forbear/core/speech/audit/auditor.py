"""The auditor: a message in, findings and claims out. It keeps nothing between two messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from forbear.core.speech.audit.disguise import Unmasker
from forbear.core.speech.audit.figures import CONTRADICTED, Figure, Place, figures
from forbear.core.speech.audit.frames import is_set_apart
from forbear.core.speech.audit.identity import names_sender
from forbear.core.speech.audit.known import Known, known_of
from forbear.core.speech.audit.learned import Model, guessed
from forbear.core.speech.audit.lexicon import Lexicon
from forbear.core.speech.audit.normal import Folding, normalise
from forbear.core.speech.audit.privacy import leaks
from forbear.core.speech.audit.reading import Hit, Reading, read
from forbear.core.speech.audit.rules import Match, matches
from forbear.core.speech.audit.truth import Truth
from forbear.core.speech.audit.values import (
    WRITTEN,
    Because,
    Claim,
    Finding,
    Message,
    Report,
    Span,
    Turn,
)
from forbear.core.speech.audit.verdict import best_of, verdict_of

_INSIDE = frozenset({"trainer", "supervisor"})
_SPOKEN = frozenset({"call"})
# The second reader keeps silent where words deny, hedge, explain or comfort.
_LIFTED = frozenset({"not", "hedge", "warning", "apology", "promise_hedge", "soft_law", "question"})
_READ_MOST = 200
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
    ("count", "months_overdue"): ("exaggerated_amount_or_fee", "medium", "days", ()),
    ("count", "months"): ("false_promise", "medium", "figure", ("plan_offer", "pause_offer")),
    ("date", "deadline"): ("false_urgency", "medium", "", ("last_chance", "settle")),
    ("date", "visit"): ("fake_visit_claim", "medium", "", ()),
}


class Auditor:
    """Reads messages in the languages whose words it was given."""

    def __init__(
        self,
        lexicons: Mapping[str, Lexicon],
        because: Because,
        simplified: Mapping[str, str],
        models: Mapping[str, Model],
    ) -> None:
        self._lexicons = lexicons
        self._models = models
        self._because = because
        self._folding = Folding(simplified)
        self._unmaskers = {
            name: Unmasker(lexicon.tables, name) for name, lexicon in lexicons.items()
        }

    def audit(self, message: Message) -> Report:
        """Return what the message claims and what in it must not be said."""
        truth = Truth(message)
        known = known_of(message.facts)
        findings: list[Finding] = []
        claims: list[Claim] = []
        asked: tuple[str, ...] = ()
        for turn in message.turns:
            reader = _TurnReader(self, message, turn, truth, known)
            asked = reader.answering(asked)
            if turn.is_ours:
                findings.extend(reader.findings())
            claims.extend(reader.claims())
        findings.extend(self._unnamed(message))
        kept = best_of(findings)
        return Report(verdict_of(kept, claims), tuple(kept), tuple(claims))

    def _unnamed(self, message: Message) -> Iterator[Finding]:
        """A written message that names nobody."""
        ours = [turn for turn in message.turns if turn.is_ours and turn.text.strip()]
        if message.channel not in WRITTEN or message.role in _INSIDE or not ours:
            return
        text = "\n".join(turn.text for turn in ours)
        if not names_sender(text, message.language, message.facts.agency_name):
            first = ours[0]
            span = Span(0, len(first.text), first.index)
            yield self.finding(
                "missing_identification", "medium", span, message.language, "unnamed"
            )

    def finding(
        self, category: str, severity: str, span: Span, language: str, key: str = ""
    ) -> Finding:
        """Return a finding with its sentence in the language of the text."""
        sentences = self._because.get(f"{category}.{key}") or self._because[category]
        return Finding(category, severity, span, sentences[language])

    def read(
        self, text: str, language: str, *, is_spoken: bool
    ) -> tuple[Reading, list[tuple[int, int]]]:
        """Normalise, unmask and read a text; also return the original places of disguises."""
        normal = normalise(text, self._folding)
        normal, disguises = self._unmaskers[language].unmask(normal, is_spoken=is_spoken)
        reading = read(normal, self._lexicons[language])
        return reading, [(one.start, one.end) for one in disguises]

    def lexicon(self, language: str) -> Lexicon:
        """Return the words of a language."""
        return self._lexicons[language]

    def model(self, language: str) -> Model | None:
        """Return the second reader of a language, if there is one."""
        return self._models.get(language)


class _TurnReader:
    """One turn of one message, read once."""

    def __init__(
        self, auditor: Auditor, message: Message, turn: Turn, truth: Truth, known: Known
    ) -> None:
        self._auditor, self._message, self._turn = auditor, message, turn
        self._truth, self._known = truth, known
        self._language = message.language
        self._reading, self._disguises = auditor.read(
            turn.text, message.language, is_spoken=message.channel in _SPOKEN
        )
        self._figures = [
            (index, figure)
            for index, sentence in enumerate(self._reading.sentences)
            for figure in figures(
                Place(
                    self._reading.normal.text,
                    sentence.start,
                    sentence.end,
                    self._language,
                    self._is_apart(index),
                ),
                message.facts,
                known,
            )
        ]

    def _is_apart(self, index: int) -> bool:
        """Whether a sentence's figures are spoken about: quoted, forbidden or put right."""
        sentences = self._reading.sentences
        around = sentences[max(0, index - 1) : index + 2]
        if any("corrected" in sentence.hits for sentence in around):
            return True
        start = sentences[index].start
        return is_set_apart(self._reading, index, Hit(start, start), self._message.role)

    def answering(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """Take what the other side asked just before; return what this turn asks in its place."""
        if not self._turn.is_ours:
            return tuple(said for asks, said in _ASKED if self._reading.has(asks))
        for sentence in self._reading.sentences[:_ANSWER]:
            for name in asked:
                sentence.hits[name] = [Hit(sentence.start, sentence.start)]
        return ()

    def _span(self, start: int, end: int) -> Span:
        first, last = self._reading.normal.original_span(start, end)
        return Span(first, last, self._turn.index)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims of the turn; what others say is not asserted by us."""
        for _, figure in self._figures:
            claim = Claim(
                figure.kind,
                figure.role,
                self._span(figure.start, figure.end),
                figure.verdict,
                figure.minor,
                figure.currency,
                figure.rate,
                figure.period,
                figure.on,
                figure.count,
            )
            yield claim if self._turn.is_ours else replace(claim, verdict="not_asserted")
        if self._turn.is_ours:
            yield from self._statements()

    def _statements(self) -> Iterator[Claim]:
        seen: set[tuple[str, str]] = set()
        for match in self._matches:
            if match.rule.status is not None and match.rule.status not in seen:
                seen.add(match.rule.status)
                role, value = match.rule.status
                verdict = CONTRADICTED if match.objects else "unverifiable"
                yield Claim(
                    "status", role, self._span(match.start, match.end), verdict, value=value
                )

    @cached_property
    def _matches(self) -> list[Match]:
        return list(
            matches(
                self._reading,
                self._auditor.lexicon(self._language),
                self._truth,
                self._message.role,
            )
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what must not be said in the turn."""
        read_by_rules = set()
        for match in self._matches:
            read_by_rules.add(match.index)
            if match.objects is not None and not self._is_excused(match):
                yield self._finding(
                    match.rule.category, match.rule.severity, match.start, match.end
                )
        yield from self._learned(read_by_rules)
        for index, figure in self._figures:
            yield from self._figure_finding(index, figure)
        text = self._reading.normal
        for start, end, how in leaks(text.text):
            yield self._finding("privacy_leak_in_message", "high", start, end, how)
        for start, end in self._disguises:
            span = Span(start, end, self._turn.index)
            yield self._auditor.finding("obfuscated_text", "high", span, self._language)

    def _learned(self, but: set[int]) -> Iterator[Finding]:
        """Ask the second reader about the sentences that no rule spoke of."""
        model = self._auditor.model(self._language)
        if model is None or self._message.role in _INSIDE:
            return
        for index, sentence in enumerate(self._reading.sentences[:_READ_MOST]):
            if index in but or _LIFTED & sentence.hits.keys():
                continue
            text = self._reading.text_of(sentence)
            guess = guessed(text, self._language, model, sentence.hits)
            if guess is None or not self._truth.all_of(guess.facts):
                continue
            if is_set_apart(
                self._reading, index, Hit(sentence.start, sentence.start), self._message.role
            ):
                continue
            found = self._finding(guess.category, "medium", sentence.start, sentence.end)
            yield replace(found, by="model", confidence=guess.confidence)

    def _is_excused(self, match: Match) -> bool:
        """A haste that is a true last day; a suit that is named by its true number."""
        if match.rule.category in _ANSWERED and match.index < _ANSWER:
            return bool(_NO.match(self._reading.normal.text))
        if match.rule.category == "false_urgency":
            near = [
                figure
                for index, figure in self._figures
                if figure.kind == "date" and abs(index - match.index) <= 1
            ]
            return any(figure.verdict == "consistent" for figure in near)
        return False

    def _figure_finding(self, index: int, figure: Figure) -> Iterator[Finding]:
        if figure.verdict != CONTRADICTED:
            return
        hits = self._reading.sentences[index].hits
        found = _MEANS.get((figure.kind, figure.role)) or _MEANS.get((figure.kind, ""))
        if found is None:
            return
        category, severity, key, only_with = found
        if only_with and not any(name in hits for name in only_with):
            return
        if figure.kind == "date" and figure.role == "deadline" and not figure.is_deadline:
            return
        yield self._finding(category, severity, figure.start, figure.end, key)

    def _finding(
        self, category: str, severity: str, start: int, end: int, key: str = ""
    ) -> Finding:
        return self._auditor.finding(
            category, severity, self._span(start, end), self._language, key
        )
