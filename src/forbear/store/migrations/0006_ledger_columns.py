"""The new columns of the ledger, empty for now: the next step fills them, the one after binds them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_day_inputs'),
    ]

    operations = [
        migrations.AddField('ledgertransaction', 'value_on', models.DateField(null=True)),
        migrations.AddField('ledgertransaction', 'currency', models.CharField(max_length=3, null=True)),
        migrations.AddField('ledgertransaction', 'request_hash', models.CharField(blank=True, default='', max_length=64)),
        migrations.AddField('ledgertransaction', 'reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='store.ledgertransaction')),
        migrations.AddField('ledgertransaction', 'posted_at', models.DateTimeField(null=True)),
        migrations.AddField('ledgertransaction', 'actor', models.CharField(blank=True, default='', max_length=150)),
        migrations.AddField('posting', 'book', models.CharField(max_length=24, null=True)),
        migrations.AddField('posting', 'lot', models.CharField(blank=True, default='', max_length=24)),
        migrations.AddField('posting', 'currency', models.CharField(max_length=3, null=True)),
    ]
