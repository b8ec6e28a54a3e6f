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

CREATE FUNCTION store_card_event_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_cardeventpending (event_id, account_id, value_on)
    SELECT e.id, e.account_id, e."on"
    FROM added e JOIN store_cardstate s ON s.account_id = e.account_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER card_event_pending AFTER INSERT ON store_cardevent
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION store_card_event_pending();
"""
BACKWARD = """
DROP TRIGGER card_event_pending ON store_cardevent;
DROP FUNCTION store_card_event_pending();
DROP TRIGGER card_pending ON store_ledgertransaction;
DROP FUNCTION store_card_pending();
"""


class Migration(migrations.Migration):
    replaces = [("store", "0021_card_pending"), ("store", "0025_card_events")]
    dependencies = [("store", "0002_ledger_rules")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
