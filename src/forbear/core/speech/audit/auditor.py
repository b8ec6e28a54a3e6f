"""The auditor: a message in, findings and claims out. It keeps nothing between two messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from forbear.core.speech.audit.disguise import Unmasker
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.identity import names_sender
from forbear.core.speech.audit.lexicon import Lexicon
from forbear.core.speech.audit.normal import Folding, normalise
from forbear.core.speech.audit.readers.learned import LABELS, Model, Unit
from forbear.core.speech.audit.readers.meaning import Encoder, Meaning, needed
from forbear.core.speech.audit.readers.overall import Overall
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.shares import Given, Shares
from forbear.core.speech.audit.readers.weighing import SURE, Evidence, Heard, Weights
from forbear.core.speech.audit.reading import Reading, read
from forbear.core.speech.audit.truth import Truth
from forbear.core.speech.audit.turns import TurnReader
from forbear.core.speech.audit.values import (
    WRITTEN,
    Because,
    Finding,
    Message,
    Report,
    Span,
)
from forbear.core.speech.audit.verdict import best_of, verdict_of

_INSIDE = frozenset({"trainer", "supervisor"})
_SPOKEN = frozenset({"call"})
_OF_FIGURES = "exaggerated_amount_or_fee"


@dataclass(frozen=True, slots=True)
class _Read:
    """A message as it was read: its turns, and the turn of each unit and each rule."""

    evidence: Evidence
    readers: Sequence[TurnReader]
    owners: Sequence[TurnReader]
    exact: Sequence[Finding]


@dataclass(frozen=True)
class ByWords:
    """The readers that know words: of each sentence, and of the whole text."""

    sentences: Model
    whole: Overall

    def scores(self, texts: Sequence[Sequence[Unit]]) -> Iterator[Scores]:
        """Yield what they say of each text; the sentences of all are read side by side."""
        rows, first = self.sentences.scores([unit for units in texts for unit in units]), 0
        for units in texts:
            last = first + len(units)
            yield Scores(rows[first:last], self.whole.scores(units))
            first = last


@dataclass(frozen=True)
class ByMeaning:
    """The third reader, and the weighing of all three readers together."""

    meaning: Meaning
    encoder: Encoder
    weights: Weights

    def weighed(self, given: Sequence[Given]) -> Shares:
        """Read some texts by meaning, all that they need of the encoder at once, and weigh them."""
        words = needed([unit for one in given for unit in one.evidence.units])
        known = dict(zip(words, self.encoder(words), strict=True)) if words else {}
        read = []
        for evidence, scores in given:
            message = evidence.message
            deep = self.meaning.scores_of(
                evidence.units, known, message.facts.recipient, message.channel
            )
            read.append(Given(evidence, replace(scores, meaning=deep)))
        return Shares(read, self.weights)


# What the readers of words say, and the categories to be told.
_Said = tuple[Scores | None, Mapping[str, float]]
_NOTHING: _Said = (None, {})


class Auditor:
    """Reads messages in the languages whose words it was given."""

    def __init__(  # noqa: PLR0917 - what it reads with
        self,
        lexicons: Mapping[str, Lexicon],
        because: Because,
        simplified: Mapping[str, str],
        by_words: Mapping[str, ByWords],
        weights: Weights | None,
        by_meaning: ByMeaning | None = None,
    ) -> None:
        self._lexicons = lexicons
        self._by_words = by_words
        self._weights = weights
        self._by_meaning = by_meaning
        self._because = because
        self._folding = Folding(simplified)
        self._unmaskers = {
            name: Unmasker(lexicon.tables, name) for name, lexicon in lexicons.items()
        }

    def audit(self, message: Message, *, is_ours_to_send: bool = False) -> Report:
        """Return what the message claims and what in it must not be said.

        ``is_ours_to_send``: it has not left yet. Then every exact finding and every grave rule
        stands, whatever the rest of the text makes of it: who doubts, does not send.
        """
        [report] = self.audit_all([message], is_ours_to_send=is_ours_to_send)
        return report

    def audit_all(
        self, messages: Sequence[Message], *, is_ours_to_send: bool = False
    ) -> list[Report]:
        """Answer some messages as ``audit`` does; what readers and weighing do is done at once."""
        read = [self._read(message) for message in messages]
        said = self._said(read)
        return [
            self._answer(found, *said.get(place, _NOTHING), is_ours_to_send=is_ours_to_send)
            for place, found in enumerate(read)
        ]

    def _answer(
        self,
        found: _Read,
        scores: Scores | None,
        named: Mapping[str, float],
        *,
        is_ours_to_send: bool,
    ) -> Report:
        findings = [one for one in found.exact if is_ours_to_send or one.category in SURE]
        if is_ours_to_send:
            findings.extend(self._grave(found))
        findings.extend(self._sure(found))
        findings.extend(self._weighed(found, scores, named))
        claims = [claim for reader in found.readers for claim in reader.claims()]
        kept = best_of(findings)
        return Report(verdict_of(kept, claims), tuple(kept), tuple(claims))

    def grave(self, message: Message) -> list[Finding]:
        """Return what forbids a message to leave: the grave findings of ``audit`` before it left.

        The readers that weigh name what is not grave and lift nothing that is, so they are not
        asked: this takes a fraction of the time.
        """
        found = self._read(message)
        findings = [*found.exact, *self._grave(found), *self._sure(found)]
        return best_of(one for one in findings if one.severity == "high")

    def evidence(self, message: Message) -> Evidence:
        """Return what there is to weigh in a message, for those who train the weights."""
        return self._read(message).evidence

    def _read(self, message: Message) -> _Read:
        truth, known = Truth(message), Known(message.facts)
        about = _about(message)
        readers: list[TurnReader] = []
        owners: list[TurnReader] = []
        units: list[Unit] = []
        rules: list[Heard] = []
        exact = list(self._unnamed(message))
        asked: tuple[str, ...] = ()
        before = ""
        for turn in message.turns:
            reading, disguises = self.read(
                turn.text, message.language, is_spoken=message.channel in _SPOKEN
            )
            lexicon = self._lexicons[message.language]
            reader = TurnReader(reading, disguises, lexicon, message, turn, truth, known)
            readers.append(reader)
            asked = reader.answering(asked)
            if not turn.is_ours:
                before = reader.text
                continue
            own = reader.units(before, about)
            places = {unit.index: len(units) + at for at, unit in reversed(list(enumerate(own)))}
            rules.extend(
                Heard(
                    match.rule.category,
                    match.rule.severity,
                    match.objects,
                    places.get(match.index),
                )
                for match in reader.matches
            )
            units.extend(own)
            owners.extend([reader] * len(own))
            exact.extend(
                self._finding(category, severity, place, message.language, key)
                for category, severity, place, key in reader.exact()
            )
        evidence = Evidence(message, units, rules, frozenset(one.category for one in exact))
        return _Read(evidence, readers, owners, exact)

    def _said(self, read: Sequence[_Read]) -> dict[int, _Said]:
        """Return what the readers make of each message, and what it is to be flagged for."""
        weights = self._weights
        scores = self._scores(read)
        if weights is None or not scores:
            return {}
        places = list(scores)
        given = [Given(read[place].evidence, scores[place]) for place in places]
        light = Shares(given, weights)
        doubted = [
            row
            for row, (one, share) in enumerate(zip(given, light.text, strict=True))
            if share >= weights.doubt.get(one.evidence.message.language, 0.0)
        ]
        if self._by_meaning is None or not doubted:
            named = light.named(range(len(given)))
        else:
            named = light.named(sorted(set(range(len(given))) - set(doubted)))
            by_meaning = self._by_meaning.weighed([given[row] for row in doubted])
            found = by_meaning.named(range(len(doubted)))
            named |= {row: found[at] for at, row in enumerate(doubted)}
        return {place: (scores[place], named[row]) for row, place in enumerate(places)}

    def _scores(self, read: Sequence[_Read]) -> dict[int, Scores]:
        """Return what the readers of words say of each message, language by language."""
        result: dict[int, Scores] = {}
        for language, by_words in self._by_words.items():
            here = [
                place
                for place, found in enumerate(read)
                if found.evidence.message.language == language
            ]
            texts = [read[place].evidence.units for place in here]
            result.update(zip(here, by_words.scores(texts), strict=True))
        return result

    def _weighed(
        self, found: _Read, scores: Scores | None, shares: Mapping[str, float]
    ) -> Iterator[Finding]:
        """Tell the categories that the whole evidence bears out, each where it shows best."""
        message = found.evidence.message
        for category, share in shares.items():
            says = [one for one in found.exact if one.category == category]
            says.extend(self._by_rules(found, category))
            if not says and category == _OF_FIGURES and _is_borne_out(found):
                continue
            if (
                not says
                and scores is not None
                and message.role != "trainer"
                and found.evidence.units
            ):
                label = LABELS.index(category)
                says = [self._by_model(found, category, label, scores, share)]
            yield from (replace(one, confidence=round(share * 1000)) for one in says)

    def _sure(self, found: _Read) -> Iterator[Finding]:
        """What no weighing may lift: plain grave sentences, and sums that the facts deny."""
        language = found.evidence.message.language
        for reader in found.readers:
            if not reader.turn.is_ours:
                continue
            for match in reader.sure():
                place = reader.span(match.start, match.end)
                yield self._finding(match.rule.category, match.rule.severity, place, language)
            for category, severity, span, key in reader.sure_figures():
                yield self._finding(category, severity, span, language, key)

    def _grave(self, found: _Read) -> Iterator[Finding]:
        for category in dict.fromkeys(rule.category for rule in found.evidence.rules):
            told_of = self._by_rules(found, category)
            yield from (one for one in told_of if one.severity == "high")

    def _by_rules(self, found: _Read, category: str) -> Iterator[Finding]:
        for reader in found.readers:
            if not reader.turn.is_ours:
                continue
            for match in reader.matches:
                if match.rule.category == category and match.objects:
                    place = reader.span(match.start, match.end)
                    language = found.evidence.message.language
                    yield self._finding(category, match.rule.severity, place, language)

    def _by_model(
        self, found: _Read, category: str, label: int, scores: Scores, share: float
    ) -> Finding:
        best = int(scores.words[:, label].argmax())
        unit, reader = found.evidence.units[best], found.owners[best]
        place = reader.span(unit.start, unit.end)
        made = self._finding(category, "medium", place, found.evidence.message.language)
        return replace(made, by="model", confidence=round(share * 1000))

    def _unnamed(self, message: Message) -> Iterator[Finding]:
        """A written message that names nobody."""
        ours = [turn for turn in message.turns if turn.is_ours and turn.text.strip()]
        if message.channel not in WRITTEN or message.role in _INSIDE or not ours:
            return
        text = "\n".join(turn.text for turn in ours)
        if not names_sender(text, message.language, message.facts.agency_name):
            first = ours[0]
            span = Span(0, len(first.text), first.index)
            yield self._finding(
                "missing_identification", "medium", span, message.language, "unnamed"
            )

    def _finding(
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


def _is_borne_out(found: _Read) -> bool:
    """Whether our side states sums or rates, and the facts bear out each of them."""
    told = {reader.is_borne_out for reader in found.readers if reader.turn.is_ours}
    return True in told and False not in told


def _about(message: Message) -> tuple[str, ...]:
    """Name to whom and for whom a message speaks, as the second reader knows it."""
    facts = message.facts
    return (
        f"r:{facts.recipient or 'cardholder'}",
        f"ch:{message.channel}",
        f"ag:{facts.collector_is}",
        *(("trainer",) if message.role == "trainer" else ()),
    )
