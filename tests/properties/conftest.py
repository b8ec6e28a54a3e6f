"""Properties hold at any speed: no test here may fail by its timing."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("forbear", deadline=None)
settings.load_profile("forbear")
