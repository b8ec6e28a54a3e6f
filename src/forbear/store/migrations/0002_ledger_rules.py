"""What the ledger refuses, said to the database, so that no way around the code is a way around it.

The checks are made once a statement, over the rows that the statement inserted, so that bulk work
stays fast; each is planned anew, because one session inserts two rows and the next a million. The
legs of a transaction must be inserted together: a lone leg never balances. Sums are taken in numeric,
which cannot overflow. Whoever books takes the lock of the books shared; whoever closes a period takes
it alone, so that nothing that began before can come in after.

What each book holds by day is kept beside the postings, so that nobody sums them all.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION store_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad record;
    many bigint;
BEGIN
    EXECUTE 'SELECT transaction_id, currency, sum(amount_minor) AS rest
        FROM added GROUP BY 1, 2 HAVING sum(amount_minor) <> 0 LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'transaction % is not balanced: its legs sum to % minor units of %',
            bad.transaction_id, bad.rest, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_balanced';
    END IF;
    EXECUTE 'SELECT p.transaction_id FROM added p
        LEFT JOIN store_ledgertransaction t ON t.id = p.transaction_id
        LEFT JOIN store_account a ON a.id = p.account_id
        WHERE t.id IS NULL OR p."on" <> t."on" OR p.account_id <> t.account_id
            OR (p.account_id IS NOT NULL AND t.account_id IS NULL)
            OR (p.account_id IS NOT NULL AND p.currency <> a.currency) LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'a leg of transaction % has none, or differs from it in day or account,'
            ' or from its account in currency', bad.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_fits_transaction';
    END IF;
    EXECUTE 'SELECT a.transaction_id FROM
        (SELECT transaction_id, count(*) AS legs FROM added GROUP BY 1) a
        CROSS JOIN LATERAL (SELECT count(*) AS legs FROM store_posting p
            WHERE p.transaction_id = a.transaction_id) held
        WHERE held.legs <> a.legs LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'transaction % has its legs already; correct it with a reversal',
            bad.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_legs_come_together';
    END IF;
    EXECUTE 'WITH undone AS (SELECT t.id, t.reverses_id FROM
            (SELECT DISTINCT transaction_id FROM added) a
            JOIN store_ledgertransaction t ON t.id = a.transaction_id
            WHERE t.reverses_id IS NOT NULL)
        SELECT u.id AS transaction_id FROM undone u
        JOIN store_posting p ON p.transaction_id IN (u.id, u.reverses_id)
        GROUP BY u.id, p.account_id, p.book, p.side, p.component, p.lot, p.currency
        HAVING sum(p.amount_minor) <> 0 LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'transaction % is not equal and opposite to the one it reverses',
            bad.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_is_opposite';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER posting_balanced AFTER INSERT ON store_posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_posting_balanced();

CREATE FUNCTION store_transaction_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad record;
    many bigint;
    through date;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('forbear books'));
    SELECT locked_through INTO through FROM store_periodlock ORDER BY id DESC LIMIT 1;
    IF through IS NOT NULL THEN
        SELECT "on" INTO bad FROM added WHERE "on" <= through LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the books are closed through %: nothing can be booked on %',
                through, bad."on"
                USING ERRCODE = 'check_violation', CONSTRAINT = 'period_is_open';
        END IF;
    END IF;
    EXECUTE 'SELECT t.id FROM added t JOIN store_account a ON a.id = t.account_id
        WHERE t.currency <> a.currency LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'transaction % is not in the currency of its account', bad.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_currency';
    END IF;
    EXECUTE 'SELECT t.id FROM added t JOIN store_ledgertransaction o ON o.id = t.reverses_id
        WHERE t.account_id IS DISTINCT FROM o.account_id OR t.currency <> o.currency
            OR t."on" < o."on" LIMIT 1' INTO bad;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        RAISE EXCEPTION 'reversal % differs from what it reverses in account or currency,'
            ' or comes before it', bad.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_fits';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER transaction_allowed AFTER INSERT ON store_ledgertransaction
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_transaction_allowed();

CREATE FUNCTION store_transaction_has_legs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM store_posting WHERE transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'transaction % has no legs', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_has_legs';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER transaction_has_legs AFTER INSERT ON store_ledgertransaction
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION store_transaction_has_legs();

CREATE FUNCTION store_periodlock_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('forbear books'));
    RETURN NULL;
END
$$;
CREATE TRIGGER periodlock_alone BEFORE INSERT ON store_periodlock
    FOR EACH STATEMENT EXECUTE FUNCTION store_periodlock_alone();
"""
SUMS = """
CREATE FUNCTION store_book_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_booksum ("on", book, currency, debit_minor, credit_minor, many)
    SELECT "on", book, currency, sum(greatest(amount_minor, 0)), sum(least(amount_minor, 0)),
        count(*)
    FROM added GROUP BY 1, 2, 3;
    RETURN NULL;
END
$$;
CREATE TRIGGER book_sums AFTER INSERT ON store_posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_book_sums();
"""
BACKWARD = """
DROP TRIGGER book_sums ON store_posting;
DROP FUNCTION store_book_sums();
DROP TRIGGER periodlock_alone ON store_periodlock;
DROP FUNCTION store_periodlock_alone();
DROP TRIGGER transaction_has_legs ON store_ledgertransaction;
DROP FUNCTION store_transaction_has_legs();
DROP TRIGGER transaction_allowed ON store_ledgertransaction;
DROP FUNCTION store_transaction_allowed();
DROP TRIGGER posting_balanced ON store_posting;
DROP FUNCTION store_posting_balanced();
"""


class Migration(migrations.Migration):
    replaces = [("store", "0002_balanced_postings"), ("store", "0009_ledger_rules"), ("store", "0027_book_sums")]
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunSQL(FORWARD + SUMS, BACKWARD)]
