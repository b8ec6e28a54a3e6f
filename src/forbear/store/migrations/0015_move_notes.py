"""Told to other systems: whose a case is, who speaks for a cardholder, what guarantors wish.

That an account is with an agency, or back, comes with the host's facts (``collector_kind``).

As in migrations 0006 and 0007, but of a move it is told whether there was somebody before and is
somebody now, never who: names of people stay here.
"""

from django.db import migrations

# A case is a person's, so its oldest account stands for it; asked here, for many may move at once.
NOTE = """
CREATE FUNCTION store_webhook_note_moved() RETURNS trigger LANGUAGE plpgsql AS $note$
DECLARE
  found jsonb;
  before text;
  after text;
BEGIN
  IF NOT EXISTS (
    SELECT FROM store_webhookendpoint WHERE ended_at IS NULL AND events @> to_jsonb(TG_ARGV[0])
  ) THEN
    RETURN NULL;
  END IF;
  found := to_jsonb(NEW);
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD) ->> TG_ARGV[3];
    after := found ->> TG_ARGV[3];
  ELSE
    before := found ->> 'before';
    after := found ->> 'to';
  END IF;
  INSERT INTO store_webhookevent (key, type, subject, subject_id, account_id, state, noted_at)
  VALUES (
    'evt_' || replace(gen_random_uuid()::text, '-', ''),
    TG_ARGV[0],
    TG_ARGV[1],
    (found ->> TG_ARGV[2])::bigint,
    coalesce(
      (found ->> 'account_id')::bigint,
      (SELECT min(a.id) FROM store_account a WHERE a.person_id = (found ->> 'person_id')::bigint)
    ),
    CASE WHEN after = '' THEN 'pooled' WHEN before = '' THEN 'assigned' ELSE 'reassigned' END,
    clock_timestamp()
  );
  RETURN NULL;
END
$note$;
"""
_HANDED = "OLD.handler IS DISTINCT FROM NEW.handler"
# a move of everything of somebody also frees leases on what is theirs already: that is no move
_MOVED = "NEW.before <> NEW.to"
# table, when, condition, type of event, what it is about, the column of its number, of whose it is
MOVES = (
    ("casemoved", "INSERT", _MOVED, "case.moved", "case_move", "move_id", ""),
    ("dispute", "UPDATE OF handler", _HANDED, "dispute.handed", "dispute", "id", "handler"),
    ("complaint", "UPDATE OF handler", _HANDED, "complaint.handed", "complaint", "id", "handler"),
)
_ENDS = "OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL"
# the same; what is told is the guarantee, which names the guarantor
TOLD = (
    ("representative", "INSERT", "true", "representative.recorded", "representative", "id"),
    ("representative", "UPDATE OF ended_at", _ENDS, "representative.ended", "representative", "id"),
    *(
        ("guaranteestep", "INSERT", f"NEW.step = '{step}'", event, "guarantee", "guarantee_id")
        for step, event in (
            ("point", "guarantor.address"),
            ("language", "guarantor.language"),
            ("stopped", "guarantor.stopped"),
        )
    ),
)
_CHANGES = "OLD.collector_kind IS DISTINCT FROM NEW.collector_kind"
# what became true of an account, and the type of event
PLACED = (
    (f"{_CHANGES} AND NEW.collector_kind = 'agency'", "case.placed"),
    (f"{_CHANGES} AND OLD.collector_kind = 'agency'", "case.recalled"),
)
FORWARD = (
    NOTE
    + "".join(
        f"CREATE TRIGGER webhook_placed_{number} AFTER UPDATE OF collector_kind ON store_account"
        f" FOR EACH ROW WHEN ({condition})"
        f" EXECUTE FUNCTION store_webhook_note('{kind}', 'account');\n"
        for number, (condition, kind) in enumerate(PLACED)
    )
    + "".join(
        f"CREATE TRIGGER webhook_moved_{number} AFTER {when} ON store_{table} FOR EACH ROW"
        f" WHEN ({condition})"
        f" EXECUTE FUNCTION store_webhook_note_moved('{kind}', '{about}', '{column}', '{whose}');\n"
        for number, (table, when, condition, kind, about, column, whose) in enumerate(MOVES)
    )
    + "".join(
        f"CREATE TRIGGER webhook_spoken_{number} AFTER {when} ON store_{table} FOR EACH ROW"
        f" WHEN ({condition})"
        f" EXECUTE FUNCTION store_webhook_note_of('{kind}', '{about}', '{column}', '');\n"
        for number, (table, when, condition, kind, about, column) in enumerate(TOLD)
    )
)
BACK = (
    "".join(
        f"DROP TRIGGER webhook_moved_{number} ON store_{table};\n"
        for number, (table, *_) in enumerate(MOVES)
    )
    + "".join(
        f"DROP TRIGGER webhook_spoken_{number} ON store_{table};\n"
        for number, (table, *_) in enumerate(TOLD)
    )
    + "".join(
        f"DROP TRIGGER webhook_placed_{number} ON store_account;\n" for number in range(len(PLACED))
    )
    + "DROP FUNCTION store_webhook_note_moved();"
)


class Migration(migrations.Migration):
    dependencies = [("store", "0014_refund_notes")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
