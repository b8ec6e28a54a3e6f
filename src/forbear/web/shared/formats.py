"""How money, moments and contact points are written, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.money import MINOR_DIGITS
from forbear.web.shared.language import is_chinese, locale

# One sign for each currency, told apart from each other in both languages.
SIGNS = {"CNY": "¥", "USD": "$", "GBP": "£", "EUR": "€", "AUD": "A$", "INR": "₹"}
USUAL_DIGITS = 2
MINUS = "\u2212"
_MINUTE = 60
TOMORROW = 1
YESTERDAY = -1
_DAYS_KEPT = 4096


def money(amount_minor: int, currency: str) -> str:
    """Write an amount of minor units with its currency's sign and its decimals.

    >>> money(5749000, "CNY")
    '¥57,490.00'
    """
    sign = MINUS if amount_minor < 0 else ""
    places = digits_of(currency)
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    digits = format_decimal(Decimal(abs(amount_minor)).scaleb(-places), format=pattern, locale="en")
    return f"{sign}{SIGNS.get(currency, currency + ' ')}{digits}"


def exact(micro: str, currency: str) -> str:
    """Write minor units with six places as money with four places more than the currency has.

    >>> exact("1250.250000", "USD"), exact("0.500000", "USD")
    ('$12.502500', '$0.005000')
    """
    digits = digits_of(currency)
    whole, _point, rest = micro.partition(".")
    padded = whole.rjust(digits + 1, "0")
    major, minor = padded[: len(padded) - digits], padded[len(padded) - digits :]
    sign = SIGNS.get(currency, currency + " ")
    return f"{sign}{format_decimal(int(major), locale='en')}.{minor}{rest[:4]}"


def number(value: int) -> str:
    """Write a count with its thousands apart.

    >>> number(180000)
    '180,000'
    """
    return format_decimal(value, locale="en")


def digits_of(currency: str) -> int:
    """Return how many digits a currency has after its point; two where it is not known."""
    return MINOR_DIGITS.get(currency, USUAL_DIGITS)


def zone_or_none(zones: str | None) -> ZoneInfo | None:
    """Return the likeliest of a person's time zones, or ``None`` if it is not known."""
    if not (zones or "").split(",")[0].strip():
        return None
    try:
        return likeliest_zone(zones)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def place_of(zone: ZoneInfo | None) -> str:
    """Name the place whose clock ``zone`` is: ``Shanghai``, ``上海``."""
    if zone is None:
        return ""
    return get_timezone_location(zone, locale=locale(), return_city=True)


def day(on: date) -> str:
    """Write a day: ``Thu 12 Mar 2026`` or ``2026年3月12日 周四``."""
    return _dated(on, "y年M月d日 EEE" if is_chinese() else "EEE d MMM y", locale())


def day_plain(on: date) -> str:
    """Write a day as a law is dated: ``12 Mar 2026`` or ``2026年3月12日``."""
    return _dated(on, "y年M月d日" if is_chinese() else "d MMM y", locale())


def day_short(on: date) -> str:
    """Write a day without its year: ``Thu 12 Mar`` or ``3月12日 周四``."""
    return _dated(on, "M月d日 EEE" if is_chinese() else "EEE d MMM", locale())


@lru_cache(maxsize=_DAYS_KEPT)
def _dated(on: date, pattern: str, where: str) -> str:
    """Write a day by a pattern; a page tells the same few days again and again."""
    return format_date(on, format=pattern, locale=where)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Write the time of day in ``zone`` as 24 hours: ``17:42``."""
    return f"{at.astimezone(zone):%H:%M}"


def relative_day(on: date, *, today: date) -> str:
    """Say how far a day is: ``today``, ``tomorrow``, ``8 days ago``, ``in 3 days``."""
    distance = (on - today).days
    if distance == 0:
        return _("today")
    if distance == TOMORROW:
        return _("tomorrow")
    if distance == YESTERDAY:
        return _("yesterday")
    count = abs(distance)
    if distance > 0:
        return ngettext("in %(count)d day", "in %(count)d days", count) % {"count": count}
    return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}


def talk(seconds: int | None) -> str:
    """Say how long they talked; nothing where it is not known.

    >>> talk(None)
    ''
    """
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = seconds // _MINUTE
    said = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return f"{said} {seconds % _MINUTE:02d} s" if seconds % _MINUTE else said


def end_moment(until: datetime | None, zone: ZoneInfo, *, now: datetime) -> str:
    """Say when an objection ends, local to the person, with the relative form beside it."""
    if until is None:
        return pgettext("end of a reason", "Does not end by itself.")
    return _("Until %(day)s, %(time)s (%(relative)s).") % _end_parts(until, zone, now=now)


def end_moment_short(until: datetime | None, zone: ZoneInfo, *, now: datetime) -> str:
    """Say the same within a line: ``until Thu 19 Mar, 08:00 (tomorrow)``; empty if never."""
    if until is None:
        return ""
    return _("until %(day)s, %(time)s (%(relative)s)") % _end_parts(until, zone, now=now)


def _end_parts(until: datetime, zone: ZoneInfo, *, now: datetime) -> dict[str, str]:
    local = until.astimezone(zone)
    return {
        "day": day_short(local.date()),
        "time": f"{local:%H:%M}",
        "relative": relative_day(local.date(), today=now.astimezone(zone).date()),
    }


def phone_number(value: str) -> str:
    """Write a phone number as it is read aloud; what is not a number stays as it is.

    >>> phone_number("+8613800004471")
    '+86 138 0000 4471'
    """
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked(value: str, kind: str) -> str:
    """Hide all of a contact point but its last four, or half of a shorter one.

    Enough to recognise it, not enough to use it.

    >>> masked("+8613800004471", "mobile"), masked("xiaoyu@example.com", "email")
    ('···4471', '···oyu@···')
    """
    if kind in {"email", "work_email"}:
        name = value.split("@", maxsplit=1)[0]
        shown = min(4, len(name) // 2)
        return f"···{name[len(name) - shown :]}@···"
    if kind in {"mobile", "home", "work"}:
        digits = "".join(sign for sign in value if sign.isdigit())
        return f"···{digits[-4:]}"
    text = value.strip()
    shown = min(4, len(text) // 2)
    return f"···{text[len(text) - shown :]}"


def masked_text(text: str) -> str:
    """Hide a number, e-mail or address whose kind is not known; nothing stays nothing.

    >>> masked_text("Tel. 020 7946 0123"), masked_text("a.lawyer@example.com"), masked_text("")
    ('···0123', '···wyer@···', '')
    """
    kind = "email" if "@" in text else "postal"
    return masked(text, kind) if text.strip() else ""
