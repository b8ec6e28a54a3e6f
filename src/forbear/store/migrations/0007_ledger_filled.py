"""Older transactions: their currency is their account's, their book follows from what they are.

The triggers that keep history from being edited are off for this one step. When an older
transaction was written is not known; the start of its day stands for it.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE store_ledgertransaction DISABLE TRIGGER USER;
ALTER TABLE store_posting DISABLE TRIGGER USER;
UPDATE store_ledgertransaction t SET value_on = t."on", currency = a.currency,
    posted_at = t."on"::timestamp AT TIME ZONE 'UTC'
    FROM store_account a WHERE a.id = t.account_id;
UPDATE store_posting p SET currency = t.currency, book = CASE
    WHEN p.side = 'cardholder' THEN 'receivable'
    WHEN t.kind = 'opening' THEN 'opening'
    WHEN t.kind = 'payment' THEN 'cash'
    WHEN t.kind = 'waiver' OR p.component = 'waiver' THEN 'waiver_expense'
    WHEN p.component = 'interest' THEN 'interest_income'
    WHEN p.component IN ('late_fee', 'other_fee') THEN 'fee_income'
    ELSE 'cash' END
    FROM store_ledgertransaction t WHERE t.id = p.transaction_id;
ALTER TABLE store_posting ENABLE TRIGGER USER;
ALTER TABLE store_ledgertransaction ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0006_ledger_columns'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
