"""What is said to someone who asks whether a thing is ours. No word of what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forbear.core.genuine import Checked
from forbear.core.speech.formats import date_text
from forbear.web.shared.language import is_chinese


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words. ``tone`` is good, bad or warn; ``may_report`` offers to tell us of it."""

    tone: str
    title: str
    lines: list[str] = field(default_factory=list)
    may_report: bool = False

    @property
    def icon(self) -> str:
        """Return the icon that says the same as the colour."""
        return {"good": "permitted", "bad": "denied"}.get(self.tone, "warning")


def said_of(found: Checked, *, phone: str) -> Said:
    """Return the answer in the reader's language."""
    on = date_text(found.on, None, "zh-Hans" if is_chinese() else "en") if found.on else ""
    match found.verdict:
        case "genuine":
            return Said("good", _("Yes, this is ours"), _genuine(found, on=on, phone=phone))
        case "withdrawn":
            lines = [_withdrawn(found), _("You need do nothing because of it.")]
            ask = _("If you want to know more, call us on %(phone)s.") % {"phone": phone}
            return Said("warn", _("This was ours, but it no longer holds"), [*lines, ask])
        case _ if found.is_changed:
            return Said(
                "bad",
                _("This file has been changed"),
                [
                    _("We signed this letter, but it is not as we signed it any more."),
                    _("Do not believe what it says. Call us on %(phone)s.") % {"phone": phone},
                ],
                may_report=True,
            )
        case _ if found.is_mistyped:
            return Said(
                "warn",
                _("Please look at it once more"),
                [
                    _("What you typed cannot be a code, a phone number or a card of ours."),
                    _("A code has nine signs, such as 38VT-QM8F-C. Look for the word Code."),
                ],
                may_report=True,
            )
        case _:
            return Said(
                "bad",
                _("No, we do not know this"),
                [
                    _("Nothing of ours has this code or number."),
                    _("Give no data, open no link and send no money because of it."),
                    _("If you are not sure, call us on %(phone)s.") % {"phone": phone},
                ],
                may_report=True,
            )


def said_of_file(found: Checked, *, phone: str) -> Said:
    """Return the answer for a file: one that we did not sign may still be a picture of ours."""
    if found.verdict != "not_ours" or found.is_changed:
        return said_of(found, phone=phone)
    return Said(
        "bad",
        _("No, we did not sign this file"),
        [
            _("Each letter that we send as a file carries our signature. This one does not."),
            _("A photo or scan never does: check the code on the letter instead."),
            _("If you are not sure, call us on %(phone)s.") % {"phone": phone},
        ],
        may_report=True,
    )


def fake_kinds() -> list[tuple[str, str]]:
    """Return what a fake can be, for people."""
    return [
        ("sms", _("a text message")),
        ("email", _("an e-mail")),
        ("letter", _("a letter or a file")),
        ("call", _("a call")),
        ("visit", _("a visit")),
        ("website", _("a website or an app")),
        ("other", _("something else")),
    ]


def _genuine(found: Checked, *, on: str, phone: str) -> list[str]:
    call = _("If anything in it looks strange, call us on %(phone)s.") % {"phone": phone}
    match found.kind:
        case "number":
            return [
                _("We make calls from this number."),
                _("But a caller can make any number appear. To be sure, hang up and call us."),
                _("Our number is %(phone)s.") % {"phone": phone},
            ]
        case "card":
            return [
                _("This card is valid today."),
                _("You need not let anyone in. You may ask for a letter instead."),
                call,
            ]
        case "sms":
            sent = _("We sent a text message with this code on %(on)s.") % {"on": on}
        case "email":
            sent = _("We sent an e-mail with this code on %(on)s.") % {"on": on}
        case "letter":
            sent = _("We wrote a letter with this code on %(on)s.") % {"on": on}
        case "document":
            sent = _("We made a paper with this code on %(on)s.") % {"on": on}
        case _:
            sent = _("We sent a message with this code on %(on)s.") % {"on": on}
    return [sent, _("This page does not say to whom, or about what."), call]


def _withdrawn(found: Checked) -> str:
    if found.withdrawn_on is None:
        return _("We have withdrawn it.")
    day = date_text(found.withdrawn_on, None, "zh-Hans" if is_chinese() else "en")
    return _("We withdrew it on %(on)s.") % {"on": day}
