"""Which channels, from the environment. What is not configured refuses, and says what to set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from forbear.channels.email import EmailChannel, smtp_config
from forbear.channels.missing import MissingChannel
from forbear.channels.smpp import SmppChannel, smpp_config
from forbear.channels.sms_http import SmsHttpChannel
from forbear.letters.press import TypstPress
from forbear.letters.store import LetterFiles
from forbear.ports.channels import Channel, ChannelError
from forbear.ports.letters import LetterPress, LetterStore
from forbear.wiring.home import data_folder
from forbear.wiring.mail import mail_signer, verp_key
from forbear.wiring.smpp import keep_in_thread


def channels(environment: Mapping[str, str] | None = None) -> Mapping[str, Channel]:
    """Return the channels by name: ``email`` and ``sms``.

    Reads FORBEAR_SMTP_URL, what ``mail_signer`` reads, and FORBEAR_SMPP_URL or FORBEAR_SMS_URL and
    FORBEAR_SMS_TOKEN. Raises ChannelError, code CHANNEL_NOT_CONFIGURED, for a value that cannot be
    right. Keep the channels: they hold their connections.
    """
    env = os.environ if environment is None else environment
    return MappingProxyType({"email": _email(env), "sms": _sms(env)})


def letter_press() -> LetterPress:
    """Return what makes letters. Keep it: its compiler holds the fonts."""
    return TypstPress()


def letter_store() -> LetterStore:
    """Return where letters are kept: the folder ``letters`` below FORBEAR_HOME."""
    return LetterFiles(data_folder() / "letters")


def _email(env: Mapping[str, str]) -> Channel:
    if url := env.get("FORBEAR_SMTP_URL"):
        config = smtp_config(url)
        return EmailChannel(
            config,
            signer=mail_signer(env, sender=config.sender),
            verp_key=verp_key() if config.bounces else None,
        )
    return MissingChannel(
        "email",
        "Set FORBEAR_SMTP_URL, such as "
        "smtp+starttls://user:password@mail.bank.example:587/?from=letters@bank.example.",
    )


def _sms(env: Mapping[str, str]) -> Channel:
    url, token = env.get("FORBEAR_SMS_URL"), env.get("FORBEAR_SMS_TOKEN")
    if smsc := env.get("FORBEAR_SMPP_URL"):
        if url:
            raise ChannelError(
                "CHANNEL_NOT_CONFIGURED",
                "FORBEAR_SMPP_URL and FORBEAR_SMS_URL are both set. Text messages go one way: "
                "remove one of them.",
            )
        return SmppChannel(smpp_config(smsc), on_heard=keep_in_thread)
    if url and token:
        return SmsHttpChannel(url=url, token=token)
    missing = "FORBEAR_SMS_URL" if not url else "FORBEAR_SMS_TOKEN"
    return MissingChannel(
        "sms",
        f"Set {missing}; the gateway’s provider gives both. For an SMSC set FORBEAR_SMPP_URL.",
    )
