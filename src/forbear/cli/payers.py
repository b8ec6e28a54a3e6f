"""``forbear payers``: references for other people who pay, and their money back."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.payments.references import in_fours
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Let another person pay of their own will; send back to them what was too much."""


@command.command()
@click.argument("account")
@click.option("--send", is_flag=True, help="Tell the cardholder by a message, the gate willing.")
def reference(account: str, *, send: bool) -> None:
    """Show the reference of an ACCOUNT that its cardholder may pass on; make it at first."""
    with with_database():
        from forbear.services.payments import payers  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.wiring import adapters  # noqa: PLC0415

        number, issuer, url = _account(account), adapters.issuer(), adapters.public_url()
        key, at = adapters.code_key(), clock.now()
        found = (
            payers.pay_reference_send(
                account_id=number,
                issuer=issuer,
                code_key=key,
                public_url=url,
                at=at,
                actor=actor(),
            )
            if send
            else payers.pay_reference_give(
                account_id=number, issuer=issuer, code_key=key, at=at, actor=actor()
            )
        )
        if isinstance(found, Refusal):
            _refused(found.code, found.text)
        told = payers.pay_to(found, issuer=issuer)
        assert told is not None
        click.echo(f"{in_fours(told.reference)}, to {told.name}, {in_fours(told.iban)}")
        if url:
            click.echo(f"{url.rstrip('/')}/pay/{payers.pay_token(found.pk)}/")


@command.command()
@click.argument("account")
def end(account: str) -> None:
    """End the reference of an ACCOUNT; what still comes under it is booked."""
    with with_database():
        from forbear.services.payments.payers import pay_reference_end  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        found = pay_reference_end(account_id=_account(account), at=clock.now(), actor=actor())
        if isinstance(found, Refusal):
            _refused(found.code, found.text)
    click.echo("The reference is ended.")


@command.command("list")
@click.argument("account")
def show(account: str) -> None:
    """List what came to an ACCOUNT under its references, and what of a credit is the payers'."""
    with with_database():
        from forbear.services.payments.payers import payers_money  # noqa: PLC0415
        from forbear.store.models import Account, PayerPayment  # noqa: PLC0415

        row = Account.objects.get(pk=_account(account))
        found = list(PayerPayment.objects.filter(payment__account=row).select_related("payment"))
        for each in found:
            one = each.payment
            click.echo(f"payment {one.pk}: {one.amount_minor} {one.currency}, {one.value_on}")
        for iban, minor in payers_money(row).items():
            click.echo(f"{minor} {row.currency} of the credit goes back to ...{iban[-4:]}")
    if not found:
        click.echo("Nothing came under a reference.")


@command.command()
@click.argument("account")
@click.option("--reason", required=True, help="Why, for the record.")
def refund(account: str, reason: str) -> None:
    """Ask for what other payers paid too much to be sent back to their own accounts.

    Somebody else approves it: forbear refunds approve.
    """
    with with_database():
        from forbear.services.payments.paying_back import payers_refund  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = payers_refund(
            account_id=_account(account), reason=reason, at=clock.now(), actor=actor()
        )
        if isinstance(done, Refusal):
            _refused(done.code, done.text)
        for each in done:
            click.echo(f"Refund {each.pk} of {each.amount_minor} to ...{each.iban[-4:]}.")


def _account(reference: str) -> int:
    from forbear.store.models import Account  # noqa: PLC0415 - needs Django

    found = Account.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if found is None:
        _refused("ACCOUNT_UNKNOWN", f"There is no account {reference!r}.")
    return found


def _refused(code: str, text: str) -> NoReturn:
    click.echo(f"forbear payers: {code}: {text}", err=True)
    sys.exit(1)
