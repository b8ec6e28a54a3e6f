"""Who writes: the issuer's names, addresses and ways to pay, reach, object and stop."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forbear.core.debits.bank_accounts import (
    bic_objection,
    compact,
    creditor_id_objection,
    iban_objection,
)
from forbear.core.speech.facts import LANGUAGES, WAYS, Language

DEFAULT = Path(__file__).parent / "larkfield.toml"
_WORDS = (
    "issuer_name",
    "neutral_name",
    "caller_name",
    "pay_way",
    "reach_way",
    "query_way",
    "opt_out_way",
    "dispute_way",
    "reason",
    "legal_basis",
)
_SHORT = tuple(f"{way}_short" for way in WAYS)


class IssuerError(ValueError):
    """A profile that cannot be used; the sentence names the file and the key."""


@dataclass(frozen=True, slots=True)
class IssuerBank:
    """The issuer's account at a bank, and the identifier by which it collects under mandates."""

    name: str
    iban: str
    bic: str
    creditor_id: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer's own words, by language; ``bank`` is none where nothing is collected by it.

    ``collector_addresses`` are where an agency or buyer takes disputes by post, and
    ``collector_neutral`` the names of theirs that say nothing of debts.
    """

    issuer_id: str
    reach_phone: str
    check_url: str
    unsubscribe_url: str
    words: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, tuple[str, ...]]
    collectors: Mapping[str, Mapping[str, str]]
    bank: IssuerBank | None = None
    collector_addresses: Mapping[str, str] = field(default_factory=dict)
    collector_neutral: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def neutral_name(self, kind: str, language: Language) -> str | None:
        """Return the name of whoever collects that says nothing of debts, if one is known.

        An agency has its own: that of the issuer would say whose customer someone is.
        """
        if kind == "creditor":
            return self.words[language]["neutral_name"]
        return self.collector_neutral.get(kind, {}).get(language)

    def collector_name(self, kind: str, language: Language) -> str | None:
        """Return the true name of whoever collects, if known; an agency is never the issuer."""
        if kind == "creditor":
            return self.words[language]["issuer_name"]
        return self.collectors.get(kind, {}).get(language)

    def letterhead(self, kind: str, language: Language) -> tuple[str, tuple[str, ...]] | None:
        """Return whose name heads a letter, and the lines beneath it; ``None`` if not known.

        An agency or a buyer writes under its own name: never under the issuer's.
        """
        name = self.collector_name(kind, language)
        if kind == "creditor":
            return self.words[language]["issuer_name"], self.lines[language]
        if name is None or kind not in self.collector_addresses:
            return None
        lines = [line.strip() for line in self.collector_addresses[kind].split(",")]
        return name, tuple(line for line in lines if line and line != name)


def load_issuer(path: Path = DEFAULT) -> Issuer:
    """Load a profile; ``IssuerError`` for what is missing, ``OSError`` for an unread file."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return Issuer(
            issuer_id=given["id"],
            reach_phone=given["reach_phone"],
            check_url=given["check_url"],
            unsubscribe_url=given.get("unsubscribe_url", ""),
            words={
                lang: {key: given[lang][key] for key in _WORDS}
                | {key: given[lang][key] for key in _SHORT if key in given[lang]}
                for lang in LANGUAGES
            },
            lines={lang: tuple(given[lang]["lines"]) for lang in LANGUAGES},
            collectors={
                kind: {lang: names[lang] for lang in LANGUAGES}
                for kind, names in given.get("collectors", {}).items()
            },
            collector_addresses={
                kind: names["address"]
                for kind, names in given.get("collectors", {}).items()
                if "address" in names
            },
            collector_neutral={
                kind: {
                    lang: names[f"neutral_{lang}"]
                    for lang in LANGUAGES
                    if f"neutral_{lang}" in names
                }
                for kind, names in given.get("collectors", {}).items()
            },
            bank=_bank(given["bank"], path) if "bank" in given else None,
        )
    except KeyError as error:
        raise IssuerError(f"{path}: {error.args[0]} is missing; see larkfield.toml") from None
    except tomllib.TOMLDecodeError as error:
        raise IssuerError(f"{path}: is not TOML: {error}") from None


def _bank(given: Mapping[str, str], path: Path) -> IssuerBank:
    """Read the issuer's own bank account as strictly as a cardholder's."""
    bank = IssuerBank(
        name=given["name"],
        iban=compact(given["iban"]),
        bic=compact(given.get("bic", "")),
        creditor_id=compact(given["creditor_id"]),
    )
    for objection in (
        iban_objection(bank.iban),
        bic_objection(bank.bic),
        creditor_id_objection(bank.creditor_id),
    ):
        if objection is not None:
            raise IssuerError(f"{path}: bank: {objection.text} Correct it; see larkfield.toml")
    return bank
