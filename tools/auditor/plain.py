"""Plain lawful texts with true figures: patterns of other writers, filled in from made-up facts.

The same patterns with one figure changed measure how many false figures are found. Who writes may
be followed by a country, as in ``bank/GB``: its currency and its ways of writing a sum are used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from tools.auditor.forms import (
    count_in_words,
    day_in,
    ordinal_in,
    parts,
    rate_in_words,
    relative_in,
)
from tools.auditor.sums import PLACES, sum_in

_BLANK = re.compile(r"\{(\w+)\}")
_SPOKEN = frozenset({"call", "chat"})
_TODAY = date(2026, 5, 12)
_WEEK, _MONTH, _YEAR = 7, 30, 365
MONEY = frozenset(
    {"balance", "overdue", "late_fee", "interest", "arrears", "minimum", "settlement", "saving"}
    | {"waiver", "monthly", "plan_total"}
)
# what the debt earns a day, which is no component and no offer
PER_DAY = frozenset({"per_diem"})
RATES = frozenset({"apr", "daily", "new_apr", "month_rate"})
# ``since``: a due day that has passed
DAYS = frozenset({"due", "expiry", "visit", "since"})
# weeks past due, and payments that were missed since, are told by the days past due
COUNTS = frozenset({"dpd", "months", "weeks", "missed"})
_FEW = frozenset({"weeks", "missed"})
_NAMES = {
    "en": {
        "bank": ("Harrow & Finch Bank", "Tidewell Bank", "Corrigan Savings Bank", "Ashmere Bank"),
        "agency": ("Pell Lane Recoveries", "Bridgeway Collections", "Rowan Credit Services"),
        "name": ("Ms Adeyemi", "Mr Callister", "Dolores", "Mr. Iyer", "Ms. Fontaine"),
        "agent": ("Priya", "Tom Halloran", "Keisha", "Marta"),
        "phone": ("0800 555 0142", "555-0117", "1-888-555-0163"),
    },
    "zh": {
        "bank": ("澜山银行", "晋和银行", "东湖银行", "嘉屿银行"),
        "agency": ("启正信用管理有限公司", "泽安咨询", "衡通信息服务有限公司"),
        "name": ("王女士", "陈先生", "刘建国", "赵敏"),
        "agent": ("小林", "周晓", "工号0327", "孙磊"),
        "phone": ("400-555-0142", "955XX", "021-5550-0117"),
    },
}


@dataclass(frozen=True, slots=True)
class Plain:
    """A row as the corpus reads it; ``changed``: the blank that was given a false value."""

    row: dict[str, Any]
    changed: str | None


def patterns(source: Path) -> Iterator[tuple[str, str, str]]:
    """Yield channel, who writes (bank or agency) and pattern of each line of a file."""
    for line in source.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            channel, who, text = line.split("\t")
            yield channel, who, text.replace("\\n", "\n")


def filled(language: str, source: Path, *, change: bool = False) -> Iterator[Plain]:
    """Yield every pattern of a file with made-up facts, always the same for the same file.

    ``change``: one figure of each is false; a pattern without one that could be is left out.
    """
    for number, line in enumerate(patterns(source), 1):
        chance = random.Random(f"{language}|{line[2]}|{change}")  # noqa: S311 - made-up accounts
        figures = _figures(line[2])
        if figures or not change:
            yield _filled(language, number, line, chance, figures if change else ())


def twins(language: str, source: Path) -> Iterator[Plain]:
    """Yield every pattern of a file once for each of its figures, that one being false."""
    for number, line in enumerate(patterns(source), 1):
        for figure in _figures(line[2]):
            chance = random.Random(f"{language}|{line[2]}|{figure}")  # noqa: S311 - made-up
            yield _filled(language, number, line, chance, (figure,))


def _figures(pattern: str) -> tuple[str, ...]:
    blanks = frozenset(parts(blank)[0] for blank in _BLANK.findall(pattern))
    return tuple(sorted(blanks & (MONEY | PER_DAY | RATES | DAYS | COUNTS)))


def _filled(
    language: str,
    number: int,
    line: tuple[str, str, str],
    chance: random.Random,
    figures: Sequence[str],
) -> Plain:
    """Fill in one pattern; one of ``figures``, if there are any, is given a false value."""
    channel, (who, _, place), pattern = line[0], line[1].partition("/"), line[2]
    asked = frozenset(_BLANK.findall(pattern))
    blanks = frozenset(parts(blank)[0] for blank in asked)
    values = _values(chance, blanks)
    changed = chance.choice(figures) if figures else None
    said = dict(values)
    if changed is not None:
        said[changed] = _other(chance, changed, values)
    names = {name: chance.choice(some) for name, some in _NAMES[language].items()}
    shown = {
        blank: _shown(chance, language, blank, said[parts(blank)[0]], place)
        # sorted, because the order of a set differs from process to process
        for blank in sorted(asked - set(names))
    }
    text = _with(pattern, {**names, **shown})
    spoken = {"turns": [{"speaker": "collector", "text": text}]}
    facts = _facts(language, who, blanks, values)
    if place:
        facts |= {"currency": PLACES[place], "jurisdiction": place}
    facts["agency_name"] = names["agency"] if who == "agency" else None
    row = {
        "id": f"plain-{language}-{number}",
        "lang": language,
        "channel": channel,
        "speaker_role": "collector",
        **(spoken if channel in _SPOKEN else {"text": text}),
        "facts": facts,
    }
    return Plain(row, changed)


def _with(pattern: str, words: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda match: words[match[1]], pattern)


def _values(chance: random.Random, blanks: frozenset[str]) -> dict[str, Any]:
    balance = chance.randrange(60_000, 4_000_000)
    if chance.random() < 0.3:  # noqa: PLR2004 - some balances are round
        balance = balance // 1000 * 1000
    overdue = balance * chance.randrange(20, 60) // 100
    late_fee, interest = chance.choice((2900, 3550, 1200, 4100)), balance * 3 // 100 + 17
    months = chance.choice((6, 10, 12, 18, 24, 36))
    settlement = balance * chance.randrange(40, 80) // 100 // 100 * 100
    dpd = chance.randrange(4, 190)
    if "weeks" in blanks:
        dpd = max(dpd // _WEEK, 2) * _WEEK
    if "missed" in blanks:
        dpd += _MONTH
    month_rate = chance.choice(("0.015", "0.0199", "0.032")) if "month_rate" in blanks else ""
    is_late = blanks & {"dpd", "weeks", "since"}
    due = _TODAY - timedelta(days=dpd) if is_late else _TODAY + timedelta(days=5 + dpd % 9)
    monthly = -(-balance // months)
    values = {
        "balance": balance,
        "overdue": overdue,
        "late_fee": late_fee,
        "interest": interest,
        "arrears": overdue + late_fee + interest,
        "minimum": overdue // 3 + 1300,
        "settlement": settlement,
        "saving": balance - settlement,
        "waiver": late_fee,
        "months": months,
        "monthly": monthly,
        "plan_total": monthly * months,
        "pause": chance.choice((1, 2, 3)),
        "apr": chance.choice(("0.1825", "0.2199", "0.2490"))
        if not month_rate
        else str(round(float(month_rate) * 12, 6)),
        "month_rate": month_rate,
        "daily": chance.choice(("0.0005", "0.0006")),
        "new_apr": chance.choice(("0.0990", "0.0599")),
        "dpd": dpd,
        "weeks": dpd // _WEEK,
        "missed": dpd // _MONTH + 1,
        "due": due,
        "expiry": _TODAY + timedelta(days=chance.randrange(6, 40)),
        "visit": _TODAY + timedelta(days=chance.randrange(2, 12)),
        "reported": chance.choice(("2026-02", "2026-03", "2026-04")),
        "case": f"CV-2026-{chance.randrange(1000, 9999)}",
        "since": due,
    }
    values["per_diem"] = round(balance * float(cast("str", values["apr"])) / _YEAR)
    return values


def _other(chance: random.Random, name: str, values: dict[str, Any]) -> Any:
    """Return a false value for a blank, unlike every true one."""
    true = values[name]
    if name in DAYS:
        return true + timedelta(days=chance.choice((3, 4, 6, 8)))
    if name in RATES:
        return str(round(float(true) * chance.choice((1.5, 2, 3)), 6))
    if name in _FEW:
        return true + chance.choice((2, 3, 5))
    if name in COUNTS:
        return true + chance.choice((5, 7, 11, 30))
    money = {values[one] for one in MONEY}
    money |= {one + other for one in money for other in money}
    while True:
        said = chance.choice(
            (true + chance.randrange(300, 9000), int(true * chance.uniform(1.06, 1.9)), true * 10)
        )
        if true % 1000 == 0:
            said = said // 100 * 100
        if said not in money and said != true:
            return said


def _facts(
    language: str, who: str, blanks: frozenset[str], values: dict[str, Any]
) -> dict[str, Any]:
    offers = list(_offers(blanks, values))
    has = blanks.__contains__
    return {
        "balance_minor": values["balance"],
        "currency": "CNY" if language == "zh" else "USD",
        "overdue_principal_minor": values["overdue"],
        "late_fee_minor": values["late_fee"],
        "interest_minor": values["interest"],
        "min_payment_minor": values["minimum"],
        "dpd": values["dpd"],
        "due_date": values["due"].isoformat(),
        "apr": values["apr"],
        "legal_status": "suit_filed" if has("case") else "none",
        "credit_reported": has("reported"),
        "offers": offers,
        "visit_scheduled": has("visit"),
        "recipient": "cardholder",
        "collector_is": "agency" if who == "agency" else "creditor",
        "time_local": f"{_TODAY.isoformat()}T10:30",
        "jurisdiction": "CN" if language == "zh" else "US",
        **({"daily_rate": values["daily"]} if has("daily") else {}),
        **({"case_ref": values["case"]} if has("case") else {}),
        **({"visit_date": values["visit"].isoformat()} if has("visit") else {}),
        **({"credit_reported_since": values["reported"]} if has("reported") else {}),
        **(
            {"offer_or_action_deadline": values["expiry"].isoformat()}
            if has("expiry") and not offers
            else {}
        ),
    }


def _offers(blanks: frozenset[str], values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the offers that a pattern speaks of."""
    ends = {"expires": values["expiry"].isoformat()} if "expiry" in blanks else {}
    if blanks & {"settlement", "saving"}:
        yield {"type": "settlement", "amount_minor": values["settlement"], **ends}
    if "waiver" in blanks:
        yield {"type": "fee_waiver", "amount_minor": values["waiver"], **ends}
    if blanks & {"months", "monthly", "plan_total"}:
        plan = {"months": values["months"], "monthly_minor": values["monthly"]}
        yield {"type": "installment", **plan, **ends}
    if "pause" in blanks:
        yield {"type": "payment_pause", "months": values["pause"], **ends}
    if "new_apr" in blanks:
        yield {"type": "rate_reduction", "apr": values["new_apr"], **ends}


def _shown(chance: random.Random, language: str, blank: str, value: Any, place: str = "") -> str:
    name, form = parts(blank)
    if name in MONEY | PER_DAY:
        if place or form:
            return sum_in(chance, language, form, PLACES.get(place), value)
        return _english(chance, value) if language == "en" else _chinese(chance, value)
    if name in RATES:
        return _rate(chance, language, blank, float(cast("str", value)) * 100)
    if isinstance(value, date):
        return _day(chance, language, form, value)
    if name == "reported":
        year, month = value.split("-")
        return (
            f"{year}年{int(month)}月"
            if language == "zh"
            else f"{date(int(year), int(month), 1):%B %Y}"
        )
    return _count(chance, language, form, value)


def _count(chance: random.Random, language: str, form: str, value: int) -> str:
    if form == "nth":
        return ordinal_in(chance, language, value)
    return count_in_words(language, value) if form else str(value)


def _rate(chance: random.Random, language: str, blank: str, share: float) -> str:
    name, form = parts(blank)
    if form:
        return rate_in_words(chance, language, share)
    if language == "zh" and name == "daily" and chance.random() < 0.5:  # noqa: PLR2004
        return f"万分之{share * 100:g}"
    return f"{share:g}%"


def _english(chance: random.Random, minor: int) -> str:
    whole, cents = divmod(minor, 100)
    ways = [f"${whole:,}.{cents:02d}"] * 4 + [f"${whole}.{cents:02d}"]
    if not cents:
        ways += [f"${whole:,}", f"{whole} dollars"]
    return chance.choice(ways)


def _chinese(chance: random.Random, minor: int) -> str:
    whole, cents = divmod(minor, 100)
    ways = [f"{whole:,}.{cents:02d}元", f"{whole}.{cents:02d}元", f"人民币{whole:,}.{cents:02d}元"]
    ways += [f"¥{whole:,}.{cents:02d}", f"RMB {whole}.{cents:02d}"]
    if not cents:
        ways += [f"{whole}元", f"{whole}块"]
    return chance.choice(ways)


def _day(chance: random.Random, language: str, form: str, day: date) -> str:
    if form == "rel":
        return relative_in(chance, language, day, _TODAY)
    if form:
        return day_in(chance, language, form, day)
    if language == "zh":
        return chance.choice((f"{day.year}年{day.month}月{day.day}日", f"{day.month}月{day.day}日"))
    return chance.choice(
        (f"{day:%B} {day.day}", f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}")
    )
