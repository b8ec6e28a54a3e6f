"""What the readers say of a text, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.core.speech.audit.readers.learned import Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """Logarithms of odds, a column for each label.

    ``words`` is what the second reader says of each unit, ``whole`` what the reader of whole texts
    says (one row), ``meaning`` what the third reader says of each unit; ``None``: it was not asked.
    """

    words: Floats
    whole: Floats
    meaning: Floats | None = None
