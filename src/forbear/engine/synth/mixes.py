"""What a synthetic portfolio is made of: shares per thousand, so that no float is needed.

The shares are round guesses of a card portfolio in collections. They are no statistics.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

PER_MILLE = 1_000

# nation, region, city, time zones, language, currency, hours from UTC (winter), share
PLACES: tuple[tuple[str, str | None, str | None, str | None, str, str, int, int], ...] = (
    ("CN", None, None, "Asia/Shanghai", "zh", "CNY", 8, 446),
    ("CN", None, None, None, "zh", "CNY", 8, 4),
    ("US", "US-NY", "US-NY-NYC", "America/New_York", "en", "USD", -5, 20),
    ("US", "US-NY", None, "America/New_York", "en", "USD", -5, 20),
    ("US", "US-CA", None, "America/Los_Angeles", "en", "USD", -8, 45),
    ("US", "US-CA", None, "America/Los_Angeles", "es", "USD", -8, 15),
    ("US", "US-TX", None, "America/Chicago", "en", "USD", -6, 40),
    ("US", "US-TX", None, "America/Chicago,America/Denver", "es", "USD", -6, 10),
    ("US", "US-FL", None, "America/New_York,America/Chicago", "en", "USD", -5, 30),
    ("US", "US-MA", None, "America/New_York", "en", "USD", -5, 20),
    ("US", "US-IL", None, "America/Chicago", "en", "USD", -6, 40),
    ("US", "US-OH", None, "America/New_York", "en", "USD", -5, 55),
    ("US", "US-AZ", None, "America/Phoenix", "en", "USD", -7, 50),
    ("US", "US-AZ", None, None, "en", "USD", -7, 5),
    ("GB", None, None, "Europe/London", "en", "GBP", 0, 90),
    ("AU", "AU-NSW", None, "Australia/Sydney", "en", "AUD", 11, 20),
    ("AU", "AU-WA", None, "Australia/Perth", "en", "AUD", 8, 20),
    ("IN", "IN-MH", None, "Asia/Kolkata", "en", "INR", 5, 40),
    ("EU", "EU-DE", None, "Europe/Berlin", "de", "EUR", 1, 30),
)
# first and last day past due, share
AGES: tuple[tuple[int, int, int], ...] = (
    (0, 0, 150),
    (1, 30, 300),
    (31, 60, 140),
    (61, 90, 90),
    (91, 120, 70),
    (121, 150, 50),
    (151, 180, 50),
    (181, 900, 150),
)
# First day past due at which the default ladder asks for each rung.
RUNG_FROM_DPD = (1, 7, 31, 61, 91, 91, 181, 211, 365, 1095)
# Shares of the words of a closed list, in its order.
COLLECTORS = (700, 250, 50)
PLANS = (950, 20, 30)
DISPUTES = (970, 20, 10)
LITIGATION = (800, 120, 60, 20)
BROKEN_PROMISES = (850, 100, 35, 15)
# Days past due after which a part of the accounts is charged off, sued on, or time-barred.
CHARGED_OFF_FROM_DPD = 180
SUED_FROM_DPD = 210
TIME_BARRED_FROM_DPD = 850
# channel, direction, outcome, contact point (0 mobile, 1 email, 2 postal), share
CONTACTS: tuple[tuple[str, str, str, int, int], ...] = (
    ("sms", "out", "delivered", 0, 430),
    ("sms", "out", "bounced", 0, 20),
    ("sms", "in", "replied", 0, 10),
    ("call", "out", "no_answer", 0, 180),
    ("call", "out", "busy", 0, 20),
    ("call", "out", "not_in_service", 0, 10),
    ("call", "out", "answered_dropped", 0, 20),
    ("call", "out", "conversation", 0, 60),
    ("call", "out", "refused", 0, 10),
    ("call", "in", "conversation", 0, 10),
    ("voicemail", "out", "limited_content", 0, 20),
    ("email", "out", "delivered", 1, 150),
    ("email", "out", "bounced", 1, 10),
    ("letter", "out", "delivered", 2, 45),
    ("visit", "out", "conversation", 2, 5),
)


def draw(rng: np.random.Generator, shares: tuple[int, ...], size: int) -> Codes:
    """Draw positions by their shares, which must sum to a thousand."""
    assert sum(shares) == PER_MILLE, "shares are per thousand"
    table = np.repeat(np.arange(len(shares)), shares)
    return table[rng.integers(0, PER_MILLE, size, dtype=np.int16)]


def chance(rng: np.random.Generator, per_mille: int, size: int) -> NDArray[np.bool_]:
    """Draw yes with a share per thousand."""
    return rng.integers(0, PER_MILLE, size, dtype=np.int16) < per_mille
