"""One of everything that reminders count from, made by the operations themselves where there are any."""

from datetime import date, timedelta

from accounts.people import queries as people
from customers.voice import operations as voice
from orders.exceptions import operations as exceptions
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.quotation.tests import builders as quotations
from orders.service.contacts.models import FollowUp
from orders.tests.builders import AT, TODAY, make_draft, make_effective, make_order_cast, make_submitted
from orders.tests.flow_builders import make_signed
from tasks.checks import operations as checks
from tasks.checks.asking import ActionDraft
from tasks.doing import operations as doing
from tasks.tests.builders import make_shop, make_task

DAY = timedelta(1)


def everything() -> Order:
    """An order in force with tasks, a check and what it asked for; one complete; a draft, a decision, a quotation, a
    contact, a word and a complaint."""
    cast, shop, system = make_order_cast(), make_shop(), people.system_user()
    order = make_effective(cast.owner)
    make_task(order, shop=shop)
    done = make_task(order, shop=shop, phase_id=_phase("BUY"))
    doing.finish_task(actor=shop.foreman, task_id=done.pk, at=AT)
    wanted = ActionDraft("Ask the other supplier", shop.worker.pk, TODAY + 3 * DAY)
    checks.record_check(
        actor=cast.desk, order_id=order.pk, problem="MATERIAL", words="No sensors", actions=[wanted], at=AT
    )
    finish(cast.owner)
    frozen = make_effective(cast.owner)
    lifecycle.freeze_order(actor=system, order_id=frozen.pk, reason="Dispute", until=TODAY + 5 * DAY, at=AT)
    make_draft(cast.owner)
    make_submitted(cast.owner)
    quotations.make_sent(cast.owner)
    plan_contact(order)
    voice.add_note(
        actor=cast.owner,
        customer_id=order.customer_id,
        kind="FEEDBACK",
        text="Call me about the display",
        due_date=TODAY + DAY,
        at=AT,
    )
    complain(order)
    return order


def finish(owner) -> Order:
    """An order that was made, sent, signed for and is complete."""
    order, shop = make_effective(owner), make_shop()
    task = make_task(order, shop=shop)
    doing.finish_task(actor=shop.foreman, task_id=task.pk, at=AT)
    make_signed(order)
    return order


def _phase(code: str) -> int:
    from tasks.task.models import Phase

    return Phase.objects.exclude(code="MAKE").filter(stage="LOGISTICS").first().pk


def plan_contact(order: Order, day: date = TODAY + DAY) -> FollowUp:
    """A contact with an order's customer, planned for a day."""
    return FollowUp.objects.create(
        customer_id=order.customer_id,
        order=order,
        subject="How the scales do",
        owner_id=order.salesperson_id,
        due_date=day,
        created_by_id=order.salesperson_id,
        created_at=AT,
    )


def complain(order: Order):
    """A complaint about an order, to be answered."""
    return exceptions.raise_case(
        actor=people.system_user(),
        order_id=order.pk,
        kind="COMPLAINT",
        severity="SERIOUS",
        description="The display is dark",
        owner_id=order.salesperson_id,
        at=AT,
    )
