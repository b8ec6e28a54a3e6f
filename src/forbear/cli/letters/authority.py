"""``forbear letters ca``: the key that signs letters, and the authority above it."""

from __future__ import annotations

import click

from forbear.cli.database import with_database


@click.group()
def ca() -> None:
    """Show or renew the key that signs letters."""


@ca.command()
@click.option("--pem", is_flag=True, help="Print the root's certificate, for others to trust.")
def show(*, pem: bool) -> None:
    """Show who signs letters, until when, and where the key comes from; never the key itself."""
    with with_database():
        from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

        from forbear.ports.letters import LetterError  # noqa: PLC0415
        from forbear.wiring import letter_keys  # noqa: PLC0415 - needs Django
        from forbear.wiring.adapters import issuer, letter_seal  # noqa: PLC0415

        if letter_keys.is_off():
            click.echo("Letters are not signed: FORBEAR_LETTER_KEY is off.")
            return
        try:
            letter_seal()
            held = letter_keys.bundle(issuer().words["en"]["issuer_name"])
        except LetterError as error:
            raise click.ClickException(f"{error.code} {error}") from error
    if pem:
        click.echo(held.root.public_bytes(Encoding.PEM).decode(), nl=False)
        return
    whose = "your own key" if letter_keys.is_configured() else "a key made here at first use"
    click.echo(f"Letters are signed with {whose}.")
    for certificate in held.chain:
        _say(certificate)


@ca.command()
@click.option("--root", "with_root", is_flag=True, help="Make a new root above it, too.")
def new(*, with_root: bool) -> None:
    """Make a new key; what was signed with the old one stays genuine."""
    with with_database():
        from forbear.wiring import letter_keys  # noqa: PLC0415 - needs Django
        from forbear.wiring.adapters import issuer, letter_seal  # noqa: PLC0415

        made = letter_keys.bundle_new(issuer().words["en"]["issuer_name"], with_root=with_root)
        letter_seal()
    click.echo("Letters are signed with this key from now on; restart what sends them:")
    _say(made.signer)


def _say(certificate: object) -> None:
    from cryptography import x509  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415

    assert isinstance(certificate, x509.Certificate)
    print_of = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    click.echo(f"  {certificate.subject.rfc4514_string()}")
    click.echo(
        f"    good from {certificate.not_valid_before_utc:%Y-%m-%d} "
        f"to {certificate.not_valid_after_utc:%Y-%m-%d}"
    )
    click.echo(f"    SHA-256 {print_of}")
