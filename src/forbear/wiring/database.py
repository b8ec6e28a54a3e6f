"""Which database: ``DATABASE_URL``, or the embedded server. Importing this starts nothing."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pkgutil import iter_modules
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from forbear.wiring import embedded
from forbear.wiring.embedded import DatabaseProblem
from forbear.wiring.home import data_folder

__all__ = [
    "DatabaseProblem",
    "database_settings",
    "database_url",
    "ensure_database",
    "explain_database_error",
    "is_embedded",
]

_PREPARED_AFTER = 3
_MIGRATING = 0x466F7262  # an advisory lock: two upgrades at once wait for each other


def is_embedded() -> bool:
    """Whether the embedded server is used: no ``DATABASE_URL`` is given."""
    return not os.environ.get("DATABASE_URL")


def database_url() -> str:
    """Return the libpq URI of the database. The embedded server is not started by asking."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    where = embedded.places(data_folder())
    host = quote(str(where.sockets), safe="")
    return f"postgresql://{embedded.OWNER}@/{embedded.DATABASE}?host={host}&port={embedded.PORT}"


def database_settings() -> dict[str, object]:
    """Return Django's settings of the database; what a URL adds beyond the usual goes along."""
    parts = _parts(database_url())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "") or "forbear",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # a permit counts what was committed before its lock was had: a server that gives a
        # transaction one snapshot for all its length would show it less
        "OPTIONS": {
            **parts,
            "isolation_level": psycopg.IsolationLevel.READ_COMMITTED,
            "prepare_threshold": _prepares(),
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _prepares() -> int | None:
    """Return after how many times the plan of a question is kept; ``None``: never.

    ``FORBEAR_PREPARED=0`` is for a pooler that deals out connections by transaction and cannot
    keep plans.
    """
    return None if os.environ.get("FORBEAR_PREPARED") == "0" else _PREPARED_AFTER


def ensure_database(*, migrate: bool = False) -> None:
    """Make the database ready: the embedded server started, the database there, tables if asked.

    Raises ``DatabaseProblem`` with one clear sentence when it cannot be had.
    """
    if is_embedded():
        embedded.start(embedded.places(data_folder()))
        _create_missing()
    try:
        psycopg.connect(database_url(), connect_timeout=10).close()
    except psycopg.Error as error:
        raise DatabaseProblem("NO_CONNECTION", explain_database_error(error)) from error
    if migrate:
        _migrate()


def explain_database_error(error: BaseException) -> str:
    """Say in one sentence what is wrong with the database and what to do."""
    if isinstance(error, DatabaseProblem):
        return str(error)
    place = _place()
    words = " ".join(str(error).split())
    if isinstance(error, psycopg.errors.InvalidCatalogName) or (
        "database" in words and "does not exist" in words
    ):
        return f"{place} has no such database. Create it with createdb, then try again."
    if "password" in words or "authentication" in words:
        return f"{place} refuses the user or password. Correct them in DATABASE_URL."
    if "does not exist" in words and "relation" in words:
        return f"{place} has no tables yet. Run `forbear db migrate`."
    cure = (
        "Run `forbear db start`."
        if is_embedded()
        else "Is the server running, and is DATABASE_URL right?"
    )
    # libpq names the server again, and asks what our own cure asks
    cause = words.partition(" Is the server running")[0].rpartition("failed: ")[2]
    return f"{place} cannot be reached ({cause[:200]}). {cure}"


def _place() -> str:
    parts = _parts(database_url())
    host = parts.get("host") or "this machine"
    return f"The database {parts.get('dbname', 'forbear')} at {host}"


def _parts(url: str) -> dict[str, str]:
    try:
        found = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem(
            "BAD_URL",
            "DATABASE_URL is not a PostgreSQL address. "
            f"Write postgresql://user:password@host:5432/forbear ({' '.join(str(error).split())}).",
        ) from error
    return {key: str(value) for key, value in found.items() if value is not None}


def _create_missing() -> None:
    server = make_conninfo(database_url(), dbname="postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [embedded.DATABASE]
        ).fetchone()
        if known is None:
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {}").format(sql.Identifier(embedded.DATABASE))
                )
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return  # another process was first


def _migrate() -> None:
    import django  # noqa: PLC0415 - `forbear gate` must not wait for Django
    from django.core.management import call_command  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.wiring.settings")
    django.setup()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        # to work out what Django would do takes longer than most commands
        if _steps() <= _taken(connection):
            return
        connection.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        _refuse_half_replaced()
        call_command("migrate", verbosity=0, interactive=False)


def _steps() -> set[tuple[str, str]]:
    """Name the migrations of this version, each with its application."""
    from django.apps import apps  # noqa: PLC0415 - `forbear gate` must not wait for Django
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    found: set[tuple[str, str]] = set()
    for each in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(each.label)
        spec = find_spec(module) if module else None
        places = spec.submodule_search_locations if spec else None
        found |= {
            (each.label, one.name)
            for one in iter_modules(places or ())
            if not one.ispkg and one.name[0] not in "_~"
        }
    return found


def _taken(connection: psycopg.Connection) -> set[tuple[str, str]]:
    """Name the migrations that the database has taken."""
    try:
        return set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    except psycopg.errors.UndefinedTable:
        return set()


def _refuse_half_replaced() -> None:
    """Refuse tables of before the release that are not those of its last step.

    Django would leave out the migration that replaces those steps and go on with the next.
    """
    from django.db import connection  # noqa: PLC0415 - `forbear gate` must not wait for Django
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations or ())
    for migration in loader.replacements.values():
        known = applied.intersection(migration.replaces)
        if migration.app_label == "store" and known and len(known) < len(migration.replaces):
            raise DatabaseProblem(
                "OLD_TABLES",
                f"{_place()} was made by an older version, from before the release. Bring it to "
                "migration 0185 with the version that made it, or begin anew: "
                "`forbear db remove --yes`.",
            )
