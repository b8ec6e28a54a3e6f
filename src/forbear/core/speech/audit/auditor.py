"""The auditor: a message in, findings and claims out. It keeps nothing between two messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from forbear.core.speech.audit.disguise import Unmasker
from forbear.core.speech.audit.figures import CONTRADICTED, Figure, Place, figures
from forbear.core.speech.audit.frames import is_set_apart
from forbear.core.speech.audit.identity import names_sender
from forbear.core.speech.audit.known import Known, known_of
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


class Auditor:
    """Reads messages in the languages whose words it was given."""

    def __init__(
        self,
        lexicons: Mapping[str, Lexicon],
        because: Because,
        simplified: Mapping[str, str],
    ) -> None:
        self._lexicons = lexicons
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
        for turn in message.turns:
            reader = _TurnReader(self, message, turn, truth, known)
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
            yield self.finding("missing_identification", "medium", span, message.language, "unnamed")

    def finding(self, category: str, severity: str, span: Span, language: str, key: str = "") -> Finding:
        """Return a finding with its sentence in the language of the text."""
        sentences = self._because.get(f"{category}.{key}") or self._because[category]
        return Finding(category, severity, span, sentences[language])

    def read(self, text: str, language: str, *, is_spoken: bool) -> tuple[Reading, list[tuple[int, int]]]:
        """Normalise, unmask and read a text; also return the original places of disguises."""
        normal = normalise(text, self._folding)
        normal, disguises = self._unmaskers[language].unmask(normal, is_spoken=is_spoken)
        reading = read(normal, self._lexicons[language])
        return reading, [(one.start, one.end) for one in disguises]

    def lexicon(self, language: str) -> Lexicon:
        """Return the words of a language."""
        return self._lexicons[language]


class _TurnReader:
    """One turn of one message, read once."""

    def __init__(self, auditor: Auditor, message: Message, turn: Turn, truth: Truth, known: Known) -> None:
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
                    is_set_apart(self._reading, index, Hit(sentence.start, sentence.start), message.role),
                ),
                message.facts,
                known,
            )
        ]

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
        for match in self._matches():
            if match.rule.status is not None and match.rule.status not in seen:
                seen.add(match.rule.status)
                role, value = match.rule.status
                verdict = CONTRADICTED if match.objects else "unverifiable"
                yield Claim("status", role, self._span(match.start, match.end), verdict, value=value)

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
        for match in self._matches():
            if match.objects is not None and not self._is_excused(match):
                yield self._finding(match.rule.category, match.rule.severity, match.start, match.end)
        for index, figure in self._figures:
            yield from self._figure_finding(index, figure)
        text = self._reading.normal
        for start, end, how in leaks(text.text):
            yield self._finding("privacy_leak_in_message", "high", start, end, how)
        for start, end in self._disguises:
            span = Span(start, end, self._turn.index)
            yield self._auditor.finding("obfuscated_text", "high", span, self._language)

    def _is_excused(self, match: Match) -> bool:
        """A haste that is a true last day; a suit that is named by its true number."""
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
        if figure.kind in ("amount", "rate"):
            if figure.role in ("offer", "waiver", "installment"):
                yield self._finding("false_promise", "high", figure.start, figure.end, "figure")
            elif figure.role == "limit":
                return
            else:
                yield self._finding("exaggerated_amount_or_fee", "high", figure.start, figure.end)
        elif figure.kind == "count" and figure.role in ("days_overdue", "months_overdue"):
            yield self._finding("exaggerated_amount_or_fee", "medium", figure.start, figure.end, "days")
        elif figure.kind == "count":
            hits = self._reading.sentences[index].hits
            if "plan_offer" in hits or "pause_offer" in hits:
                yield self._finding("false_promise", "medium", figure.start, figure.end, "figure")
        elif figure.kind == "date" and figure.role == "deadline" and figure.is_deadline:
            hits = self._reading.sentences[index].hits
            if "last_chance" in hits or "settle" in hits:
                yield self._finding("false_urgency", "medium", figure.start, figure.end)
        elif figure.kind == "date" and figure.role == "visit":
            yield self._finding("fake_visit_claim", "medium", figure.start, figure.end)

    def _finding(self, category: str, severity: str, start: int, end: int, key: str = "") -> Finding:
        return self._auditor.finding(category, severity, self._span(start, end), self._language, key)


