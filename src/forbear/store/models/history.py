"""History kept once a statement: a change of a million rows writes its events in one go."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from pghistory.trigger import Event


class BulkUpdates(pghistory.UpdateEvent):
    """Keeps what each change made of a row, as ``UpdateEvent`` does, for all rows of a statement.

    A trigger for each row opens a subtransaction for each row, and at the end of each of these the
    database goes through all checks that are still open.
    """

    def add_event_trigger(self, event_model: Any) -> None:
        """Put the trigger on the model that ``event_model`` tells of."""
        pgtrigger.register(
            _PlannedAnew(  # type: ignore[no-untyped-call]  # the library's
                event_model=event_model,
                label=self.label,
                name=self.trigger_name,
                row=self.row,
                operation=self.operation,
                condition=self.condition,
                level=pgtrigger.Statement,
            )
        )(event_model.pgh_tracked_model)


class _PlannedAnew(Event):
    """Plans for the rows it has: one session changes one row and then a million."""

    def get_func(self, model: models.Model) -> pgtrigger.Func:
        written = super().get_func(model).func  # type: ignore[no-untyped-call]  # the library's
        insert, last = written.rstrip(";").rsplit("; ", 1)
        anew = f"EXECUTE $planned${insert}$planned$; {last};"
        return pgtrigger.Func(anew)  # type: ignore[no-untyped-call]  # the library's
