"""Questions that are written once and asked a million times.

A queryset is turned into SQL each time it is asked, which costs more than the answer of a question
by key; and the database plans it anew. A ``Prepared`` one is written once a process, with slots for
what is given later, and the database keeps its plan. The rows are the same, read anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, BigAutoField, CharField, Expression, Lookup, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

_M = TypeVar("_M", bound=Model)


class Slot(Expression):
    """A value of a prepared question that is given when it is asked, by this name; never null."""

    def __init__(self, name: str) -> None:
        """Take the name under which the value is given."""
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, Any]:
        """Write the place of the value."""
        del compiler, connection
        return "%s", [_Given(self.name)]


class _Given:
    """Marks among the values of a question the one that is given."""

    def __init__(self, name: str) -> None:
        self.name = name


class _OneOf(Lookup):
    """``id__one_of``: the key is in an array that is given as one value."""

    lookup_name = "one_of"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY {right}", [*left_values, *right_values]


for _kind in (AutoField, BigAutoField, CharField):
    _kind.register_lookup(_OneOf)


class Prepared(Generic[_M]):
    """A queryset with slots, written when it is first asked.

    It must not hang on the request, the language or the moment but through its slots. Nothing is
    prefetched.
    """

    def __init__(self, make: Callable[[], QuerySet[_M, Any]]) -> None:
        """Take what makes the queryset; called once."""
        self._make = make

    def all(self, **given: object) -> list[_M]:
        """Return the rows, as objects with what they select beside them."""
        written = self._written
        return [written.made(row) for row in written.asked(given)]

    def first(self, **given: object) -> _M | None:
        """Return the first row or ``None``; the question itself stops at one."""
        return next(iter(self.all(**given)), None)

    def rows(self, **given: object) -> list[tuple[Any, ...]]:
        """Return the rows of a question for values."""
        return self._written.asked(given)

    @cached_property
    def _written(self) -> _Written[_M]:
        return _Written(self._make())


class _Written(Generic[_M]):
    """The SQL of a queryset, and how its rows become objects."""

    def __init__(self, queryset: QuerySet[_M, Any]) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, values = compiler.as_sql()
        self.values = tuple(values)
        self.locks = queryset.query.select_for_update
        select, told = compiler.select, compiler.klass_info
        self._convert = compiler.get_converters([column for column, _sql, _alias in select])
        if told is None:
            return
        fields = told["select_fields"]
        self._span = slice(fields[0], fields[-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in select[self._span]]
        self._model, self._db = told["model"], queryset.db
        self._beside = get_related_populators(told, select, queryset.db)  # type: ignore[call-arg] # the stubs are those of a later Django

    def asked(self, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Ask, and return the rows with their values as the models have them."""
        if self.locks and connection.get_autocommit():
            raise transaction.TransactionManagementError("a row is locked within a transaction")
        values = [given[one.name] if isinstance(one, _Given) else one for one in self.values]
        found = question(self.sql, values)
        if not self._convert or not found:
            return found
        rows = [list(row) for row in found]
        for place, (converters, column) in self._convert.items():
            for row in rows:
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
        return [tuple(row) for row in rows]

    def made(self, row: tuple[Any, ...]) -> _M:
        """Return a row as an object."""
        one: _M = self._model.from_db(self._db, self._names, row[self._span])
        for beside in self._beside:
            beside.populate(row, one)
        return one


def question(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask one question whose text never changes, and return its rows.

    The values travel beside the text, so that the database can keep the plan.
    """
    with _cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@contextmanager
def _cursor() -> Iterator[CursorWrapper]:
    """Open a cursor of Django's connection that does not write the values into the text."""
    connection.ensure_connection()
    # what `connection.cursor` itself calls, with the plain cursor of psycopg
    plain = psycopg.Cursor(connection.connection)
    with connection._prepare_cursor(plain) as cursor:  # type: ignore[attr-defined] # noqa: SLF001 - the same
        yield cursor
