"""Whether an IBAN and a BIC are written as they must be. Asks no bank whether they exist."""

from __future__ import annotations

import re

from forbear.core.debits.words import Objection

# EPC409-09, EPC list of SEPA scheme countries, by the first two letters of the IBAN
SEPA_COUNTRIES = frozenset(
    (
        *("AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"),
        *("GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD"),
        *("ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"),
    )
)
_SPACES = re.compile(r"[\s\u00a0]+")
# creditor identifier, EPC262-08: country, two check digits, business code, national part
_CREDITOR = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
_MOD = 97
_LETTERS = {chr(code): str(code - 55) for code in range(ord("A"), ord("Z") + 1)}


def compact(text: str) -> str:
    """Return an IBAN, BIC or creditor identifier without spaces and in capitals."""
    return _SPACES.sub("", text).upper()


def iban_objection(iban: str) -> Objection | None:
    """Return what is wrong with an IBAN: length, letters, check digits, or its country.

    >>> iban_objection("DE89 3704 0044 0532 0130 00") is None
    True
    >>> iban_objection("DE88 3704 0044 0532 0130 00").code
    'IBAN_INVALID'
    """
    from schwifty import IBAN  # noqa: PLC0415 - a tenth of a second that most runs do not need
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    text = compact(iban)
    try:
        country = IBAN(text).country_code
    except SchwiftyException as error:
        return Objection("IBAN_INVALID", str(error)[:1].lower() + str(error)[1:])
    if country not in SEPA_COUNTRIES:
        return Objection("IBAN_NOT_SEPA", country)
    return None


def bic_objection(bic: str) -> Objection | None:
    """Return what is wrong with a BIC; an empty one is not wrong, since the IBAN names the bank."""
    from schwifty import BIC  # noqa: PLC0415 - as above
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    if not bic:
        return None
    try:
        BIC(compact(bic))
    except SchwiftyException as error:
        return Objection("BIC_INVALID", str(error)[:1].lower() + str(error)[1:])
    return None


def creditor_id_objection(creditor_id: str) -> Objection | None:
    """Return what is wrong with a SEPA creditor identifier.

    Its check digits are those of ISO 7064 (97-10) over the identifier without the business code,
    places 5 to 7 (EPC262-08).

    >>> creditor_id_objection("DE98ZZZ09999999999") is None
    True
    """
    text = compact(creditor_id)
    if not _CREDITOR.fullmatch(text):
        return Objection("CREDITOR_ID_INVALID", "is not written as DE98ZZZ09999999999")
    turned = text[7:] + text[:4]
    number = int("".join(_LETTERS.get(sign, sign) for sign in turned))
    if number % _MOD != 1:
        return Objection("CREDITOR_ID_INVALID", "the check digits do not fit")
    return None
