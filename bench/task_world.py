"""Tasks, checks, proposals and evaluations for the orders of ``bench.world``, in bulk on the server.

Of the latest closed orders 20,000 were carried out with eight tasks each, checked five times and evaluated, but for the
last 300; of the live ones two thirds were taken apart (three open tasks each) and four in five wait for a check.
"""

from bench.generate import insert_select

CLOSED, OPEN_EVALUATIONS, TASKS, LIVE_TASKS, CHECKS = 20_000, 300, 8, 3, 5
MARK = "bench"  # ``origin`` of these tasks begins so


def make() -> None:
    """All of it, in one operation; nothing where it was made already."""
    from accounts.people import queries as people
    from common import operation
    from tasks.checks.models import ProgressCheck

    if not ProgressCheck.objects.exists():
        operation.in_operation(people.system_user().pk, _fill)


def _fill() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.bulk', 'bench', true), set_config('statement_timeout', '0', true)")
        cursor.execute(
            f"CREATE TEMP TABLE ended AS SELECT id, salesperson_id, closed_at, row_number() OVER (ORDER BY id DESC) n"
            f" FROM orders_order WHERE status = 'CLOSED' ORDER BY id DESC LIMIT {CLOSED}"
        )
        cursor.execute("UPDATE orders_order SET origin = 'NATIVE' WHERE id IN (SELECT id FROM ended)")
        cursor.execute(
            "CREATE TEMP TABLE live AS SELECT o.id, salesperson_id, o.effective_at, row_number() OVER (ORDER BY o.id) n"
            " FROM orders_order o WHERE status = 'EFFECTIVE'"
            " AND NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.order_id = o.id)"
        )
        cursor.execute("ANALYZE ended")
        cursor.execute("ANALYZE live")
    _decompositions()
    _tasks()
    _checks()
    _evaluations()


def _decompositions() -> None:
    from tasks.decomposing.models import Decomposition

    for source, at in (("ended", "closed_at - interval '20 days'"), ("live WHERE n % 3 > 0", "effective_at")):
        insert_select(
            Decomposition,
            source,
            order_id="id",
            revision="1",
            state="'RELEASED'",
            proposed_by_id="salesperson_id",
            proposed_at=f"{at} + interval '1 hour'",
            ended_by_id="salesperson_id",
            ended_at=f"{at} + interval '2 hours'",
        )


def _tasks() -> None:
    from tasks.task.models import Task

    common = {
        "order_id": "e.id",
        "origin": f"'{MARK}:' || k",
        "title": "'Task ' || k || ': 装配与标定'",
        "phase_id": "(SELECT min(id) FROM tasks_phase) + k % 6",
        "department_id": "(SELECT min(id) FROM accounts_department)",
        "owner_id": "e.salesperson_id",
        "is_picked": "k % 5 <> 0",
        "created_by_id": "e.salesperson_id",
        "planned_hours": "4 + k % 20",
        "template_id": "(SELECT min(id) FROM tasks_tasktemplate) + k % 60",
    }
    ended = "e.closed_at - interval '20 days' + k * interval '2 days'"
    insert_select(
        Task,
        f"ended e CROSS JOIN generate_series(1, {TASKS}) k",
        **common,
        state="'DONE'",
        progress="100",
        actual_hours="3 + k % 20",
        planned_start=f"({ended})::date - 2",
        planned_end=f"({ended})::date",
        baseline_end=f"({ended})::date",
        released_at="e.closed_at - interval '20 days'",
        started_at=f"{ended} - interval '1 day'",
        done_at=ended,
        created_at="e.closed_at - interval '20 days'",
        updated_at=ended,
    )
    insert_select(
        Task,
        f"(SELECT * FROM live WHERE n % 3 > 0) e CROSS JOIN generate_series(1, {LIVE_TASKS}) k",
        **common,
        state="CASE k % 3 WHEN 0 THEN 'RUNNING' ELSE 'OPEN' END",
        planned_start="current_date + (n % 40)::int - 10",
        planned_end="current_date + (n % 40)::int - 7",
        baseline_end="current_date + (n % 40)::int - 7",
        department_due_date="current_date + (n % 40)::int - 7",
        released_at="e.effective_at",
        created_at="e.effective_at + interval '1 hour'",
        updated_at="e.effective_at",
    )


def _checks() -> None:
    from tasks.checks.models import ProgressCheck

    insert_select(
        ProgressCheck,
        f"ended e CROSS JOIN generate_series(1, {CHECKS}) k",
        order_id="e.id",
        state="(ARRAY['FINE','FINE','PROBLEM','MISSED','CANCELLED'])[k]",
        due_date="e.closed_at::date - 20 + k * 3",
        owner_id="e.salesperson_id",
        checked_by_id="CASE WHEN k <= 3 THEN e.salesperson_id END",
        checked_at="CASE WHEN k <= 3 THEN e.closed_at - interval '20 days' + k * interval '3 days' END",
        missed_at="CASE WHEN k = 4 THEN e.closed_at END",
    )
    insert_select(
        ProgressCheck,
        "live WHERE n % 5 > 0",
        order_id="id",
        state="'DUE'",
        due_date="current_date + (n % 10)::int",
        owner_id="salesperson_id",
    )


def _evaluations() -> None:
    from tasks.evaluation.models import OrderEvaluation

    insert_select(
        OrderEvaluation,
        f"ended WHERE n > {OPEN_EVALUATIONS}",
        order_id="id",
        state="CASE WHEN n % 20 = 0 THEN 'OPEN' ELSE 'DONE' END",
        opened_at="closed_at + interval '1 hour'",
        due_date="closed_at::date + 7",
        ended_by_id="CASE WHEN n % 20 > 0 THEN salesperson_id END",
        ended_at="CASE WHEN n % 20 > 0 THEN closed_at + interval '6 days' END",
    )
