"""What a client names, found by the reference that the host gave it."""

from __future__ import annotations

from forbear.store.models import Account, Person
from forbear.web.api.problems import ApiProblem


def account_of(reference: str) -> Account:
    """Return the account, with its person; ``ApiProblem`` 404 if there is none."""
    found = Account.objects.select_related("person").filter(reference=reference).first()
    if found is None:
        raise ApiProblem(404, "ACCOUNT_UNKNOWN", "There is no account with that reference.")
    return found


def person_of(reference: str) -> Person:
    """Return the person, with their wishes; ``ApiProblem`` 404 if there is none."""
    found = Person.objects.select_related("preference").filter(reference=reference).first()
    if found is None:
        raise ApiProblem(404, "PERSON_UNKNOWN", "There is no person with that reference.")
    return found
