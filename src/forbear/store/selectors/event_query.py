"""The SQL that reads what happened to accounts, and which messages told of it.

``{day}`` is the day that is decided. Each part gives account, event, its day, and since when a
message may have told of it. What is kept as a moment counts on the day where the cardholder most
likely is. What somebody else records is added as one more part.
"""

from __future__ import annotations

from forbear.store.selectors.local_days import local_day

# the latest promise says where an account stands, as in the message that is written of it
_PROMISES = f"""
SELECT account_id, event, "on", CASE event WHEN 'promise_due' THEN made_on ELSE "on" END AS since
FROM (
    SELECT account_id, made_on,
        CASE state WHEN 'open' THEN 'promise_due' WHEN 'kept' THEN 'promise_kept'
            ELSE 'promise_broken' END AS event,
        CASE state WHEN 'open' THEN pay_on
            WHEN 'kept' THEN greatest(made_on, least(pay_on, coalesce(paid_on, pay_on)))
            ELSE pay_on + 1 END AS "on"
    FROM (
        SELECT DISTINCT ON (p.account_id) p.account_id, p.state, p.pay_on,
            {local_day("p.made_at", "h.time_zones")} AS made_on, a.last_payment_on AS paid_on
        FROM store_promise p
        JOIN store_account a ON a.id = p.account_id
        JOIN store_person h ON h.id = a.person_id
        ORDER BY p.account_id, p.made_at DESC, p.id DESC
    ) latest
    WHERE state <> 'cancelled'
) promises"""  # noqa: S608 - the words are ours
_INSTALMENTS = """
SELECT p.account_id, 'instalment_due', i.due_on, coalesce(i.before_on + 1, p.starts_on)
FROM store_plan p
JOIN (
    SELECT plan_id, due_on,
        lag(due_on) OVER (PARTITION BY plan_id ORDER BY number) AS before_on,
        sum(principal_minor + interest_minor) OVER (PARTITION BY plan_id ORDER BY number) AS owed
    FROM store_planinstalment
) i ON i.plan_id = p.id
WHERE p.state IN ('kept', 'missed') AND i.owed > (
    SELECT coalesce(sum(y.amount_minor), 0) FROM store_payment y
    WHERE y.account_id = p.account_id AND y.state = 'posted'
        AND least(y.booked_on, y.value_on) >= p.starts_on
)"""
_PLANS = f"""
SELECT account_id, 'plan_broken', broken_on, broken_on
FROM (
    SELECT p.account_id, {local_day("p.state_at", "h.time_zones")} AS broken_on
    FROM store_plan p
    JOIN store_account a ON a.id = p.account_id
    JOIN store_person h ON h.id = a.person_id
    WHERE p.state = 'broken'
) plans"""  # noqa: S608 - the words are ours
# of several offers that stand, what is written states the one made last
_OFFERS = f"""
SELECT o.account_id, e.event, e."on", e.since
FROM (
    SELECT DISTINCT ON (f.account_id) f.account_id, f.state, f.expires_on,
        {local_day("f.made_at", "h.time_zones")} AS made_on
    FROM store_offer f
    JOIN store_account a ON a.id = f.account_id
    JOIN store_person h ON h.id = a.person_id
    WHERE f.state IN ('offered', 'accepted', 'kept')
    ORDER BY f.account_id, f.id DESC
) o
CROSS JOIN LATERAL (
    VALUES ('offer_made', o.made_on, o.made_on), ('offer_ends', o.expires_on, o.made_on)
) AS e (event, "on", since)
WHERE o.state = 'offered'"""  # noqa: S608 - the words are ours
_PAYMENTS = """
SELECT account_id, 'payment', max(booked_on), max(booked_on)
FROM store_payment
WHERE state = 'posted' AND account_id IS NOT NULL AND booked_on BETWEEN {day} - 30 AND {day}
GROUP BY account_id"""
_RETURNED = """
SELECT y.account_id, 'payment_returned', max(b.booked_on), max(b.booked_on)
FROM store_payment y JOIN store_bankentry b ON b.id = y.returned_by_id
WHERE y.state = 'returned' AND y.account_id IS NOT NULL
GROUP BY y.account_id"""
_ACCOUNTS = """
SELECT id, 'debit_failed', last_debit_failed_on, last_debit_failed_on
FROM store_account WHERE last_debit_failed_on IS NOT NULL
UNION ALL
SELECT id, 'paid_in_full', last_payment_on, last_payment_on
FROM store_account
WHERE balance_minor = 0 AND status IN ('open', 'paid') AND last_payment_on IS NOT NULL"""
_CHARGED_OFF = """
SELECT account_id, 'charge_off', "on", "on"
FROM store_ledgertransaction
WHERE kind = 'charge_off' AND account_id IS NOT NULL AND "on" BETWEEN {day} - 30 AND {day}"""
# the day after the first, or the second, payment that is still missing was due
_MISSED = """
SELECT account_id, CASE nth WHEN 1 THEN 'first_missed' ELSE 'second_missed' END,
    due_on + 1, due_on + 1
FROM (
    SELECT account_id, due_on, row_number() OVER (PARTITION BY account_id ORDER BY due_on) AS nth
    FROM store_due WHERE paid_minor < amount_minor AND due_on < {day}
) missed
WHERE nth <= 2"""
_DEFAULT_SUMS = """
SELECT t.account_id, 'default_sum', t."on", t."on"
FROM store_ledgertransaction t
WHERE t.kind = 'fee' AND t."on" BETWEEN {day} - 30 AND {day} AND EXISTS (
    SELECT FROM store_posting p WHERE p.transaction_id = t.id AND p.component = 'late_fee'
) AND NOT EXISTS (SELECT FROM store_ledgertransaction r WHERE r.reverses_id = t.id)"""
# the last day on which a joint guarantor can still be asked; the first of several
_GUARANTEES = f"""
SELECT g.account_id, 'guarantee_ends', min(g.ends_on),
    min({local_day("g.answered_at", "h.time_zones")})
FROM store_guarantee g
JOIN store_account a ON a.id = g.account_id
JOIN store_person h ON h.id = a.person_id
WHERE g.state = 'accepted' AND g.kind = 'joint' AND g.ends_on >= {{day}}
GROUP BY g.account_id"""  # noqa: S608 - the words are ours
# of several cases of an account, what is written states the latest
_DISPUTES = """
SELECT d.account_id, 'dispute_received', max(s."on"), max(s."on")
FROM store_dispute d
JOIN LATERAL (
    SELECT max("on") FROM store_disputestep
    WHERE dispute_id = d.id AND step IN ('opened', 'reopened')
) AS s ("on") ON coalesce(d.acknowledged_on < s."on", TRUE)
WHERE d.state IN ('open', 'asked', 'proposed')
GROUP BY d.account_id
UNION ALL
SELECT d.account_id, 'dispute_asked', max(s."on"), max(s."on")
FROM store_dispute d
JOIN store_disputestep s ON s.dispute_id = d.id AND s.step = 'evidence_asked'
WHERE d.state = 'asked'
GROUP BY d.account_id
UNION ALL
SELECT d.account_id, 'dispute_answered', max(d.answered_on), max(d.answered_on)
FROM store_dispute d JOIN store_account a ON a.id = d.account_id AND a.dispute = 'answered'
WHERE d.state IN ('answered', 'closed') AND d.answered_on IS NOT NULL
GROUP BY d.account_id"""
_COMPLAINTS = """
SELECT c.account_id, 'complaint_received', max(s."on"), max(s."on")
FROM store_complaint c
JOIN LATERAL (
    SELECT max("on") FROM store_complaintstep
    WHERE complaint_id = c.id AND step IN ('received', 'reopened')
) AS s ("on") ON coalesce(c.acknowledged_on < s."on", TRUE)
WHERE c.state IN ('open', 'proposed')
GROUP BY c.account_id
UNION ALL
SELECT account_id, 'complaint_answered', max(answered_on), max(answered_on)
FROM store_complaint WHERE state IN ('answered', 'closed') AND answered_on IS NOT NULL
GROUP BY account_id"""
_PARTS = (
    _PROMISES,
    _INSTALMENTS,
    _PLANS,
    _OFFERS,
    _PAYMENTS,
    _RETURNED,
    _ACCOUNTS,
    _CHARGED_OFF,
    _MISSED,
    _DEFAULT_SUMS,
    _GUARANTEES,
    _DISPUTES,
    _COMPLAINTS,
)
# what failed, was refused or superseded told nobody anything
EVENTS_HOME = f"""(
    SELECT e.account_id, a.person_id, e.event, e."on", (
        SELECT string_agg(DISTINCT c.template, ' ' ORDER BY c.template)
        FROM store_plannedcontact c
        WHERE c.account_id = e.account_id AND c."on" >= e.since AND c.template <> ''
            AND c.state NOT IN ('failed', 'refused', 'lapsed')
    ) AS told
    FROM ({" UNION ALL ".join(_PARTS)}) AS e (account_id, event, "on", since)
    JOIN store_account a ON a.id = e.account_id
    WHERE e."on" BETWEEN {{day}} - 30 AND {{day}} + 30
) t"""  # noqa: S608 - the words are ours, and the day is a literal
