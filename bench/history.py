"""What reports of work and money read of an order's way: verifications, approvals, tasks, shipments, signings, stock,
invoices, receipts. The generated orders of the last so many days get one of each, as ``generate`` makes rows: INSERT …
SELECT in bulk, the same every time. Orders of history that get a way are no history any more.
"""

import time
from datetime import timedelta
from typing import Any

from django.db import connection

from bench import loading
from bench.generate import insert_select

DAYS = 400
PHASES = (1, 3, 5)  # of a task each, in this order, counted from the first phase
TASKS_OF = 3  # every so many-th order is taken apart into tasks

_WAY = """
    CREATE TEMP TABLE way AS
    SELECT o.id, o.customer_id, o.currency_id, o.department_id, o.salesperson_id AS person, o.content_hash, o.number,
        o.status = 'CLOSED' AS done, o.total_amount AS amount, o.tax_amount AS tax, o.net_amount AS net,
        o.order_date::timestamptz AS day, (o.id * 7919 %% 240) * interval '1 hour' AS lag,
        o.id %% {tasks_of} = 0 AS has_tasks
    FROM orders_order o WHERE o.order_date >= %s AND o.status IN ('CLOSED', 'EFFECTIVE')
"""
_NATIVE = """
    UPDATE orders_order SET origin = 'NATIVE', source_number = '', invoicing = 'FULL', signing = 'FULL'
    WHERE origin = 'HISTORY' AND id IN (SELECT id FROM way)
"""


def build(today: Any) -> None:
    """Make it, unless it was made. The caller is the owner of the tables."""
    from accounts.people import queries as people
    from common import operation
    from orders.fulfilment.models import OutboundLine

    if not OutboundLine.objects.exists():
        begun = time.monotonic()
        operation.in_operation(people.system_user().pk, lambda: _fill(today))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        print(f"history of {DAYS} days made in {time.monotonic() - begun:.0f} s", flush=True)


def _fill(today: Any) -> None:
    from orders.approval.models import ApprovalRequest, ApprovalStep
    from orders.checking.models import Verification
    from orders.deltas.models import LineDelta
    from orders.fulfilment.models import OutboundDocument, OutboundLine
    from orders.invoicing.models import Invoice, InvoiceLine
    from orders.order.models import OrderStep
    from orders.settlement.models import Allocation, PlanRow, Receipt
    from products.stock.models import StockMovement
    from tasks.assigning.models import Assignment
    from tasks.decomposing.models import Decomposition
    from tasks.task.models import Task

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.bulk', 'bench', true), set_config('statement_timeout', '0', true)")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_WAY.format(tasks_of=TASKS_OF), [today - timedelta(days=DAYS)])
        cursor.execute("ANALYZE way")
        cursor.execute(_NATIVE)
    loaded = (
        *(ApprovalRequest, ApprovalStep, Verification, LineDelta, OutboundDocument, OutboundLine, Invoice),
        *(InvoiceLine, OrderStep, Allocation, PlanRow, Receipt, StockMovement, Assignment, Decomposition, Task),
    )
    with loading.bare(*loaded):
        _steps(OrderStep)
        _decisions(Verification, ApprovalRequest, ApprovalStep)
        _tasks(Decomposition, Task, Assignment)
        _shipments(OutboundDocument, OutboundLine, StockMovement)
        _invoices(Invoice, InvoiceLine)
        _money(PlanRow, Receipt, Allocation)
        _movements(LineDelta)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE way")


def _movements(delta: Any) -> None:
    """What was history brought its backlog along; now it came when the order took effect."""
    insert_select(
        delta, "way JOIN orders_orderline l ON l.order_id = way.id WHERE done", order_id="way.id", line_no="l.line_no",
        product_id="l.product_id", cause="'EFFECTIVE'", revision="0", ordered="l.ordered", amount="l.amount",
        by_id="person", at="day + interval '5 hours'", day="day::date",
    )  # fmt: skip


def _steps(step: Any) -> None:
    """History was imported; now it was submitted and approved as well."""
    for move, after, hours in (("submit", "SUBMITTED", 2), ("approve", "EFFECTIVE", 5)):
        insert_select(
            step, "way WHERE done", order_id="id", move=f"'{move}'", from_status="'DRAFT'", to_status=f"'{after}'",
            actor_id="person", at=f"day + interval '{hours} hours'",
        )  # fmt: skip


def _decisions(verification: Any, request: Any, step: Any) -> None:
    insert_select(
        verification, "way", order_id="id", content_hash="content_hash", is_ok="true", verified_by_id="person",
        verified_at="day + interval '3 hours' + lag / 300",
    )  # fmt: skip
    insert_select(
        request, "way", subject_type="'orders.order'", subject_id="id", content_hash="content_hash",
        state="'APPROVED'", requested_by_id="person", requested_at="day + interval '2 hours'",
        ended_at="day + interval '5 hours'",
    )  # fmt: skip
    insert_select(
        step, "orders_approvalrequest r JOIN way ON way.id = r.subject_id", request_id="r.id", sequence="1",
        approver_id="person", why="'line:manager'", due_at="day + interval '26 hours'", decision="'APPROVED'",
        decided_by_id="person", decided_at="day + interval '4 hours' + lag / 240",
    )  # fmt: skip


def _tasks(decomposition: Any, task: Any, assignment: Any) -> None:
    """Three tasks one after the other; of live orders the first is done, the second under way, the third to come."""
    insert_select(
        decomposition, "way WHERE has_tasks", order_id="id", revision="1", state="'RELEASED'",
        proposed_by_id="person", proposed_at="day + interval '6 hours'", ended_by_id="person",
        ended_at="day + interval '9 hours' + lag / 20",
    )  # fmt: skip
    for place, phase in enumerate(PHASES):
        begun, ended = place == 0 or "done", "true" if place == 0 else "done"
        started, last = f"(day + interval '{1 + 2 * place} days' + lag / 10)", f"(day + interval '{2 + 2 * place} days'"
        begun = "true" if place < 2 else "done"
        done = f"{last} + lag / 8)"
        insert_select(
            task, "way JOIN tasks_decomposition d ON d.order_id = way.id", order_id="way.id", decomposition_id="d.id",
            origin=f"'bench-{place}'", title="'Bench'", department_id="department_id", owner_id="person",
            state=f"CASE WHEN {ended} THEN 'DONE' WHEN {begun} THEN 'RUNNING' ELSE 'OPEN' END",
            phase_id=f"(SELECT id FROM tasks_phase ORDER BY rank, id OFFSET {phase - 1} LIMIT 1)", is_picked="true",
            planned_hours="4", planned_start=f"{started}::date", planned_end=f"{done}::date",
            baseline_end=f"{done}::date", progress=f"CASE WHEN {ended} THEN 100 ELSE 0 END",
            open_predecessors=f"CASE WHEN {begun} THEN 0 ELSE 1 END", ready_at=f"CASE WHEN {begun} THEN {started} END",
            released_at="d.ended_at", started_at=f"CASE WHEN {begun} THEN {started} + interval '3 hours' END",
            done_at=f"CASE WHEN {ended} THEN {done} END", created_by_id="person", created_at="d.proposed_at",
            updated_at="d.ended_at",
        )  # fmt: skip
    insert_select(
        assignment, "tasks_task t JOIN way ON way.id = t.order_id", task_id="t.id", how="'PICKED'",
        department_id="t.department_id", user_id="t.owner_id", actor_id="t.owner_id",
        at="t.released_at + interval '2 hours'",
    )  # fmt: skip


def _shipments(document: Any, line: Any, movement: Any) -> None:
    """A document an order, all signed for."""
    insert_select(
        document, "way WHERE done", number="'B' || id", customer_id="customer_id", status="'SIGNED'",
        transport_mode="'COMPANY'", warehouse_id="(SELECT min(id) FROM products_warehouse)",
        planned_ship_date="(day + interval '9 days')::date", ship_date="(day + interval '10 days')::date",
        freight="20", created_by_id="person", created_at="day + interval '8 days' + lag / 20", audited_by_id="person",
        audited_at="day + interval '10 days'", signed_at="day + interval '12 days' + lag / 8",
        signed_date="(day + interval '12 days' + lag / 8)::date",
    )  # fmt: skip
    lines = (
        "way JOIN orders_orderline l ON l.order_id = way.id JOIN orders_outbounddocument d ON d.number = 'B' || way.id"
    )
    insert_select(
        line, f"{lines} WHERE done", order_id="way.id", document_id="d.id", order_line_id="l.id", quantity="l.ordered",
        signed_quantity="l.ordered",
    )  # fmt: skip
    insert_select(
        movement, f"{lines} JOIN products_stockrow s ON s.product_id = l.product_id WHERE done", stock_row_id="s.id",
        kind="'ISSUE'", quantity="-l.ordered", document_type="'orders.outbounddocument'", document_id="d.id",
        document_number="d.number", actor_id="person", at="d.audited_at",
    )  # fmt: skip


def _invoices(invoice: Any, line: Any) -> None:
    insert_select(
        invoice, "way WHERE done", number="'I' || id", customer_id="customer_id", currency_id="currency_id",
        kind="'SPECIAL'", status="'ISSUED'", invoice_date="(day + interval '14 days')::date", amount="amount",
        tax="tax", net="net", created_by_id="person", created_at="day + interval '13 days'", issued_by_id="person",
        issued_at="day + interval '14 days'",
    )  # fmt: skip
    insert_select(
        line,
        "way JOIN orders_orderline l ON l.order_id = way.id"
        " JOIN orders_invoice i ON i.number = 'I' || way.id WHERE done",
        invoice_id="i.id", position="l.line_no", order_id="way.id", order_line_id="l.id",
        name="left(l.product_name, 160)", unit="l.unit", quantity="l.ordered", tax_rate="l.tax_rate",
        amount="l.amount", tax="l.tax", net="l.net",
    )  # fmt: skip


def _money(plan: Any, receipt: Any, allocation: Any) -> None:
    """Due thirty days after the shipment, paid around then."""
    paid = "least(now(), day + interval '30 days' + lag)"
    insert_select(
        plan, "way WHERE done", order_id="id", sequence="1", percent="100", amount="amount", received="amount",
        basis="'SHIP'", days="30", due_date="(day + interval '40 days')::date",
    )  # fmt: skip
    insert_select(
        receipt, "way WHERE done", number="'R' || id", customer_id="customer_id", currency_id="currency_id",
        amount="amount", allocated="amount", received_date=f"({paid})::date", created_by_id="person", created_at=paid,
    )  # fmt: skip
    insert_select(
        allocation,
        "way JOIN orders_planrow p ON p.order_id = way.id JOIN orders_receipt r ON r.number = 'R' || way.id WHERE done",
        receipt_id="r.id", plan_row_id="p.id", amount="p.amount", actor_id="person", at=paid,
    )  # fmt: skip
