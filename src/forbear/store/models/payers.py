"""References that tell nothing: one that a cardholder may pass on, one for themselves.

Nothing of a payer is kept here but which payment was theirs: no name and no way to reach them.
"""

from __future__ import annotations

from django.db import models

from forbear.store.models.accounts import Account
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, never_deleted
from forbear.store.models.payments import BankEntry, Payment


class PayReference(models.Model):
    """A reference under which anybody may pay to an account; it tells nothing of the account.

    ``is_own`` is the cardholder's: what comes under it is no other payer's. ``code`` is what the
    printed ISO 11649 reference holds. Money that comes under one that has ended is still booked; it
    is only not shown any more.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="pay_references")
    code = models.CharField(max_length=16, null=True, unique=True)
    is_own = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    # the message that told the cardholder of it, if one did
    planned = models.OneToOneField(
        PlannedContact, models.PROTECT, null=True, related_name="pay_reference"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "is_own"],
                condition=models.Q(ended_at__isnull=True),
                name="one_pay_reference_an_account",
            )
        ]


class PayerPayment(models.Model):
    """A payment that came under such a reference.

    ``entry`` is by which entry of the bank it came, of what stays of a payment that went back in
    part: the payment has none of its own then.
    """

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="payer")
    reference = models.ForeignKey(PayReference, models.PROTECT, related_name="payments")
    entry = models.ForeignKey(BankEntry, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]

    @property
    def came_by(self) -> BankEntry | None:
        """The entry of the bank by which the money came."""
        return self.entry or self.payment.entry
