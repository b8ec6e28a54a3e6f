"""A page that says what an account owes and how it came about: tagged PDF, set by Typst."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forbear.core.ledger.balance import Balance, Component
from forbear.core.ledger.lawful import LawFlag
from forbear.core.ledger.lines import FeeLine, InterestLine, micro_text
from forbear.core.ledger.reading import Account
from forbear.core.money import MINOR_DIGITS
from forbear.core.money.rates import rate_text
from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text, money_text
from forbear.letters.coverage import missing_from
from forbear.letters.statement_words import WORDS
from forbear.letters.typesetter import Typesetter
from forbear.ports.letters import LetterError

_TEMPLATE = Path(__file__).resolve().parent / "statement.typ"
_CREDITS = ("payment", "refund", "waiver", "reversal")
Row = list[str]


class StatementPress:
    """Makes statement pages; safe to share by threads, one at a time."""

    def __init__(self) -> None:
        self._typesetter = Typesetter(_TEMPLATE)

    def statement_pdf(
        self, account: Account, balance: Balance, law: Sequence[LawFlag], language: Language
    ) -> bytes:
        """Return the page of an account; equal balances give equal bytes.

        Raises LetterError: GLYPH_MISSING for a name with a character that the fonts lack,
        LETTER_INVALID for what cannot be set.
        """
        text = json.dumps(_Page(account, balance, language).data(law), ensure_ascii=False)
        if gaps := missing_from(text):
            raise LetterError(
                "GLYPH_MISSING",
                f"Account {account.account_id} has characters that the font cannot print: "
                f"{' '.join(gaps)}. Correct the names of its fees and payers.",
            )
        return self._typesetter.pdf(
            on=balance.on, what=f"Account {account.account_id}", statement=text
        )


@dataclass(frozen=True, slots=True)
class _Page:
    account: Account
    balance: Balance
    language: Language

    def data(self, law: Sequence[LawFlag]) -> dict[str, object]:
        words, since = WORDS[self.language], self._since()
        sections = [
            self._parts(),
            self._minimum(),
            self._interest(since),
            self._fees(since),
            self._credits(since),
        ]
        if law:
            rows = [[flag.message, flag.citation] for flag in law]
            head = [words["why"], words["rule"]]
            sections.append(self._section("law", (), head, rows, "fl"))
        return {
            "language": self.language,
            "title": words["title"].format(id=self.account.account_id),
            "as_of": words["as_of"].format(
                day=self._day(self.balance.on), currency=self.account.currency
            ),
            "page": words["page"],
            "first": self._first(),
            "sections": [section for section in sections if section is not None],
        }

    # -- how things are written

    def _money(self, minor: int) -> str:
        text = money_text(abs(minor), self.account.currency, self.language)
        return f"\u2212{text}" if minor < 0 else text

    def _exact(self, grains: int) -> str:
        """Write interest with four places more than the currency has."""
        digits = MINOR_DIGITS[self.account.currency]
        whole, _, rest = micro_text(grains).partition(".")
        padded = whole.rjust(digits + 1, "0")
        major, minor = padded[: len(padded) - digits], padded[len(padded) - digits :]
        return f"{int(major):,}.{minor}{rest[:4]}"

    def _day(self, on: date) -> str:
        return date_text(on, self.account.currency, self.language)

    def _section(
        self, title: str, values: Iterable[tuple[str, str]], head: Row, rows: list[Row], sides: str
    ) -> dict[str, object]:
        words = WORDS[self.language]
        return {
            "title": words[title].format(**dict(values)),
            "head": head,
            "rows": rows,
            "align": ["right" if side == "r" else "left" for side in sides[: len(head)]],
            "widths": ["fill" if side == "f" else "auto" for side in sides[: len(head)]],
            "none": words["none"],
            "note": words["exact"] if title == "interest_lines" and rows else "",
        }

    # -- what is said

    def _since(self) -> date:
        """Return the statement before the last one, or the beginning."""
        made = self.balance.statements
        if len(made) > 1:
            return made[-2].statement_on
        days = [event.on for event in self.account.events[:1]]
        if self.account.opening is not None:
            days.append(self.account.opening.on)
        return min([*days, self.balance.on])

    def _first(self) -> list[Row]:
        words, found = WORDS[self.language], self.balance
        rows = [[words["pay_off"], self._money(found.pay_off)]]
        rows.append([words["owed"], self._money(found.state.owed)])
        if found.state.credit:
            rows.append([words["credit"], self._money(found.state.credit)])
        if found.days_past_due:
            label = words["overdue"].format(days=found.days_past_due)
            rows.append([label, self._money(found.overdue)])
        if found.minimum is not None and found.minimum.unpaid:
            label = words["still"].format(day=self._day(found.minimum.due_on))
            rows.append([label, self._money(found.minimum.unpaid)])
        return rows

    def _parts(self) -> dict[str, object]:
        words = WORDS[self.language]
        parts = [*self.balance.balances, *self.balance.components[1:]]
        rows = [
            self._part(words[part.name], part)
            for part in parts
            if part.opening or part.charged or part.owed
        ]
        total = Component(
            "total",
            *(
                sum(getattr(part, name) for part in parts)
                for name in ("opening", "charged", "paid", "waived", "refunded", "owed")
            ),
        )
        rows.append(self._part(words["total"], total))
        head = [words[name] for name in ("part", "charged", "paid", "waived", "owed")]
        return self._section("parts", (), head, rows, "frrrr")

    def _part(self, label: str, part: Component) -> Row:
        amounts = (part.opening + part.charged, part.paid, part.waived + part.refunded, part.owed)
        return [label, *(self._money(amount) for amount in amounts)]

    def _minimum(self) -> dict[str, object] | None:
        words, asked = WORDS[self.language], self.balance.minimum
        if asked is None:
            return None
        head = [words[name] for name in ("due_on", "asked", "paid", "missing")]
        paid = max(0, asked.asked - asked.unpaid)
        amounts = [self._money(amount) for amount in (asked.asked, paid, asked.unpaid)]
        row = [self._day(asked.due_on), *amounts]
        return self._section(
            "minimum", [("day", self._day(asked.statement_on))], head, [row], "frrr"
        )

    def _interest(self, since: date) -> dict[str, object]:
        words = WORDS[self.language]
        lines = [line for line in self.balance.interest_lines if _is_since(line, since)]
        plain = [line for line in lines if line.component == "interest"]
        rows = [self._line(line, "accrued") for line in plain]
        rows += self._compounded([line for line in lines if line.component != "interest"])
        rows += [self._line(line, "conditional") for line in self.balance.conditional_lines]
        head = [words[name] for name in ("on", "sum", "from_to", "rate", "interest", "status")]
        return self._section("interest_lines", [("day", self._day(since))], head, rows, "lrllrf")

    def _line(self, line: InterestLine, unbilled: str) -> Row:
        words = WORDS[self.language]
        rate = f"{_percent(line.rate_e10)} {words[line.per]}"
        return [
            words[line.balance],
            self._money(line.sum_minor),
            self._span(line.from_on, line.to_on, line.days),
            rate,
            self._exact(line.grains),
            self._status(line, unbilled),
        ]

    def _compounded(self, lines: list[InterestLine]) -> list[Row]:
        """Return interest on interest, one row for each bill: its sum changes every day."""
        words = WORDS[self.language]
        bills = dict.fromkeys((line.posted_on, line.rate_e10, line.per) for line in lines)
        rows = []
        for key in bills:
            own = [line for line in lines if (line.posted_on, line.rate_e10, line.per) == key]
            sums = {line.sum_minor for line in own}
            rows.append(
                [
                    words["on_interest"],
                    self._money(own[0].sum_minor) if len(sums) == 1 else words["many"],
                    self._span(own[0].from_on, own[-1].to_on, sum(line.days for line in own)),
                    f"{_percent(own[0].rate_e10)} {words[own[0].per]}",
                    self._exact(sum(line.grains for line in own)),
                    self._status(own[0], "accrued"),
                ]
            )
        return rows

    def _span(self, first: date, last: date, days: int) -> str:
        return f"{first} – {last}, {WORDS[self.language]['days'].format(days=days)}"

    def _status(self, line: InterestLine, unbilled: str) -> str:
        words = WORDS[self.language]
        if line.posted_on is None:
            return words[unbilled]
        return words["posted"].format(day=line.posted_on)

    def _fees(self, since: date) -> dict[str, object]:
        words = WORDS[self.language]
        rows = [
            [str(line.on), words[line.component], self._fee(line), self._money(line.amount_minor)]
            for line in self.balance.fee_lines
            if line.on >= since
        ]
        head = [words[name] for name in ("when", "part", "why", "amount")]
        return self._section("fee_lines", [("day", self._day(since))], head, rows, "llfr")

    def _fee(self, line: FeeLine) -> str:
        if line.base_minor is None or line.rate_e10 is None:
            return line.name
        words = WORDS[self.language]
        base = words[line.base].format(sum=self._money(line.base_minor))
        return words["fee_of"].format(rate=_percent(line.rate_e10), base=base)

    def _credits(self, since: date) -> dict[str, object]:
        words = WORDS[self.language]
        refused = {each.event_id for each in self.balance.refused}
        amounts = {event.event_id: event.amount_minor for event in self.account.events}
        rows = []
        for event in self.account.events:
            is_known = since <= event.on <= self.balance.on and event.event_id not in refused
            if event.kind not in _CREDITS or not is_known:
                continue
            label = words[event.kind]
            if event.paid_by:
                label = words["payment_by"].format(name=event.paid_by)
            amount = event.amount_minor or amounts.get(event.of, 0)
            rows.append([str(event.on), label, self._money(amount)])
        head = [words[name] for name in ("when", "part", "amount")]
        return self._section("payments", [("day", self._day(since))], head, rows, "lfr")


def _is_since(line: InterestLine, since: date) -> bool:
    return line.posted_on is None or line.posted_on > since


def _percent(rate_e10: int) -> str:
    """Write a rate in percent, exactly.

    >>> _percent(5_000_000), _percent(2_199_000_000)
    ('0.05%', '21.99%')
    """
    return f"{rate_text(rate_e10 * 100)}%"
