"""Trying a template before it is used: its words, read by the auditor, with an invented case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from forbear.core.speech.audited import blocked_by, whole_text
from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.render import Refusal, Text, render
from forbear.core.speech.sms import sms_parts
from forbear.core.speech.specimens import specimen
from forbear.core.speech.templates import Fault, Template
from forbear.packs.issuers import load_issuer
from forbear.packs.speech import load_auditor
from forbear.packs.words import WordsError, template_faults, template_from

SMS_MOST = 2
_NAME = re.compile(r"[a-z][a-z0-9_]{1,62}[a-z0-9]")
_TEXT_MOST = 60_000


def text_faults(template_id: str, text: str) -> tuple[Fault, ...]:
    """Return every fault of a text; nothing if it may be saved."""
    if not _NAME.fullmatch(template_id):
        return (Fault("FILE", "name", "A name is small letters, digits and underscores."),)
    if len(text) > _TEXT_MOST:
        return (Fault("FILE", "text", f"A template has at most {_TEXT_MOST} characters."),)
    if "\0" in text:
        return (Fault("FILE", "text", "The text has a character that is none (U+0000)."),)
    try:
        return tuple(every_fault(template_from(template_id, text)))
    except WordsError as error:
        return (Fault("FILE", "text", str(error)),)


def every_fault(template: Template) -> list[Fault]:
    """Return every fault that can be found before a template is used; nothing if it may be."""
    found = template_faults(template)
    if found:
        return found
    return [fault for fault in _tried(template) if template.audience != "staff"]


def _tried(template: Template) -> Iterator[Fault]:
    auditor = load_auditor()
    for language, place, _ in template.all_words():
        where = f"{language}.{place}" if place else language
        facts = invented_case(template, language, place)
        for channel in template.channels:
            text = render(template, facts, language, channel=channel)
            if isinstance(text, Refusal):
                yield Fault("FILE", f"{where}.{channel}", text.sentence)
                continue
            if (found := blocked_by(auditor, text, facts, language)) is not None:
                yield Fault("AUDIT", f"{where}.{channel}", found.category, _at(text, found.span))
            if channel == "sms" and (count := sms_parts(text.text)) > SMS_MOST:
                yield Fault("SMS_LONG", f"{where}.sms", str(count), text.text)


def reader_of(template: Template) -> str:
    """Return who reads a template: its audience, and of what is for anyone the cardholder."""
    return template.audience if template.audience in {"staff", "guarantor"} else "cardholder"


def invented_case(template: Template, language: Language, place: str = "") -> MessageFacts:
    """Return facts of nobody by which all that ``template`` requires holds, and nothing else."""
    issuer = load_issuer()
    own = issuer.words[language]
    kind = "creditor"
    places = place or next(iter(sorted(template.only_in)), "GB")
    facts = MessageFacts(
        party=reader_of(template),
        person_name="Ada Kowalski" if language == "en" else "欧阳晓琳",
        currency={"US": "USD", "GB": "GBP", "CN": "CNY", "AU": "AUD", "IN": "INR", "EU": "EUR"}.get(
            places[:2], "USD"
        ),
        card_last4="4821",
        overdue_minor=120050,
        minimum_minor=3500,
        balance_minor=540000,
        due_on=date(2026, 3, 26),
        as_of=date(2026, 3, 12),
        reference="FB-2026-000317",
        message_code="K7QF-2M9X-P",
        collector_kind=kind,
        reach_phone=issuer.reach_phone,
        check_url=issuer.check_url,
        places=_around(places),
        stage="early",
        status="open",
        legal_status="none",
        time_barred=False,
        dispute="none",
        plan="none",
        repaid_minor=45000,
        collector_authorised=True,
        mandate_reference="M-2026-0001",
        debit_account="3000",
        creditor_name=own["issuer_name"],
        creditor_id="DE98ZZZ09999999999",
        visitor_names="A. Reed, B. Park" if language == "en" else "李明、王芳",
        person_address="12 Elm Street, Albany, NY 12207",
        collector_address="PO Box 100, Albany, NY 12207",
        **own,  # type: ignore[arg-type]
    )
    known = frozenset(template.requires & CONDITIONS.keys())
    facts = specimen(facts, known)
    name = issuer.collector_name(facts.collector_kind or kind, language)
    return replace(facts, collector_name=name)


def _around(place: str) -> tuple[str, ...]:
    """Return a place with those around it, from the nation inwards."""
    pieces = place.split("-")
    return tuple("-".join(pieces[: size + 1]) for size in range(len(pieces)))


def _at(text: Text, span: object) -> str:
    start, end = getattr(span, "start", 0), getattr(span, "end", 0)
    return whole_text(text)[start:end]
