
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0015_debits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ledgertransaction',
            name='kind',
            field=models.CharField(choices=[('opening', 'opening'), ('purchase', 'purchase'), ('cash_advance', 'cash_advance'), ('transfer', 'transfer'), ('refund', 'refund'), ('interest', 'interest'), ('fee', 'fee'), ('cost', 'cost'), ('payment', 'payment'), ('waiver', 'waiver'), ('charge_off', 'charge_off'), ('recovery', 'recovery'), ('credit_refund', 'credit_refund'), ('credit_paid_out', 'credit_paid_out'), ('suspense_in', 'suspense_in'), ('suspense_out', 'suspense_out'), ('reversal', 'reversal'), ('allocation', 'allocation')], max_length=24),
        ),
        migrations.CreateModel(
            name='CardPending',
            fields=[
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='card_pending', serialize=False, to='store.ledgertransaction')),
                ('value_on', models.DateField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card_pending', to='store.account')),
            ],
        ),
        migrations.CreateModel(
            name='CardState',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='card_state', serialize=False, to='store.account')),
                ('product', models.CharField(max_length=64)),
                ('accrued_through', models.DateField()),
                ('next_on', models.DateField(null=True)),
                ('opened_on', models.DateField()),
                ('opened_with', models.JSONField()),
                ('opened_after_id', models.BigIntegerField()),
                ('purchase_new', models.BigIntegerField(default=0)),
                ('purchase_billed', models.BigIntegerField(default=0)),
                ('purchase_owed', models.BigIntegerField(default=0)),
                ('cash_advance', models.BigIntegerField(default=0)),
                ('transfer', models.BigIntegerField(default=0)),
                ('instalment', models.BigIntegerField(default=0)),
                ('deferred_new', models.BigIntegerField(default=0)),
                ('deferred_before', models.BigIntegerField(default=0)),
                ('deferred_since', models.BigIntegerField(default=0)),
                ('accrued', models.BigIntegerField(default=0)),
                ('accrued_on_interest', models.BigIntegerField(default=0)),
                ('interest', models.BigIntegerField(default=0)),
                ('compound_interest', models.BigIntegerField(default=0)),
                ('late_fee', models.BigIntegerField(default=0)),
                ('other_fee', models.BigIntegerField(default=0)),
                ('cost', models.BigIntegerField(default=0)),
                ('credit', models.BigIntegerField(default=0)),
                ('statement_on', models.DateField(null=True)),
                ('statement_balance', models.BigIntegerField(default=0)),
                ('due_on', models.DateField(null=True)),
                ('minimum', models.BigIntegerField(default=0)),
                ('is_decided', models.BooleanField(default=True)),
                ('credited_since', models.BigIntegerField(default=0)),
                ('has_interest_free', models.BooleanField(default=True)),
                ('charges_posted', models.BigIntegerField(default=0)),
                ('late_fee_cycles', models.BigIntegerField(null=True)),
                ('interest_paused_until', models.DateField(null=True)),
                ('fees_paused_until', models.DateField(null=True)),
                ('is_charged_off', models.BooleanField(default=False)),
                ('has_plan', models.BooleanField(default=False)),
                ('plan_has_interest', models.BooleanField(default=False)),
                ('dues', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['next_on', 'account'], name='card_next')],
            },
        ),
        migrations.CreateModel(
            name='CardStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement_on', models.DateField()),
                ('due_on', models.DateField()),
                ('balance_minor', models.BigIntegerField()),
                ('minimum_minor', models.BigIntegerField()),
                ('past_due_minor', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card_statements', to='store.account')),
            ],
        ),
        migrations.CreateModel(
            name='NightWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('accounts', models.IntegerField()),
                ('events', models.IntegerField()),
                ('statements', models.IntegerField()),
                ('late_fees', models.IntegerField()),
                ('singles', models.IntegerField()),
                ('charged', models.JSONField(default=dict)),
                ('told', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['on'], name='store_night_on_e66e7e_idx')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nightwork',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58032708ca184ee440fb0d03de80042a0e7b32ee', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9f8b8', table='store_nightwork', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cardstatement',
            constraint=models.UniqueConstraint(fields=('account', 'statement_on'), name='one_card_statement_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardstatement',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7ac99efe78e4322c618c973f3baaac537b9dbe1c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5191f', table='store_cardstatement', when='BEFORE')),
        ),
    ]
