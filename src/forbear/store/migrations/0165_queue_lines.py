"""Give every decision of a day its place, not calls alone. Places are copies: they are made anew."""

import django.db.models.deletion
from django.db import migrations, models

# As the day writes them, for the days that were run before.
FILL = """
INSERT INTO store_queueplace
    (run_id, decision_id, planned_id, person_id, account_id, queue, is_contact, place, line,
     window_from, window_to)
SELECT o.run_id, o.id, p.id, o.person_id, o.account_id, o.queue, o.is_contact,
       row_number() OVER (PARTITION BY o.run_id, o.queue ORDER BY o.line), o.line,
       coalesce(p.window_from, o.window_from), coalesce(p.window_to, o.window_to)
FROM (
    SELECT d.*, d.action = 'contact' AS is_contact,
           CASE WHEN d.action = 'contact' THEN d.channel ELSE d.action END AS queue,
           row_number() OVER (
               PARTITION BY d.run_id
               ORDER BY d.action <> 'contact', d.window_from, a.overdue_minor DESC, d.id
           ) AS line
    FROM store_decision d JOIN store_account a ON a.id = d.account_id
) o LEFT JOIN store_plannedcontact p ON p.decision_id = o.id
"""
QUEUES = (
    "call",
    "sms",
    "email",
    "letter",
    "visit",
    "voicemail",
    "chat",
    "social",
    "refer",
    "hold",
    "none",
)


def one(to, **given):
    return {"on_delete": django.db.models.deletion.PROTECT, "to": f"store.{to}", **given}


class Migration(migrations.Migration):
    dependencies = [('store', '0161_webhooks')]

    operations = [
        migrations.DeleteModel("QueuePlace"),
        migrations.CreateModel(
            name="QueuePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "queue",
                    models.CharField(choices=[(each, each) for each in QUEUES], max_length=24),
                ),
                ("is_contact", models.BooleanField()),
                ("place", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("window_from", models.DateTimeField(null=True)),
                ("window_to", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(**one("account", db_index=False, related_name="+")),
                ),
                ("decision", models.OneToOneField(**one("decision", related_name="place"))),
                ("person", models.ForeignKey(**one("person", related_name="+"))),
                (
                    "planned",
                    models.OneToOneField(**one("plannedcontact", null=True, related_name="place")),
                ),
                ("run", models.ForeignKey(**one("dayrun", db_index=False, related_name="places"))),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "account"], name="store_queue_run_id_14341f_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "queue", "place"), name="one_case_a_place"
                    ),
                    models.UniqueConstraint(fields=("run", "line"), name="one_case_a_line"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
