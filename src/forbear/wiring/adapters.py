"""Which parts are used: the gate, the writer and the channels."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from forbear.letters.channel import LetterChannel
from forbear.packs.issuers import DEFAULT, Issuer, load_issuer
from forbear.packs.post import DEFAULT as POST_RULES
from forbear.packs.post import PostRule, load_post_rules
from forbear.packs.words import load_disclosures, load_templates
from forbear.ports.channels import Channel
from forbear.ports.gate import Gate
from forbear.ports.letters import LetterSeal
from forbear.ports.writing import MessageWriter
from forbear.services.agreements.papers import Papers
from forbear.services.messages import StoreWriter
from forbear.wiring import channels as outside
from forbear.wiring import letter_keys
from forbear.wiring.gate import ask
from forbear.wiring.secrets import secret


def gate() -> Gate:
    """Return the gate with the rules in force here."""
    return ask


@cache
def issuer() -> Issuer:
    """Return the issuer's profile: ``FORBEAR_ISSUER``, or the demo's."""
    return load_issuer(Path(os.environ.get("FORBEAR_ISSUER") or DEFAULT))


@cache
def writer() -> MessageWriter:
    """Return what writes messages. Kept: its letter press holds the fonts."""
    return StoreWriter(
        issuer=issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=outside.letter_press(),
        letters=outside.letter_store(),
        code_key=code_key(),
        seal=letter_seal(),
        public_url=public_url(),
    )


def public_url() -> str:
    """Return where the public pages are reached, as https://pay.bank.example; empty: nowhere."""
    return os.environ.get("FORBEAR_PUBLIC_URL", "")


@cache
def papers() -> Papers:
    """Return what the papers of agreements are made of and kept by. Kept, like the writer."""
    return Papers(
        issuer=issuer(),
        templates=load_templates(),
        disclosures=load_disclosures(),
        press=outside.letter_press(),
        letters=outside.letter_store(),
        code_key=code_key(),
        seal=letter_seal(),
    )


def letter_seal() -> LetterSeal | None:
    """Return what signs letters; none where the house wants none."""
    if letter_keys.is_off():
        return None
    return letter_keys.signer(issuer().words["en"]["issuer_name"], issuer().check_url)


@cache
def post_rules() -> Sequence[PostRule]:
    """Return which letters go by registered post: ``FORBEAR_POST_RULES``, or ours."""
    return load_post_rules(Path(os.environ.get("FORBEAR_POST_RULES") or POST_RULES))


def code_key() -> bytes:
    """Return the key of the message codes: ``FORBEAR_SECRET_CODE_KEY``, or made at first use."""
    return secret("code_key", make=lambda: secrets.token_bytes(32))


@cache
def channels() -> Mapping[str, Channel]:
    """Return the channels by name. Kept: they hold their connections."""
    return MappingProxyType({**outside.channels(), "letter": LetterChannel()})
