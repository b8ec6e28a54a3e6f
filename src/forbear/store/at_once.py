"""Make all tables of an empty database over one rendering of the models.

Django renders the models anew after each operation of a migration: with some 300 operations over
145 models that were 18 of the 20 seconds that a new database took.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Many operations, each of which needs only the state in which all of them end.

    That holds for making whole models and triggers: the keys from table to table are added last, by
    the schema editor, so that the order of models does not matter either. It does not hold for
    adding a field or an index to a model that is made here: it is made with all that it ends with.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        """Take the operations, in any order in which each model comes before what is its own."""
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note all of them, and let the models be rendered when they are next asked for."""
        state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Do all of them in the state in which all of them end."""
        for one in self.operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what is done."""
        return f"Make {len(self.operations)} tables and triggers at once"
