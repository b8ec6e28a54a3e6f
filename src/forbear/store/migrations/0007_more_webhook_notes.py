"""More that other systems can be told: signatures, guarantees, cases, relief, call-backs.

As in migration 0006, but the column that names what it is about, and that of its state, are said:
a kind of relief is not told, for it can say that somebody is ill.
"""

from django.db import migrations

NOTE = """
CREATE FUNCTION store_webhook_note_of() RETURNS trigger LANGUAGE plpgsql AS $note$
DECLARE
  found jsonb;
BEGIN
  IF NOT EXISTS (
    SELECT FROM store_webhookendpoint WHERE ended_at IS NULL AND events @> to_jsonb(TG_ARGV[0])
  ) THEN
    RETURN NULL;
  END IF;
  found := to_jsonb(NEW);
  INSERT INTO store_webhookevent (key, type, subject, subject_id, account_id, state, noted_at)
  VALUES (
    'evt_' || replace(gen_random_uuid()::text, '-', ''),
    TG_ARGV[0],
    TG_ARGV[1],
    (found ->> TG_ARGV[2])::bigint,
    (found ->> 'account_id')::bigint,
    coalesce(found ->> TG_ARGV[3], ''),
    clock_timestamp()
  );
  RETURN NULL;
END
$note$;
"""
_TURNS = "OLD.state IS DISTINCT FROM NEW.state"
_ENDS = "OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL"
# table, when, condition, type of event, what it is about, the column of its number and its state
TOLD = (
    ("signedagreement", "INSERT", "true", "agreement.signed", "offer", "offer_id", ""),
    *(
        (table, when, condition, f"{about}.state", about, "id", "state")
        for table, about in (
            ("dispute", "dispute"),
            ("complaint", "complaint"),
            ("guarantee", "guarantee"),
            ("callback", "call_back"),
        )
        for when, condition in (("INSERT", "true"), ("UPDATE OF state", _TURNS))
    ),
    ("relief", "INSERT", "true", "relief.given", "relief", "id", ""),
    ("relief", "UPDATE OF ended_on", _ENDS, "relief.ended", "relief", "id", ""),
)
FORWARD = NOTE + "".join(
    f"CREATE TRIGGER webhook_of_{number} AFTER {when} ON store_{table} FOR EACH ROW"
    f" WHEN ({condition})"
    f" EXECUTE FUNCTION store_webhook_note_of('{kind}', '{about}', '{column}', '{state}');\n"
    for number, (table, when, condition, kind, about, column, state) in enumerate(TOLD)
)
BACK = "".join(
    f"DROP TRIGGER webhook_of_{number} ON store_{table};\n"
    for number, (table, *_) in enumerate(TOLD)
) + "DROP FUNCTION store_webhook_note_of();"


class Migration(migrations.Migration):
    dependencies = [("store", "0006_webhook_notes")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
