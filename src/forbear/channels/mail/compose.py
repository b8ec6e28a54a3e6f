"""Writing an e-mail: headers that nobody can add to, text and HTML, ready for a signature."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from forbear.channels.mail.addresses import mail_address
from forbear.channels.mail.layout import page
from forbear.ports.channels import ChannelError, OutgoingMessage

# on one line, however long: folded, a link in them would be encoded as a word
_UNFOLDED = frozenset({"list-unsubscribe", "message-id"})
_LINK = re.compile(r"https?://[!-;=?-~]{1,900}")  # a line has 998 signs at most: RFC 5322, 2.1.1


class _Policy(EmailPolicy):
    """Writes as SMTP asks for, and leaves links whole."""

    def fold(self, name: str, value: str) -> str:
        """Return one header as it is written."""
        if name.lower() in _UNFOLDED:
            return f"{name}: {value}\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return one header as it travels."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


# seven bits: a server on the way that cannot do more would break the signature
_POLICY = _Policy(linesep="\r\n", raise_on_defect=False, cte_type="7bit")
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,80}")
# controls but tab and line feed, soft hyphens, zero-width signs, marks of direction, surrogates
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb]"
)
# What the channel itself answers for; a message may not set it.
_OWN_HEADERS = frozenset(
    {
        "to",
        "cc",
        "bcc",
        "from",
        "sender",
        "subject",
        "date",
        "message-id",
        "reply-to",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "auto-submitted",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-language",
        "dkim-signature",
        "return-path",
    }
)


def mail_of(
    message: OutgoingMessage, *, sender: str, sender_name: str, at: datetime
) -> EmailMessage:
    """Return the e-mail of ``message``; raises ChannelError, code MESSAGE_INVALID.

    Signs that cannot be seen and those that turn the order of others are taken out of subject and
    text: a name that carries them cannot make the mail say something else.
    """
    to = _checked(message)
    mail = EmailMessage(policy=_POLICY)
    subject = visible(message.subject)
    try:
        mail["From"] = Address(display_name=visible(sender_name), addr_spec=sender)
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = message_id(message.reference, sender)
        mail["Auto-Submitted"] = "auto-generated"
        for name, value in message.headers.items():
            mail[name] = value
        if message.unsubscribe_url:
            mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
            # one click needs an encrypted address (RFC 8058, section 3.1)
            if message.unsubscribe_url.startswith("https://"):
                mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as error:
        raise ChannelError("MESSAGE_INVALID", f"A header cannot be written: {error}.") from error
    mail.set_content(visible(message.text))
    if message.html is not None:
        shown = page(replace(message, subject=subject), visible(message.html))
        mail.add_alternative(shown, subtype="html")
    # last: setting the content removes every Content- header
    mail["Content-Language"] = message.language
    return mail


def _checked(message: OutgoingMessage) -> str:
    """Return the one address that ``message`` goes to; raises ChannelError for one that may not."""
    to = mail_address(message.to)
    if to is None:
        raise ChannelError(
            "MESSAGE_INVALID", f"{message.to!r} is not one e-mail address. Correct the address."
        )
    if not _REFERENCE.fullmatch(message.reference):
        raise ChannelError(
            "MESSAGE_INVALID",
            f"The reference {message.reference!r} has other signs than letters, digits, . _ -",
        )
    if taken := sorted(name for name in message.headers if name.lower() in _OWN_HEADERS):
        raise ChannelError("MESSAGE_INVALID", f"A message may not set the header {taken[0]}.")
    if "\n" in message.subject or "\r" in message.subject:
        raise ChannelError("MESSAGE_INVALID", "The subject has more than one line.")
    if message.unsubscribe_url and not _LINK.fullmatch(message.unsubscribe_url):
        raise ChannelError("MESSAGE_INVALID", "The address to unsubscribe at is not a link.")
    return to


def message_id(reference: str, sender: str) -> str:
    """Return the Message-ID of a reference: the same each time, so that a repeat is known."""
    return f"<{reference}@{sender.partition('@')[2]}>"


def visible(text: str) -> str:
    """Return ``text`` without controls and marks that hide or turn what is read."""
    return _HIDDEN.sub("", text)
