"""Note what happened for those who are told of it, in the transaction in which it happens."""

from django.db import migrations

# A trigger notes what happened in the transaction in which it happens, whoever did it and however
# many rows at once; and only if somebody wants to be told.
NOTE = """
CREATE FUNCTION store_webhook_note() RETURNS trigger LANGUAGE plpgsql AS $note$
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
    (found ->> 'id')::bigint,
    CASE WHEN TG_ARGV[1] = 'account' THEN NULL ELSE (found ->> 'account_id')::bigint END,
    coalesce(found ->> 'state', found ->> 'kind', ''),
    clock_timestamp()
  );
  RETURN NULL;
END
$note$;
"""
_TURNS = "OLD.state IS DISTINCT FROM NEW.state AND NEW.state = "
# table, when, condition, type of event, what it is about
TOLD = (
    ("payment", "INSERT", "NEW.state = 'posted'", "payment.booked", "payment"),
    ("payment", "UPDATE OF state", _TURNS + "'posted'", "payment.booked", "payment"),
    ("promise", "INSERT", "true", "promise.made", "promise"),
    ("promise", "UPDATE OF state", _TURNS + "'kept'", "promise.kept", "promise"),
    ("promise", "UPDATE OF state", _TURNS + "'part_kept'", "promise.part_kept", "promise"),
    ("promise", "UPDATE OF state", _TURNS + "'broken'", "promise.broken", "promise"),
    ("offer", "INSERT", "NEW.state = 'offered'", "offer.made", "offer"),
    ("offer", "UPDATE OF state", _TURNS + "'offered'", "offer.made", "offer"),
    ("offer", "UPDATE OF state", _TURNS + "'accepted'", "offer.accepted", "offer"),
    ("plan", "INSERT", "true", "plan.agreed", "plan"),
    ("plan", "UPDATE OF state", _TURNS + "'broken'", "plan.broken", "plan"),
    ("plan", "UPDATE OF state", _TURNS + "'completed'", "plan.completed", "plan"),
    (
        "account",
        "UPDATE OF dispute",
        "OLD.dispute IS DISTINCT FROM NEW.dispute AND NEW.dispute = 'open'",
        "dispute.opened",
        "account",
    ),
    (
        "account",
        "UPDATE OF dispute",
        "OLD.dispute IS DISTINCT FROM NEW.dispute AND NEW.dispute = 'answered'",
        "dispute.answered",
        "account",
    ),
    # not what is imported of another system's past
    (
        "contact",
        "INSERT",
        "NEW.direction = 'out' AND NEW.batch_id IS NULL",
        "contact.made",
        "contact",
    ),
    ("optout", "INSERT", "true", "contact.opted_out", "opt_out"),
    ("messageevent", "INSERT", "NEW.planned_id IS NOT NULL", "message.state", "message_event"),
)
FORWARD = NOTE + "".join(
    f"CREATE TRIGGER webhook_{number} AFTER {when} ON store_{table} FOR EACH ROW"
    f" WHEN ({condition}) EXECUTE FUNCTION store_webhook_note('{kind}', '{about}');\n"
    for number, (table, when, condition, kind, about) in enumerate(TOLD)
)
BACK = "".join(
    f"DROP TRIGGER webhook_{number} ON store_{table};\n"
    for number, (table, *_) in enumerate(TOLD)
) + "DROP FUNCTION store_webhook_note();"


class Migration(migrations.Migration):
    replaces = [("store", "0161_webhooks")]
    dependencies = [("store", "0005_search")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
