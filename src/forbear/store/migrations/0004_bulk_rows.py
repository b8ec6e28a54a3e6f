"""Rows that change in bulk: room beside each row, fewer indexes, and keys that are checked once a statement.

Half of each page of accounts and of dues is left free: a change that touches no index then stays on
its page and writes into no index at all.
What goes: indexes that another one covers, those for LIKE on a key that is only ever asked for as a
whole, and, of what may be there once, the entries of those rows that have none.

That a row names one that is there: checked once a statement, as strictly as by foreign keys.

The rows that are named are locked against being deleted until the transaction ends (those of an
append-only table need no lock), and who deletes a row is refused as long as another names it. So it
does not matter which of two comes first.

The smallest number that is missing is asked for, not just any: a planner that is asked for one row
expects to find it soon, compares row by row, and finds none among all of a million with a million.
"""

from django.db import migrations

_ONCE = (
    ("store_ledgertransaction", "reverses_id", "store_ledgertransaction_reverses_id_key"),
    ("store_payment", "suspense_id", "store_payment_suspense_id_key"),
    ("store_payment", "returned_by_id", "store_payment_returned_by_id_key"),
)
_LIKE = (
    ("store_ledgertransaction", "idempotency_key", "d9e3c955"),
    ("store_payment", "key", "c7c2117f"),
)
_ROOM = ("store_account", "store_due")
FORWARD = [f"ALTER TABLE {table} SET (fillfactor = 50)" for table in _ROOM]
BACKWARD = [f"ALTER TABLE {table} RESET (fillfactor)" for table in _ROOM]
for table, column, name in _ONCE:
    FORWARD += [
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        f"CREATE UNIQUE INDEX {name} ON {table} ({column}) WHERE {column} IS NOT NULL",
    ]
    BACKWARD += [
        f"DROP INDEX {name}",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({column})",
    ]
for table, column, mark in _LIKE:
    FORWARD.append(f"DROP INDEX {table}_{column}_{mark}_like")
    BACKWARD.append(
        f"CREATE INDEX {table}_{column}_{mark}_like ON {table} ({column} varchar_pattern_ops)"
    )

# table, column, the table it names
_NAMED = (
    ("store_ledgertransaction", "account_id", "store_account"),
    ("store_payment", "account_id", "store_account"),
    ("store_payment", "entry_id", "store_bankentry"),
    ("store_payment", "transaction_id", "store_ledgertransaction"),
    ("store_paymentdue", "payment_id", "store_payment"),
    ("store_paymentdue", "due_id", "store_due"),
)
_FUNCTIONS = """
CREATE FUNCTION store_names_a_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing bigint;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('WITH held AS MATERIALIZED (SELECT id FROM %2$I
                WHERE id IN (SELECT %1$I FROM added) %3$s)
            SELECT min(a.%1$I) FROM added a LEFT JOIN held h ON h.id = a.%1$I
            WHERE a.%1$I IS NOT NULL AND h.id IS NULL', TG_ARGV[i], TG_ARGV[i + 1],
            CASE WHEN TG_ARGV[i + 1] NOT IN ('store_bankentry', 'store_ledgertransaction')
                THEN 'FOR KEY SHARE' END)
            INTO missing;
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION '% of % names a row % of % that is not there',
                TG_ARGV[i], TG_TABLE_NAME, missing, TG_ARGV[i + 1]
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'names_a_row';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE FUNCTION store_is_named() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named bigint;
    many bigint;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('SELECT c.%2$I FROM %1$I c WHERE c.%2$I IN (SELECT id FROM gone) LIMIT 1',
            TG_ARGV[i], TG_ARGV[i + 1]) INTO named;
        GET DIAGNOSTICS many = ROW_COUNT;
        IF many > 0 THEN
            RAISE EXCEPTION 'row % of % is still named by % of %',
                named, TG_TABLE_NAME, TG_ARGV[i + 1], TG_ARGV[i]
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'is_named';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE FUNCTION store_id_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the number of row % of % cannot be changed: others name it',
        OLD.id, TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'id_stays';
END
$$;
"""
FORWARD.append(_FUNCTIONS)
for child in sorted({table for table, _, _ in _NAMED}):
    pairs = [(column, parent) for table, column, parent in _NAMED if table == child]
    given = ", ".join(f"'{column}', '{parent}'" for column, parent in pairs)
    for event in ("insert", "update"):
        FORWARD.append(
            f"CREATE TRIGGER names_a_row_{event} AFTER {event} ON {child}"
            " REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION store_names_a_row({given})"
        )
        BACKWARD.append(f"DROP TRIGGER names_a_row_{event} ON {child}")
for parent in sorted({named for _, _, named in _NAMED}):
    given = ", ".join(f"'{child}', '{col}'" for child, col, named in _NAMED if named == parent)
    FORWARD += [
        f"CREATE TRIGGER is_named AFTER DELETE ON {parent} REFERENCING OLD TABLE AS gone"
        f" FOR EACH STATEMENT EXECUTE FUNCTION store_is_named({given})",
        f"CREATE TRIGGER id_stays BEFORE UPDATE OF id ON {parent}"
        " FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION store_id_stays()",
    ]
    BACKWARD += [f"DROP TRIGGER is_named ON {parent}", f"DROP TRIGGER id_stays ON {parent}"]
BACKWARD.append(
    "DROP FUNCTION store_names_a_row(); DROP FUNCTION store_is_named();"
    " DROP FUNCTION store_id_stays()"
)


class Migration(migrations.Migration):
    replaces = [("store", "0024_bulk_rows"), ("store", "0026_named_rows")]
    dependencies = [("store", "0003_card_notes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
