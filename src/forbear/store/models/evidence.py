from __future__ import annotations

from django.db import models

from forbear.store.models.fields import append_only


class Seal(models.Model):
    """One link of the chain over everything that is only ever added to."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    # SHA-256 in hexadecimal, see core/evidence/chain
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        triggers = [append_only()]


class SealedPart(models.Model):
    """The rows of one table that a seal covers."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="parts")
    table = models.CharField(max_length=63)
    # the columns under the digest, in its order: later ones are added to the table, not to the past
    columns = models.JSONField()
    # as 1-500,503
    ids = models.TextField()
    # the last of them: what lies far below is not looked at for every new seal
    last_id = models.BigIntegerField(default=0)
    rows = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["seal", "table"], name="one_part_a_table_and_seal")
        ]
        indexes = [models.Index(fields=["table", "last_id"], name="part_by_its_last_row")]
