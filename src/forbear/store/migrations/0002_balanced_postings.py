"""A transaction whose legs do not sum to zero is refused by the database itself.

The check is made once a statement, over the rows that the statement inserted, so that bulk work
stays fast. The legs of a transaction must therefore be inserted together: a lone leg never balances.
The sum is taken in numeric, which cannot overflow.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION store_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unbalanced record;
BEGIN
    SELECT transaction_id, sum(amount_minor) AS rest INTO unbalanced
    FROM added GROUP BY transaction_id HAVING sum(amount_minor) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'transaction % is not balanced: its legs sum to % minor units',
            unbalanced.transaction_id, unbalanced.rest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_balanced';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER posting_balanced AFTER INSERT ON store_posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_posting_balanced();
"""
BACKWARD = """
DROP TRIGGER posting_balanced ON store_posting;
DROP FUNCTION store_posting_balanced();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
