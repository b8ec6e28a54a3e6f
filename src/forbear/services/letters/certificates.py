"""The certificates of ours: kept in the database, where each machine that checks finds them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.store.models import LetterCertificate


@transaction.atomic
def certificate_note(der: bytes, *, at: datetime, actor: str = "system") -> LetterCertificate:
    """Keep that letters are signed under a certificate; noting it again changes nothing."""
    made, is_new = LetterCertificate.objects.get_or_create(
        sha256=hashlib.sha256(der).hexdigest(), defaults={"der": der, "at": at}
    )
    if is_new:
        audit_write(
            at=at,
            actor=actor,
            action="letters.certificate_noted",
            subject="letter_certificate",
            subject_id=made.pk,
            data={"sha256": made.sha256},
        )
    return made


def certificates() -> list[bytes]:
    """Return every certificate under which letters of ours were signed, DER."""
    return [bytes(each) for each in LetterCertificate.objects.values_list("der", flat=True)]
