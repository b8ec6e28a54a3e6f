"""Template filters: how values are written. Built in to every template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.safestring import SafeString

from forbear.core.agreements.windows import PromiseWindow
from forbear.core.law.saying.lists import CONFIDENCES, FORCES
from forbear.packs.search import load_search_rules
from forbear.services.house import house_date
from forbear.store.models import Debit
from forbear.web.agreements import words as agreement_words
from forbear.web.cases import words as case_words
from forbear.web.conduct import words as conduct_words
from forbear.web.guarantors import words as guarantee_words
from forbear.web.lost import words as lost_words
from forbear.web.messages.why import why_words
from forbear.web.shared import debits, formats, reasons, words
from forbear.web.shared.icons import ICONS
from forbear.web.shared.language import in_language, is_chinese
from forbear.web.shared.places import places_beside
from forbear.web.shared.rail import RailItem
from forbear.web.wording.names import template_name

register = template.Library()


_DRAWN = {name: SafeString(drawn) for name, drawn in ICONS.items()}


@register.filter
def icon_path(name: str) -> str:
    """Return what stands inside of a picture; of one that nobody drew, nothing."""
    return _DRAWN.get(name, "")


@register.filter
def money(amount_minor: int, currency: str) -> str:
    """Write minor units with the currency's sign."""
    return formats.money(amount_minor, currency)


@register.filter
def number(value: int) -> str:
    """Write a count with its thousands apart."""
    return formats.number(value)


@register.filter
def beside(places: Sequence[RailItem], own: Sequence[RailItem] | str) -> list[RailItem]:
    """Return the places that a page's own rail does not name; ``own`` may be empty."""
    return places_beside(places, [] if isinstance(own, str) else own or [])


@register.filter
def talk(seconds: int | None) -> str:
    """Say how long they talked."""
    return formats.talk(seconds)


@register.filter
def day(on: date) -> str:
    """Write a day with its year."""
    return formats.day(on)


@register.filter
def day_plain(on: date) -> str:
    """Write a day as a law is dated."""
    return formats.day_plain(on)


@register.filter
def day_short(on: date) -> str:
    """Write a day without its year."""
    return formats.day_short(on)


@register.filter
def window_reason(window: PromiseWindow) -> str:
    """Say why promises may lie no farther ahead."""
    return window.because_zh if is_chinese() else window.because


@register.filter
def ago(on: date, today: date) -> str:
    """Say how far a day is from ``today``."""
    return formats.relative_day(on, today=today)


@register.filter
def clock(at: datetime, zone: ZoneInfo) -> str:
    """Write the time of day in ``zone``."""
    return formats.clock(at, zone)


@register.filter
def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Move a moment into ``zone``."""
    return at.astimezone(zone)


@register.filter
def local_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the day of a moment in ``zone``."""
    return at.astimezone(zone).date()


@register.filter(expects_localtime=True)
def iso(at: datetime) -> str:
    """Write a moment for machines, as ``date:"c"`` does."""
    return at.isoformat()


@register.filter
def house_day(at: datetime) -> date:
    """Return the day of the house at a moment, where a page tells the day alone."""
    return house_date(at)


@register.filter
def word(value: str | None, of: str) -> str:
    """Translate a word of a closed list: ``{{ decision.channel|word:"CHANNEL" }}``."""
    listed: dict[str, str] = getattr(words, of)
    return str(listed.get(value or "", value or ""))


@register.filter
def offer_word(value: str, of: str) -> str:
    """Translate a word of agreements: ``{{ offer.state|offer_word:"STATE" }}``."""
    listed: dict[str, object] = getattr(agreement_words, of)
    return str(listed.get(value, value))


@register.filter
def guarantee_word(value: str, of: str) -> str:
    """Translate a word of guarantors: ``{{ step.step|guarantee_word:"STEP" }}``."""
    listed: dict[str, object] = getattr(guarantee_words, of)
    return str(listed.get(value, value))


@register.filter
def conduct_word(value: str, of: str) -> str:
    """Translate a word of conduct: ``{{ judgement.outcome|conduct_word:"OUTCOME" }}``."""
    listed: dict[str, object] = getattr(conduct_words, of)
    return str(listed.get(value, value))


@register.filter
def source_name(code: str) -> str:
    """Name a source of a search, in the reader's language; its code where it is on no list now."""
    rules = load_search_rules()
    named = {each.code: (each.name, each.name_zh) for each in rules.refused}
    named |= {each.code: (each.name, each.name_zh) for each in rules.sources}
    return in_language(named.get(code, (code, code)))


@register.filter
def lost_word(value: str, of: str) -> str:
    """Translate a word of lost contact: ``{{ step.result|lost_word:"RESULT" }}``."""
    listed: dict[str, object] = getattr(lost_words, of)
    return str(listed.get(value, value))


@register.filter
def message_name(template_id: str) -> str:
    """Return what people call a message that is sent by a template."""
    return template_name(template_id)


@register.filter
def why_not_sent(note: str) -> str:
    """Say why a message did not leave."""
    return why_words(note)


@register.filter
def case_word(value: str, of: str) -> str:
    """Translate a word of disputes and complaints: ``{{ case.state|case_word:"STATE" }}``."""
    listed: dict[str, object] = getattr(case_words, of)
    return str(listed.get(value, value))


@register.filter
def debit_sentence(debit: Debit) -> str:
    """Say where a debit stands."""
    return debits.debit_sentence(debit)


@register.filter
def sentence(code: str) -> str:
    """Return the sentence of a reason's code."""
    return reasons.code_sentence(code)


@register.filter
def short(code: str) -> str:
    """Return two or three words for a reason's code."""
    return reasons.code_short(code)


@register.filter
def phone(value: str) -> str:
    """Write a phone number as it is read aloud."""
    return formats.phone_number(value)


@register.filter
def masked(value: str) -> str:
    """Hide a number, e-mail or address of any kind but its end."""
    return formats.masked_text(value)


@register.filter
def force(value: str) -> str:
    """Say how strong a rule is: a statute, a notice, a house rule."""
    return in_language(FORCES[value])


@register.filter
def confidence(value: str) -> str:
    """Say how the source of a rule was read."""
    return in_language(CONFIDENCES[value])


@register.filter
def confidence_short(value: str) -> str:
    """Say the same beside a count."""
    return str(words.CONFIDENCE_SHORT.get(value, value))


@register.filter
def hours(minutes: int) -> str:
    """Write minutes as hours and minutes: ``7:30``."""
    return f"{minutes // 60}:{minutes % 60:02}"
