"""What is booked on an account that Forbear works out is noted for the night, in the same breath.

So nothing that was committed is missed and nothing is searched for: the night deletes the note with
the work it did for it. What the night books itself, and what it has no event for, is not noted.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION store_card_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_cardpending (transaction_id, account_id, value_on)
    SELECT t.id, t.account_id, t.value_on
    FROM added t JOIN store_cardstate s ON s.account_id = t.account_id
    WHERE t.idempotency_key NOT LIKE 'night:%' AND t.kind NOT IN
        ('opening', 'interest', 'allocation', 'credit_paid_out', 'suspense_in', 'suspense_out');
    RETURN NULL;
END
$$;
CREATE TRIGGER card_pending AFTER INSERT ON store_ledgertransaction
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_card_pending();
"""
BACKWARD = """
DROP TRIGGER card_pending ON store_ledgertransaction;
DROP FUNCTION store_card_pending();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0020_card_state")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
