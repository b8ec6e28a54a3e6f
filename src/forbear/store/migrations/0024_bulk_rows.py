"""Rows that change in bulk: history once a statement, room beside each row, and fewer indexes.

Half of each page of accounts and of dues is left free: a change that touches no index then stays on
its page and writes into no index at all. Pages that were filled before stay as they are.
What goes: indexes that another one covers, those for LIKE on a key that is only ever asked for as a
whole, and, of what may be there once, the entries of those rows that have none.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

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


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0023_api_tokens'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='account',
            name='update_update',
        ),
        migrations.RemoveIndex(
            model_name='account',
            name='store_accou_person__a1b273_idx',
        ),
        migrations.RemoveIndex(
            model_name='posting',
            name='posting_day',
        ),
        migrations.AlterField(
            model_name='due',
            name='account',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='store.account'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='account',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='store.account'),
        ),
        migrations.AlterField(
            model_name='paymentdue',
            name='due',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='store.due'),
        ),
        migrations.AlterField(
            model_name='posting',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='store.account'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='account',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='EXECUTE $planned$WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "store_accountevent" ("balance_minor", "card_last4", "city", "collection_started_on", "collector_authorised", "collector_kind", "collector_licensed", "credit_limit_minor", "currency", "dispute", "dispute_in_validation_period", "hardship_until", "id", "is_first_contact", "last_debit_failed_on", "last_payment_on", "litigation", "missed_statements", "nation", "next_due_minor", "next_due_on", "oldest_unpaid_due_on", "overdue_minor", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "reference", "region", "statement_minor", "status", "step", "step_on", "time_barred", "validation_sent_on") SELECT new_values."balance_minor", new_values."card_last4", new_values."city", new_values."collection_started_on", new_values."collector_authorised", new_values."collector_kind", new_values."collector_licensed", new_values."credit_limit_minor", new_values."currency", new_values."dispute", new_values."dispute_in_validation_period", new_values."hardship_until", new_values."id", new_values."is_first_contact", new_values."last_debit_failed_on", new_values."last_payment_on", new_values."litigation", new_values."missed_statements", new_values."nation", new_values."next_due_minor", new_values."next_due_on", new_values."oldest_unpaid_due_on", new_values."overdue_minor", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan", new_values."reference", new_values."region", new_values."statement_minor", new_values."status", new_values."step", new_values."step_on", new_values."time_barred", new_values."validation_sent_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context$planned$; RETURN NULL;', hash='aa5da833b95af8c9a90dbc328779e02bfa431317', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2b710', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='store_account', when='AFTER')),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
