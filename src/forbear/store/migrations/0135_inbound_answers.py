from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0130_call_provider'),
    ]

    operations = [
        migrations.AlterField(
            model_name='inboundmessage',
            name='action',
            field=models.CharField(choices=[('none', 'none'), ('opted_out', 'opted_out'), ('closed', 'closed'), ('answered', 'answered'), ('consented', 'consented')], default='none', max_length=24),
        ),
    ]
