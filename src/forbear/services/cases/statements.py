"""Our evidence: a statement of what is owed, line by line, made from the ledger as it stands."""

from __future__ import annotations

from datetime import date, datetime

from forbear.core.calendar.zones import local_date
from forbear.core.ledger.lines import micro_text
from forbear.core.money.rates import rate_text
from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text, money_text
from forbear.letters.statement_words import WORDS as PAGE
from forbear.ports.case_files import CaseFileStore
from forbear.services.agreements.writing import notice_plan
from forbear.services.cards import products_known
from forbear.services.cases.disputes import dispute_file
from forbear.services.cases.files import Given
from forbear.services.explaining import card_balance
from forbear.services.messages import message_language
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseFile, Dispute, PlannedContact
from forbear.store.selectors.ledger import StatementLine, statement_lines

_WORDS = {
    "en": {
        "title": "What is owed on account {reference}, and how it came about",
        "as_of": "As of {day}. Amounts are in {currency}.",
        "nothing": "The ledger holds nothing of this account.",
        "owed": "Owed",
        "of_which": "of which {component}",
        "interest": "How interest came about",
        "end": "Each line stands in our books under the number at its end.",
    },
    "zh-Hans": {
        "title": "账户{reference}的欠款及其由来",
        "as_of": "截至{day}，币种{currency}。",
        "nothing": "账上没有该账户的记录。",
        "owed": "欠款合计",
        "of_which": "其中{component}",
        "interest": "利息由来",
        "end": "每行末尾的数字是我们账上的交易编号。",
    },
}
_KINDS_ZH = {
    "opening": "期初",
    "purchase": "消费",
    "cash_advance": "取现",
    "transfer": "转账",
    "refund": "退款",
    "interest": "利息",
    "fee": "费用",
    "cost": "成本",
    "payment": "还款",
    "waiver": "减免",
    "charge_off": "核销",
    "recovery": "核销后还款",
    "reversal": "冲正",
    "allocation": "冲抵调整",
    "principal": "本金",
    "compound_interest": "复利",
    "late_fee": "违约金",
    "other_fee": "其他费用",
    "credit": "溢缴款",
}


def dispute_statement(
    *, dispute_id: int, store: CaseFileStore, at: datetime, actor: str
) -> CaseFile | Refusal:
    """Make the statement of what is owed as of today, and put it with a dispute as our evidence.

    Refusals: those of :func:`dispute_file`.
    """
    dispute = Dispute.objects.select_related("account__person").filter(pk=dispute_id).first()
    if dispute is None:
        return Refusal("DISPUTE_MISSING", f"There is no dispute {dispute_id}.")
    account = dispute.account
    on = local_date(at, account.person.time_zones)
    text = statement_text(account, on=on, language=message_language(account.person))
    name = f"owed {account.reference} {on.isoformat()}.txt"
    return dispute_file(
        dispute_id=dispute_id,
        given=Given(name, text.encode()),
        side="ours",
        store=store,
        at=at,
        actor=actor,
    )


def validation_plan(*, dispute_id: int, at: datetime) -> PlannedContact | Refusal:
    """Plan the validation notice to the cardholder; the gate is asked when it leaves.

    ``DISPUTE_MISSING``; ``NO_WAY_TO_WRITE`` where no address is known for it.
    """
    dispute = Dispute.objects.select_related("account__person").filter(pk=dispute_id).first()
    if dispute is None:
        return Refusal("DISPUTE_MISSING", f"There is no dispute {dispute_id}.")
    made = notice_plan(dispute.account, "validation_notice", at=at, purpose="validation")
    if made is None:
        return Refusal("NO_WAY_TO_WRITE", "No address is known to which it could be written.")
    return made


def statement_text(account: Account, *, on: date, language: Language) -> str:
    """Write what is owed as of the end of a day: components, every line, and how interest ran."""
    words = _WORDS[language]
    currency = account.currency
    lines = statement_lines(account.pk, as_of=on, by="on")
    told = [
        words["title"].format(reference=account.reference),
        words["as_of"].format(day=date_text(on, currency, language), currency=currency),
        "",
    ]
    if not lines:
        return "\n".join([*told, words["nothing"], ""])
    owed: dict[str, int] = {}
    for line in lines:
        owed[line.component] = owed.get(line.component, 0) + line.amount_minor
    total = money_text(sum(owed.values()), currency, language)
    told.append(f"{words['owed']}: {total}")
    for component, amount in owed.items():
        if amount:
            named = words["of_which"].format(component=_named(component, language))
            told.append(f"  {named}: {money_text(amount, currency, language)}")
    told += ["", *(_line(each, currency, language) for each in lines)]
    told += _interest(account, on, language)
    return "\n".join([*told, "", words["end"], ""])


def _line(line: StatementLine, currency: str, language: Language) -> str:
    amount = money_text(line.amount_minor, currency, language)
    kind = _named(line.kind, language)
    if line.kind != line.component:
        kind = f"{kind} · {_named(line.component, language)}"
    note = f" · {line.note}" if line.note else ""
    return f"{line.on.isoformat()}  {amount}  {kind}{note}  [{line.transaction_id}]"


def _interest(account: Account, on: date, language: Language) -> list[str]:
    """List on what sum, for which days and at what rate interest ran, where we work it out."""
    known = card_balance(account.pk, on=on, products=products_known())
    if known is None or not known[1].interest_lines:
        return []
    page = PAGE[language]
    found = ["", _WORDS[language]["interest"]]
    for line in known[1].interest_lines:
        amount = money_text(line.sum_minor, account.currency, language)
        rate = f"{rate_text(line.rate_e10)} {page[line.per]}"
        days = f"{line.from_on.isoformat()} – {line.to_on.isoformat()}"
        found.append(f"{days}  {amount} × {rate} = {micro_text(line.grains)}  {line.term}")
    return found


def _named(word: str, language: Language) -> str:
    plain = word.replace("_", " ")
    return _KINDS_ZH.get(word, plain) if language == "zh-Hans" else plain
