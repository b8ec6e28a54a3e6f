"""What happens to a card account without moving money, and a note of it for the night."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FORWARD = """
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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0024_bulk_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardEvent',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('pause', 'pause'), ('plan', 'plan'), ('plan_broken', 'plan_broken'), ('statement', 'statement')], max_length=24)),
                ('on', models.DateField()),
                ('content', models.JSONField()),
                ('key', models.CharField(max_length=100, unique=True)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=150)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card_events', to='store.account')),
            ],
        ),
        migrations.CreateModel(
            name='CardEventPending',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='card_pending', serialize=False, to='store.cardevent')),
                ('value_on', models.DateField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='card_events_pending', to='store.account')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5e1a2e56032013eeee4782c9575de5006329f970', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_41595', table='store_cardevent', when='BEFORE')),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
