"""The state of an account while it is worked out: the same columns, but they may be written.

Only the steps of a day see a book; everyone else gets a frozen ``State``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date

from forbear.core.ledger.lines import FeeLine, InterestLine
from forbear.core.ledger.state import Due, Owing, State

COLUMNS = tuple(column.name for column in fields(State) if column.name != "dues")


@dataclass(slots=True)
class Settled:
    """What a payment, refund or waiver took off, so that its reversal can put it back."""

    kind: str
    cycle: int  # the number of statements made before it
    parts: dict[str, int] = field(default_factory=dict)  # lot or charge -> minor units
    credit: int = 0  # what was left over
    dues: list[tuple[date, int, int]] = field(default_factory=list)  # due_on, its amount, settled
    ended_plan: bool | None = None  # it was the last of a plan, which bore interest or not


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that did not happen: a code, and a sentence that says why."""

    event_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class StatementMade:
    """What a statement said, in minor units. ``minimum`` holds what is past due as well."""

    statement_on: date
    due_on: date
    balance: int
    minimum: int
    past_due: int


def _counter() -> defaultdict[str, int]:
    return defaultdict(int)


@dataclass(slots=True)
class Trace:
    """What happened on the way, for explaining. Lines of interest move as the interest does."""

    charged: defaultdict[str, int] = field(default_factory=_counter)
    paid: defaultdict[str, int] = field(default_factory=_counter)
    waived: defaultdict[str, int] = field(default_factory=_counter)
    refunded: defaultdict[str, int] = field(default_factory=_counter)
    posted: list[InterestLine] = field(default_factory=list)
    accrued: list[InterestLine] = field(default_factory=list)
    deferred_new: list[InterestLine] = field(default_factory=list)
    deferred_before: list[InterestLine] = field(default_factory=list)
    deferred_since: list[InterestLine] = field(default_factory=list)
    open: dict[str, InterestLine] = field(default_factory=dict)
    fees: list[FeeLine] = field(default_factory=list)
    billed: list[tuple[date, str, int]] = field(default_factory=list)  # on, component, amount
    statements: list[StatementMade] = field(default_factory=list)
    settled: dict[str, Settled] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    cycle: int = 0
    principal_days: int = 0  # principal times days that it stood

    def refuse(self, event_id: str, code: str, message: str) -> None:
        """Note an event that could not happen."""
        self.refused.append(Refused(event_id, code, message))


class Book(Owing):
    """The columns of ``State``, writable, with the trace of how they came to be."""

    __slots__ = (*COLUMNS, "dues", "limit", "trace")

    deferred_new: int
    deferred_before: int
    deferred_since: int
    accrued: int
    accrued_on_interest: int
    credit: int
    statement_on: date | None
    statement_balance: int
    due_on: date | None
    minimum: int
    is_decided: bool
    credited_since: int
    has_interest_free: bool
    charges_posted: int
    late_fee_cycles: int | None
    interest_paused_until: date | None
    fees_paused_until: date | None
    is_charged_off: bool
    has_plan: bool
    plan_has_interest: bool

    def __init__(self, state: State, *, limit: int | None = None) -> None:
        for name in COLUMNS:
            setattr(self, name, getattr(state, name))
        # due_on, amount, paid; oldest first
        self.dues: list[tuple[date, int, int]] = [(d.due_on, d.amount, d.paid) for d in state.dues]
        self.limit = limit
        self.trace = Trace()

    def state(self) -> State:
        """Return the book as a frozen value."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        return State(**columns, dues=tuple(Due(*due) for due in self.dues))

    @property
    def fees(self) -> int:
        """All unpaid fees and costs."""
        return self.late_fee + self.other_fee + self.cost

    def unpaid_dues(self, by: date | None = None) -> int:
        """What is missing of all dues, or of those that fell due before a day."""
        unpaid = 0
        for due_on, amount, paid in self.dues:
            if by is None or due_on < by:
                unpaid += amount - paid
        return unpaid

    def charge(self, part: str, amount: int) -> None:
        """Add to a lot or charge; what we owe the cardholder is used first."""
        trace = self.trace
        trace.charged[part] += amount
        if self.credit:
            used = min(self.credit, amount)
            self.credit -= used
            trace.paid[part] += used
            amount -= used
        setattr(self, part, getattr(self, part) + amount)

    def days_past_due(self, on: date, grace_days: int, grace_minor: int) -> int:
        """Calendar days since the oldest due that is unpaid by more than the grace amount.

        0 up to the last day of grace; counted from the due date itself afterwards.
        """
        for due_on, amount, paid in self.dues:
            if amount - paid > grace_minor:
                days = (on - due_on).days
                return days if days > grace_days else 0
        return 0
