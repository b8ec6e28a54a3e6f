"""Signing by link: who was sent one, what they did on its page, and the paper that was signed."""

from __future__ import annotations

from django.db import models

from forbear.store.models.accounts import Account
from forbear.store.models.agreements import Offer
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, word

# wrong: what was typed is not what the file holds. closed: so often that the link opens no more.
SIGN_STEPS = ("wrong", "closed", "verified", "signed", "declined", "asked")


class SignLink(models.Model):
    """A link by which a cardholder may read and sign an offer; good until the offer's last day.

    Its token is made of its number and the house's secret, and is kept nowhere.
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="sign_links")
    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="sign_link")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]


class SignStep(models.Model):
    """What somebody did on the page of a link: from which address, with which program."""

    link = models.ForeignKey(SignLink, models.PROTECT, related_name="steps")
    # for the timeline, which reads by account
    account = models.ForeignKey(Account, models.PROTECT, related_name="sign_steps", db_index=False)
    kind = word(SIGN_STEPS)
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["account", "at"], name="sign_step_of_an_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["link"],
                condition=models.Q(kind="closed"),
                name="a_sign_link_closes_once",
            )
        ]


class SignedAgreement(models.Model):
    """A paper as it was shown and signed. One for an offer, for ever.

    ``text`` is every word and sum that was shown, ``text_sha256`` its digest, which the page named
    when it was signed; ``artefact`` is the signed file's path below the data folder.
    """

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="signed")
    link = models.ForeignKey(SignLink, models.PROTECT, related_name="+")
    # by which it was known who reads, and what they then did
    verified = models.ForeignKey(SignStep, models.PROTECT, related_name="+")
    step = models.OneToOneField(SignStep, models.PROTECT, related_name="signed")
    at = models.DateTimeField()
    on = models.DateField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=16)
    template = models.CharField(max_length=64)
    template_version = models.PositiveIntegerField()
    template_sha256 = models.CharField(max_length=64)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    reference = models.CharField(max_length=80)
    artefact = models.CharField(max_length=200)
    # by which anyone can ask whether the paper is ours
    code = models.CharField(max_length=16, unique=True)

    class Meta:
        triggers = [append_only()]
