"""A call-back may be asked for by another system."""

from django.db import migrations, models

SOURCES = ("call", "desk", "page", "reply", "api")


class Migration(migrations.Migration):
    dependencies = [("store", "0185_call_wishes")]

    operations = [
        migrations.AlterField(
            model_name="callback",
            name="source",
            field=models.CharField(choices=[(each, each) for each in SOURCES], max_length=24),
        ),
    ]
