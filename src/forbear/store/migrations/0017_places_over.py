"""Places of the queue whose call is over are left out of an index, so that the next case is found.

A trigger keeps the mark in the transaction that changes a planned call. Whoever is given a case
locks its place for a moment: a call that ends does not wait for that, since two that wait for each
other would be worse than a mark that is not set. A call that is planned again does wait: its place
must be found.
"""

from django.db import migrations, models

FORWARD = """
UPDATE store_queueplace p SET may_be_next = FALSE
WHERE p.queue <> 'call' OR EXISTS (
    SELECT 1 FROM store_plannedcontact c
    WHERE c.id = p.planned_id AND c.state NOT IN ('planned', 'lapsed')
);
CREATE FUNCTION store_place_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'planned' THEN
        UPDATE store_queueplace SET may_be_next = TRUE
        WHERE planned_id = NEW.id AND NOT may_be_next;
    ELSE
        UPDATE store_queueplace SET may_be_next = FALSE
        WHERE id IN (
            SELECT id FROM store_queueplace
            WHERE planned_id = NEW.id AND may_be_next
            FOR NO KEY UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$;
-- what lapsed has no window any more and is not looked at; a night lets go of many at once
CREATE TRIGGER place_over AFTER UPDATE OF state ON store_plannedcontact FOR EACH ROW
WHEN (
    NEW.channel = 'call' AND NEW.state <> 'lapsed'
    AND (OLD.state = 'planned') <> (NEW.state = 'planned')
)
EXECUTE FUNCTION store_place_over();
"""
BACK = """
DROP TRIGGER place_over ON store_plannedcontact;
DROP FUNCTION store_place_over();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0016_appeals_by_api")]

    operations = [
        migrations.AddField(
            model_name="queueplace",
            name="may_be_next",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.AddIndex(
            model_name="queueplace",
            index=models.Index(
                condition=models.Q(("may_be_next", True)),
                fields=["run", "place", "window_from", "window_to"],
                name="place_that_may_be_next",
            ),
        ),
    ]
