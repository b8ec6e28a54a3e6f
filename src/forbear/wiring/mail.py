"""The keys of e-mail: what signs it, and what knows it again when it comes back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from forbear.channels.mail.dkim import DkimError, DkimSigner, dkim_key_make, dkim_signer
from forbear.ports.channels import ChannelError
from forbear.wiring.secrets import secret


def mail_signer(environment: Mapping[str, str], *, sender: str) -> DkimSigner | None:
    """Return what signs e-mail, or nothing where FORBEAR_DKIM_SELECTOR is not set.

    FORBEAR_DKIM_DOMAIN is by default the domain of ``sender``; a receiver only counts a signature
    of that domain or of one above it. FORBEAR_DKIM_KEY_FILE is a private key in PEM; without it,
    FORBEAR_SECRET_DKIM_KEY holds it, or an RSA key is made at first use and kept below
    FORBEAR_HOME. Raises ChannelError, code CHANNEL_NOT_CONFIGURED.
    """
    selector = environment.get("FORBEAR_DKIM_SELECTOR")
    if not selector:
        return None
    own = sender.partition("@")[2].lower()
    domain = environment.get("FORBEAR_DKIM_DOMAIN", own).lower()
    if own != domain and not own.endswith(f".{domain}"):
        raise ChannelError(
            "CHANNEL_NOT_CONFIGURED",
            f"FORBEAR_DKIM_DOMAIN is {domain}, and the sender writes from {own}: no receiver "
            "counts that signature. Name the sender's domain, or one above it.",
        )
    try:
        return dkim_signer(domain=domain, selector=selector, pem=_pem(environment))
    except (DkimError, OSError) as error:
        raise ChannelError("CHANNEL_NOT_CONFIGURED", f"E-mail cannot be signed: {error}") from error


def verp_key() -> bytes:
    """Return the key of the return addresses, made at first use."""
    return secret("verp_key", make=lambda: secrets.token_bytes(32))


def _pem(environment: Mapping[str, str]) -> bytes:
    if given := environment.get("FORBEAR_DKIM_KEY_FILE"):
        return Path(given).read_bytes()
    return secret("dkim_key", make=dkim_key_make)
