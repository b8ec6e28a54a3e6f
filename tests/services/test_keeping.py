"""What is kept can be read with the key, as the secret of its owner, and in no other way."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from forbear.services.keeping import Keeper, KeptProblem

OLD, NEW = Fernet.generate_key(), Fernet.generate_key()


def test_a_secret_is_read_again_and_does_not_stand_in_the_clear() -> None:
    kept = Keeper([OLD]).keep("JBSWY3DP", of="user 1")
    assert "JBSWY3DP" not in kept
    assert Keeper([OLD]).read(kept, of="user 1") == "JBSWY3DP"


def test_it_is_of_nobody_else() -> None:
    kept = Keeper([OLD]).keep("JBSWY3DP", of="user 1")
    with pytest.raises(KeptProblem, match="user 2"):
        Keeper([OLD]).read(kept, of="user 2")


def test_a_key_is_followed_by_another() -> None:
    kept = Keeper([OLD]).keep("JBSWY3DP", of="user 1")
    assert Keeper([NEW, OLD]).read(kept, of="user 1") == "JBSWY3DP"
    later = Keeper([NEW, OLD]).keep("JBSWY3DP", of="user 1")
    assert Keeper([NEW]).read(later, of="user 1") == "JBSWY3DP"
    for text, keeper in ((kept, Keeper([NEW])), (kept[:-9], Keeper([OLD])), ("", Keeper([OLD]))):
        with pytest.raises(KeptProblem):
            keeper.read(text, of="user 1")
