"""The stages of an order's way and the history that tells how long it stood in each (R317): SQL, no words of papers.

``ended``: stays that ended of the orders in ``cand`` (id), with columns order_id, begun, ended, person, department,
step; the two parameters are the bounds of the end. ``standing``: those that have not ended, without ``ended``. A stay
is that of an order in a stage, of one task, one shipment, one decision. ``:verified`` stands for the condition that an
order was verified.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.layout.paper import Text

_NOBODY = "NULL::bigint AS person, NULL::bigint AS department, ''::text AS step"
_SALES = "NULL::bigint AS person, nullif({}.department_id, 0) AS department, ''::text AS step"  # the order's own
_OF_O, _OF_M = _SALES.format("o"), _SALES.format("m")


@dataclass(frozen=True)
class Stage:
    """One of them. ``meaning`` says from when until when; ``page``: the list on which just these are worked
    on. ``in_days``: its bounds are days, followed by the time zone twice; else moments."""

    code: str
    label: Text
    meaning: Text
    ended: str
    standing: str
    page: str = ""
    in_days: bool = False


_VERIFY = Stage(
    "verify",
    _("Verification"),
    _("From submission until the order desk verified the order for the first time."),
    """
    SELECT DISTINCT ON (v.order_id, s.at) v.order_id, s.at AS begun, v.verified_at AS ended,
        v.verified_by_id AS person, NULL::bigint AS department, ''::text AS step
    FROM cand JOIN orders_verification v ON v.order_id = cand.id CROSS JOIN LATERAL (
        SELECT max(at) AS at FROM orders_orderstep
        WHERE order_id = v.order_id AND move = 'submit' AND at <= v.verified_at
    ) s
    WHERE v.verified_at >= %s AND v.verified_at < %s AND NOT EXISTS (
        SELECT 1 FROM orders_verification e
        WHERE e.order_id = v.order_id AND e.verified_at < v.verified_at AND e.verified_at >= s.at)
    ORDER BY v.order_id, s.at, v.verified_at
    """,
    f"""
    SELECT o.id AS order_id, o.submitted_at AS begun, {_NOBODY} FROM orders_order o
    WHERE o.status = 'SUBMITTED' AND NOT EXISTS (
        SELECT 1 FROM orders_verification v
        WHERE v.order_id = o.id AND v.is_ok AND v.content_hash = o.content_hash)
    """,
)

# a step's turn came so many hours before it was due; whoever decides waits for the verification first
_TURN = "greatest(s.due_at - s.hours * interval '1 hour', v.at)"
_DECIDED = f"""
    SELECT r.subject_id AS order_id, {_TURN} AS begun, s.decided_at AS ended, s.decided_by_id AS person,
        NULL::bigint AS department, s.why::text AS step
    FROM cand JOIN orders_approvalrequest r ON r.subject_type = 'orders.order' AND r.subject_id = cand.id
    JOIN orders_approvalstep s ON s.request_id = r.id
    LEFT JOIN LATERAL (
        SELECT max(verified_at) AS at FROM orders_verification
        WHERE order_id = r.subject_id AND verified_at <= s.decided_at
    ) v ON true
    WHERE s.decided_at >= %s AND s.decided_at < %s AND s.due_at IS NOT NULL
        AND s.decision IN ('APPROVED', 'REJECTED', 'RETURNED') AND s.kind = '{{kind}}'
"""
_ASKED = f"""
    SELECT r.subject_id AS order_id, {_TURN} AS begun, s.approver_id AS person, NULL::bigint AS department,
        s.why::text AS step
    FROM orders_approvalstep s
    JOIN orders_approvalrequest r ON r.id = s.request_id AND r.subject_type = 'orders.order' AND r.state = 'OPEN'
    LEFT JOIN LATERAL (
        SELECT max(verified_at) AS at FROM orders_verification WHERE order_id = r.subject_id
    ) v ON true
    WHERE s.decision = '' AND s.due_at IS NOT NULL AND s.kind = '{{kind}}' AND :verified
"""
_APPROVE = Stage(
    "approve",
    _("Approval"),
    _("From when it was somebody's turn, and the order was verified, until he decided; each decision by itself."),
    _DECIDED.format(kind="PERSON"),
    _ASKED.format(kind="PERSON"),
)
_CONFIRM = Stage(
    "confirm",
    _("Customer's confirmation"),
    _("From when the customer was asked to confirm until he answered."),
    _DECIDED.format(kind="CUSTOMER"),
    _ASKED.format(kind="CUSTOMER"),
)
_CREDIT = Stage(
    "credit",
    _("Special approval of credit"),
    _("From the request of a special approval until it was decided; it runs beside the approval."),
    """
    SELECT order_id, requested_at AS begun, decided_at AS ended, decided_by_id AS person,
        NULL::bigint AS department, ''::text AS step
    FROM cand JOIN orders_specialapproval ON order_id = cand.id WHERE decided_at >= %s AND decided_at < %s
    """,
    f"SELECT order_id, requested_at AS begun, {_NOBODY} FROM orders_specialapproval WHERE state = 'PROPOSED'",
)
_DECOMPOSE = Stage(
    "decompose",
    _("Taking apart into tasks"),
    _("From taking effect until the tasks were released; of later revisions from the proposal."),
    """
    SELECT d.order_id, CASE WHEN EXISTS (
            SELECT 1 FROM tasks_decomposition e
            WHERE e.order_id = d.order_id AND e.state = 'RELEASED' AND e.id < d.id
        ) THEN d.proposed_at ELSE least(d.proposed_at, o.effective_at) END AS begun,
        d.ended_at AS ended, d.ended_by_id AS person, NULL::bigint AS department, ''::text AS step
    FROM cand JOIN tasks_decomposition d ON d.order_id = cand.id JOIN orders_order o ON o.id = d.order_id
    WHERE d.ended_at >= %s AND d.ended_at < %s AND d.state = 'RELEASED'
    """,
    f"SELECT order_id, proposed_at AS begun, {_NOBODY} FROM tasks_decomposition WHERE state = 'PROPOSED'",
)

_PICKED = "a.how IN ('PICKED', 'PLAN')"
_OWNER = Stage(
    "owner",
    _("Waiting for an executor"),
    _("From the release of a task until its executor was picked; each task by itself."),
    f"""
    SELECT t.order_id, t.released_at AS begun, a.at AS ended, a.actor_id AS person, t.department_id AS department,
        p.name::text AS step
    FROM cand JOIN tasks_task t ON t.order_id = cand.id JOIN tasks_assignment a ON a.task_id = t.id
    JOIN tasks_phase p ON p.id = t.phase_id
    WHERE a.at >= %s AND a.at < %s AND {_PICKED} AND NOT EXISTS (
        SELECT 1 FROM tasks_assignment e WHERE e.task_id = a.task_id AND e.id < a.id AND e.how IN ('PICKED', 'PLAN'))
    """,
    """
    SELECT t.order_id, t.released_at AS begun, t.owner_id AS person, t.department_id AS department,
        p.name::text AS step
    FROM tasks_task t JOIN tasks_phase p ON p.id = t.phase_id WHERE t.state = 'OPEN' AND NOT t.is_picked
    """,
    "/tasks/?unassigned=true",
)
_READY = f"""greatest(t.released_at, t.ready_at, (
        SELECT min(a.at) FROM tasks_assignment a WHERE a.task_id = t.id AND {_PICKED}))"""
_BEGIN = Stage(
    "begin",
    _("Waiting to be begun"),
    _("From when a task could begin and its executor was picked until he began; each task by itself."),
    f"""
    SELECT t.order_id, {_READY} AS begun, t.started_at AS ended, t.owner_id AS person,
        t.department_id AS department, p.name::text AS step
    FROM cand JOIN tasks_task t ON t.order_id = cand.id JOIN tasks_phase p ON p.id = t.phase_id
    WHERE t.started_at >= %s AND t.started_at < %s
    """,
    f"""
    SELECT t.order_id, {_READY} AS begun, t.owner_id AS person, t.department_id AS department, p.name::text AS step
    FROM tasks_task t JOIN tasks_phase p ON p.id = t.phase_id
    WHERE t.state = 'OPEN' AND t.is_picked AND t.open_predecessors = 0
    """,
    "/tasks/?ready=true",
)
_WORK = Stage(
    "work",
    _("Work on tasks"),
    _("From the beginning of a task until it was done, times when it was blocked included; each task by itself."),
    """
    SELECT t.order_id, t.started_at AS begun, t.done_at AS ended, t.owner_id AS person,
        t.department_id AS department, p.name::text AS step
    FROM cand JOIN tasks_task t ON t.order_id = cand.id JOIN tasks_phase p ON p.id = t.phase_id
    WHERE t.done_at >= %s AND t.done_at < %s AND t.state = 'DONE' AND t.started_at IS NOT NULL
    """,
    """
    SELECT t.order_id, t.started_at AS begun, t.owner_id AS person, t.department_id AS department,
        p.name::text AS step
    FROM tasks_task t JOIN tasks_phase p ON p.id = t.phase_id
    WHERE t.state IN ('RUNNING', 'BLOCKED') AND t.started_at IS NOT NULL
    """,
    "/tasks/?state=RUNNING&state=BLOCKED",
)

_LAST_TASK = """greatest(o.effective_at, (
        SELECT max(t.done_at) FROM tasks_task t
        WHERE t.order_id = o.id AND t.state = 'DONE' AND t.done_at <= d.created_at))"""
_GOODS = Stage(
    "goods",
    _("Waiting for goods"),
    _("From taking effect, or the end of the last task, until the first delivery notice was written."),
    f"""
    SELECT DISTINCT ON (o.id) o.id AS order_id, {_LAST_TASK} AS begun,
        d.created_at AS ended, {_OF_O}
    FROM cand JOIN orders_outboundline l ON l.order_id = cand.id
    JOIN orders_outbounddocument d ON d.id = l.document_id
    JOIN orders_order o ON o.id = l.order_id AND o.origin <> 'HISTORY' AND o.effective_at IS NOT NULL
    WHERE d.created_at >= %s AND d.created_at < %s AND d.status <> 'VOID' AND NOT EXISTS (
        SELECT 1 FROM orders_outboundline f JOIN orders_outbounddocument e ON e.id = f.document_id
        WHERE f.order_id = o.id AND e.status <> 'VOID' AND e.created_at < d.created_at)
    ORDER BY o.id, d.created_at
    """,
    f"""
    SELECT o.id AS order_id, greatest(o.effective_at, t.done) AS begun, {_OF_O}
    FROM orders_order o JOIN orders_ordertype y ON y.id = o.order_type_id AND y.ships
    CROSS JOIN LATERAL (
        SELECT max(done_at) FILTER (WHERE state = 'DONE') AS done,
            coalesce(bool_or(state IN ('OPEN', 'RUNNING', 'BLOCKED')), false) AS has_open
        FROM tasks_task WHERE order_id = o.id
    ) t
    WHERE o.status = 'EFFECTIVE' AND o.fulfilment = 'NONE' AND o.origin <> 'HISTORY' AND NOT t.has_open
        AND NOT EXISTS (
            SELECT 1 FROM orders_outboundline l JOIN orders_outbounddocument d ON d.id = l.document_id
            WHERE l.order_id = o.id AND d.status <> 'VOID')
    """,
)
_OF_ORDER = "JOIN LATERAL (SELECT DISTINCT order_id FROM orders_outboundline WHERE document_id = d.id) l ON true"
_SENT = """cand JOIN orders_outboundline l ON l.order_id = cand.id
    JOIN orders_outbounddocument d ON d.id = l.document_id"""
_SHIP = Stage(
    "ship",
    _("Shipment"),
    _("From the delivery notice until the goods left; each shipment of an order by itself."),
    f"""
    SELECT DISTINCT ON (l.order_id, d.id) l.order_id, d.created_at AS begun, d.audited_at AS ended,
        d.audited_by_id AS person, NULL::bigint AS department, ''::text AS step
    FROM {_SENT}
    WHERE d.audited_at >= %s AND d.audited_at < %s AND d.status IN ('AUDITED', 'SIGNED') AND d.moves_stock
    """,
    f"""
    SELECT l.order_id, d.created_at AS begun, {_NOBODY} FROM orders_outbounddocument d {_OF_ORDER}
    WHERE d.status = 'DRAFT'
    """,
    "/outbound/?status=DRAFT",
)
_SIGN = Stage(
    "sign",
    _("On the way, signing"),
    _("From when the goods left until they were signed for; each shipment of an order by itself."),
    f"""
    SELECT DISTINCT ON (l.order_id, d.id) l.order_id, d.audited_at AS begun, d.signed_at AS ended, {_OF_O}
    FROM {_SENT} JOIN orders_order o ON o.id = l.order_id
    WHERE d.signed_at >= %s AND d.signed_at < %s AND d.status = 'SIGNED' AND d.moves_stock
    """,
    f"""
    SELECT l.order_id, d.audited_at AS begun, {_OF_O}
    FROM orders_outbounddocument d {_OF_ORDER} JOIN orders_order o ON o.id = l.order_id
    WHERE d.status = 'AUDITED' AND d.moves_stock
    """,
    "/outbound/?status=AUDITED",
)

_OWES = "o.status IN ('EFFECTIVE', 'CLOSED') AND o.origin <> 'HISTORY' AND o.total_amount > 0"
# what is not invoiced is not invoiced in full: said so that the index of running orders finds it
_RUNS = "(o.status = 'EFFECTIVE' OR o.status = 'CLOSED' AND NOT (o.invoicing = 'FULL' AND o.signing = 'FULL'))"
_INVOICE = Stage(
    "invoice",
    _("Invoicing"),
    _("From the first shipment until the first invoice was issued; orders invoiced before are left out."),
    """
    SELECT DISTINCT ON (n.order_id) n.order_id, m.first_ship_date::timestamp AS begun,
        i.invoice_date::timestamp AS ended, i.issued_by_id AS person, NULL::bigint AS department, ''::text AS step
    FROM cand JOIN orders_invoiceline n ON n.order_id = cand.id JOIN orders_invoice i ON i.id = n.invoice_id
    JOIN reports_ordermoments m ON m.order_id = n.order_id
    WHERE i.invoice_date BETWEEN %s AND %s AND i.status = 'ISSUED' AND i.red_of_id IS NULL
        AND m.first_ship_date <= i.invoice_date AND NOT EXISTS (
            SELECT 1 FROM orders_invoiceline f JOIN orders_invoice e ON e.id = f.invoice_id
            WHERE f.order_id = n.order_id AND e.status = 'ISSUED' AND e.invoice_date < i.invoice_date)
    ORDER BY n.order_id, i.id
    """,
    f"""
    SELECT o.id AS order_id, m.first_ship_date::timestamp AS begun, {_OF_O}
    FROM reports_ordermoments m JOIN orders_order o ON o.id = m.order_id
    JOIN orders_ordertype y ON y.id = o.order_type_id AND y.invoices
    WHERE o.invoicing = 'NONE' AND {_RUNS} AND NOT o.origin = 'HISTORY' AND m.first_ship_date IS NOT NULL AND {_OWES}
    """,
    in_days=True,
)
_PAY = Stage(
    "pay",
    _("Payment"),
    _("From the last shipment until the order was paid in full; orders paid before are left out."),
    f"""
    SELECT m.order_id, m.full_ship_date::timestamp AS begun, m.paid_date::timestamp AS ended, {_OF_M}
    FROM cand JOIN reports_ordermoments m ON m.order_id = cand.id
    WHERE m.paid_date BETWEEN %s AND %s AND m.full_ship_date <= m.paid_date
    """,
    f"""
    SELECT o.id AS order_id, m.full_ship_date::timestamp AS begun, {_OF_O}
    FROM reports_ordermoments m JOIN orders_order o ON o.id = m.order_id
    WHERE o.settlement NOT IN ('PAID', 'OVERPAID') AND m.full_ship_date IS NOT NULL AND {_OWES}
    """,
    in_days=True,
)

STAGES = (
    *(_VERIFY, _APPROVE, _CONFIRM, _CREDIT, _DECOMPOSE, _OWNER, _BEGIN, _WORK),
    *(_GOODS, _SHIP, _SIGN, _INVOICE, _PAY),
)
BY_CODE = {one.code: one for one in STAGES}
UNNAMED = pgettext_lazy("stage", "(no step)")
