"""Orders that were carried out and closed, for tests of their evaluation."""

from datetime import UTC, date, datetime
from decimal import Decimal

from orders.closure import operations as closure
from orders.order.models import Order
from orders.tests import builders as orders
from tasks.doing import operations as doing
from tasks.evaluation import operations
from tasks.evaluation.models import OrderEvaluation
from tasks.task.models import Task
from tasks.tests.builders import Shop, make_task

CLOSED = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)


def make_done(order: Order, shop: Shop, *, first: date, last: date, hours: int = 20, **fields) -> Task:
    """A task of production that was to be done by ``first`` and was by ``last``."""
    task = make_task(order, shop=shop, planned_end=first, **fields)
    at = datetime(last.year, last.month, last.day, 3, 0, tzinfo=UTC)
    doing.start_task(actor=shop.foreman, task_id=task.pk, at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    doing.finish_task(actor=shop.foreman, task_id=task.pk, result="Made", hours=Decimal(hours), at=at)
    task.refresh_from_db()
    return task


def make_closed(shop: Shop, *, late: bool = True) -> tuple[Order, Task]:
    """An order with one task, done late or in time, that was closed short afterwards."""
    order = orders.make_effective()
    last = date(2026, 12, 3) if late else date(2026, 11, 27)
    task = make_done(order, shop, first=date(2026, 11, 30), last=last)
    desk = orders.make_order_cast().desk
    closure.close_order(actor=desk, order_id=order.pk, reason_code="CUSTOMER", reason="No need", at=CLOSED)
    order.refresh_from_db()
    return order, task


def make_evaluation(shop: Shop, **options) -> tuple[OrderEvaluation, Task]:
    """The evaluation of such an order, opened by the machine."""
    order, task = make_closed(shop, **options)
    operations.open_due(at=CLOSED)
    return OrderEvaluation.objects.get(order=order), task
