"""The order in which the desk works through a day, written when the day is decided."""

from __future__ import annotations

from django.db import connection

from forbear.store.models import DayRun

# by opening time, then by the amount overdue
_PLACES = """
INSERT INTO store_queueplace
    (run_id, decision_id, planned_id, person_id, account_id, queue, is_contact, place, line,
     window_from, window_to, may_be_next)
SELECT o.run_id, o.id, p.id, o.person_id, o.account_id, o.queue, o.is_contact,
       row_number() OVER (PARTITION BY o.queue ORDER BY o.line), o.line,
       coalesce(p.window_from, o.window_from), coalesce(p.window_to, o.window_to),
       o.queue = 'call'
FROM (
    SELECT d.*, d.action = 'contact' AS is_contact,
           CASE WHEN d.action = 'contact' THEN d.channel ELSE d.action END AS queue,
           row_number() OVER (
               ORDER BY d.action <> 'contact', d.window_from, a.overdue_minor DESC, d.id
           ) AS line
    FROM store_decision d JOIN store_account a ON a.id = d.account_id
    WHERE d.run_id = %s
) o LEFT JOIN store_plannedcontact p ON p.decision_id = o.id
"""


def places_write(run: DayRun) -> None:
    """Write the places of a run's decisions in their queues; inside the day's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [run.pk])
