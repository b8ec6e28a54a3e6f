"""Which system passed an appeal or its judgement on; and both are told to other systems."""

from django.db import migrations, models

_VIA = models.CharField(blank=True, db_default="", default="", max_length=32)
# table, type of event, what it is about, the column of its number, of its state
TOLD = (
    ("findingappeal", "finding.appealed", "appeal", "id", ""),
    ("acrossappeal", "finding.appealed", "case_appeal", "id", ""),
    ("appealjudgement", "finding.appeal_decided", "appeal", "appeal_id", "outcome"),
    ("acrossjudgement", "finding.appeal_decided", "case_appeal", "appeal_id", "outcome"),
)
FORWARD = "".join(
    f"CREATE TRIGGER webhook_of_{table} AFTER INSERT ON store_{table} FOR EACH ROW"
    f" EXECUTE FUNCTION store_webhook_note_of('{kind}', '{about}', '{column}', '{state}');\n"
    for table, kind, about, column, state in TOLD
)
BACK = "".join(f"DROP TRIGGER webhook_of_{table} ON store_{table};\n" for table, *_ in TOLD)


class Migration(migrations.Migration):
    dependencies = [("store", "0015_move_notes")]

    operations = [
        *(
            migrations.AddField(model_name=table, name="via", field=_VIA.clone())
            for table, *_ in TOLD
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
