"""Bank files for tests, with the least that each needs."""

from __future__ import annotations

from collections.abc import Sequence

IBAN = "DE89370400440532013000"


def entry(
    amount: str = "10.00",
    *,
    currency: str = "EUR",
    way: str = "CRDT",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    dates: str = "<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-01</Dt></ValDt>",
    more: str = "",
    details: Sequence[str] = (),
) -> str:
    inner = "".join(f"<TxDtls>{detail}</TxDtls>" for detail in details)
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{status}{dates}'
        f"{more}{f'<NtryDtls>{inner}</NtryDtls>' if inner else ''}</Ntry>"
    )


def balance(code: str, amount: str, *, currency: str = "EUR", way: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
        "<Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )


def summary(name: str, number: str, amount: str) -> str:
    return (
        f"<TxsSummry><{name}><NbOfNtries>{number}</NbOfNtries><Sum>{amount}</Sum></{name}>"
        "</TxsSummry>"
    )


def statement(
    *children: str, number: str = "S1", currency: str = "EUR", account: str = IBAN
) -> str:
    kept = f"<Ccy>{currency}</Ccy>" if currency else ""
    return (
        f"<Stmt><Id>{number}</Id><Acct><Id><IBAN>{account}</IBAN></Id>{kept}</Acct>"
        f"{''.join(children)}</Stmt>"
    )


def camt053(*statements: str, version: str = "001.08") -> bytes:
    name = f' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.{version}"' if version else ""
    lines = "\n".join(statements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document{name}><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M1</MsgId></GrpHdr>\n{lines}\n</BkToCstmrStmt></Document>"
    ).encode()


def mt940(*lines: str, opening: str = "C260301EUR100,00", closing: str = "C260302EUR110,00") -> str:
    return "\n".join(
        [":20:REF", f":25:{IBAN}", ":28C:1/1", f":60F:{opening}", *lines, f":62F:{closing}", "-"]
    )
