"""A case whose every fact is known, for tests of words, letters and channels."""

from dataclasses import replace
from datetime import date

from forbear.core.speech.facts import Language, MessageFacts

ENGLISH = MessageFacts(
    party="cardholder",
    issuer_name="Northern River Bank",
    person_name="Ada Kowalski",
    currency="USD",
    card_last4="4821",
    overdue_minor=120050,
    minimum_minor=3500,
    balance_minor=540000,
    oldest_due_on=date(2026, 1, 26),
    due_on=date(2026, 3, 26),
    as_of=date(2026, 3, 12),
    dpd=45,
    pay_way="You can pay in our app, or at https://pay.example.com/a7.",
    reach_way="Call us free on 800 555 0137, Monday to Friday, 9 to 6.",
    query_way="Sign in at https://bank.example.com, or ask us for a statement.",
    opt_out_way="To stop these messages, reply STOP.",
    dispute_way="Write to us within 30 days, or call, and say what is wrong.",
    reason="The payment that was due on January 26, 2026 has not arrived.",
    legal_basis="Your card agreement of May 4, 2021, section 7.",
    reference="FB-2026-000317",
    collector_kind="creditor",
    collector_name="Harbor Recovery LLC",
    caller_name="Sam Reed",
    neutral_name="Harbor",
    reach_phone="+1 800 555 0137",
    check_url="https://bank.example.com/check",
    visit_on=date(2026, 3, 20),
    visitor_names="Sam Reed and Lee Park",
    debit_minor=12000,
    debit_on=date(2026, 3, 26),
    mandate_reference="M-2026-0001",
    debit_account="3000",
    creditor_name="Northern River Bank",
    creditor_id="DE98ZZZ09999999999",
    message_code="K7QF-2M9X-P",
    preferences_url="https://pay.bank.example/p/317-20555.x/",
)
CHINESE = replace(
    ENGLISH,
    issuer_name="北江银行",
    person_name="欧阳晓琳",
    currency="CNY",
    pay_way="您可以通过手机银行还款。",
    reach_way="请致电95500（免费），周一至周五9:00至18:00。",
    query_way="请登录手机银行查询，或向我们索取对账单。",
    opt_out_way="回复T退订。",
    dispute_way="请来电或来信说明有误之处，并提供相关材料。",
    reason="您应于2026年1月26日归还的款项尚未到账。",
    legal_basis="《信用卡领用合约》第七条。",
    collector_name="海桥服务有限公司",
    caller_name="李明",
    neutral_name="海桥服务",
    reach_phone="95500",
    visitor_names="李明、王芳",
)


def facts_in(language: Language, **changes: object) -> MessageFacts:
    return replace(ENGLISH if language == "en" else CHINESE, **changes)  # type: ignore[arg-type]
