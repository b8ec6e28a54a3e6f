"""Refunds are told to other systems: asked for, decided, sent, booked or failed."""

from django.db import migrations

FORWARD = "".join(
    f"CREATE TRIGGER webhook_of_refund_{name} AFTER {when} ON store_refund FOR EACH ROW"
    f" WHEN ({condition})"
    " EXECUTE FUNCTION store_webhook_note_of('refund.state', 'refund', 'id', 'state');\n"
    for name, when, condition in (
        ("asked", "INSERT", "true"),
        ("turned", "UPDATE OF state", "OLD.state IS DISTINCT FROM NEW.state"),
    )
)
BACK = "".join(
    f"DROP TRIGGER webhook_of_refund_{name} ON store_refund;\n" for name in ("asked", "turned")
)


class Migration(migrations.Migration):
    dependencies = [("store", "0013_complaint_authority")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
