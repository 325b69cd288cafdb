"""The progress report of an order on paper: one for the house, and one for the customer, in his language, which says
what leaves when and nothing of who does what (R143, R176)."""

from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, dates
from customers.models import Customer
from orders.order import loading
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Stage
from orders.printing import profile
from orders.printing.papers import Column, Content, Form, Paper, Party, Words, papers
from products.catalogue.models import Product
from tasks.reporting import queries
from tasks.task.models import Task
from tasks.task.states import State

KIND, CUSTOMER = "progress-report", "customer-progress"
SUBJECT = Order._meta.label_lower
_COLUMNS = {
    "position": Column(_("#"), "number", "number"),
    "phase": Column(_("Phase"), "text", "short"),
    "task": Column(_("Task"), "text", "name"),
    "department": Column(_("Department"), "text", "short"),
    "owner": Column(_("Owner"), "text", "short"),
    "planned_start": Column(_("Start"), "day", "short"),
    "planned_end": Column(_("End"), "day", "short"),
    "progress": Column(_("Progress"), "number", "short"),
    "state": Column(_("State"), "text", "short"),
    "words": Column(_("Remarks"), "text", "text"),
}
_FORM = Form(title=Words("订单进度报告", "PROGRESS REPORT"), columns=tuple(_COLUMNS), is_landscape=True)
_CUSTOMER_COLUMNS = {
    "line_no": Column(_("#"), "number", "number"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "work": Column(_("Made ready, percent"), "number", "short"),
    "shipped": Column(_("Shipped"), "quantity", "short"),
    "promised_date": Column(_("Promised date"), "day", "short"),
}
_CUSTOMER_FORM = Form(
    title=Words("订单进度说明", "PROGRESS OF YOUR ORDER"),
    columns=("line_no", "code", "name", "quantity", "unit", "work", "shipped", "promised_date"),
    intro=Words(
        "尊敬的{customer}：贵公司订单 {order} 的进展如下。", "Dear {customer}, this is how far your order {order} is."
    ),
    footer=Words("如有疑问，请随时与我们联系。", "If you have any question, please get in touch with us."),
)


def register() -> None:
    """Called once from this room's wiring."""
    papers.register(KIND, Paper(_("Progress report"), SUBJECT, gather, _FORM, _COLUMNS))
    papers.register(
        CUSTOMER, Paper(_("Progress for the customer"), SUBJECT, gather_for_customer, _CUSTOMER_FORM, _CUSTOMER_COLUMNS)
    )


def gather(actor: User, order_id: int) -> Content:
    """The report of an order for the house. Raises NotFound, also for "not yours"."""
    order = orders.get_order_by_id(actor=actor, order_id=order_id)
    report = queries.report_of(actor, order, clock.now())
    found = report.facts
    duty = report.duty
    return Content(
        number=order.display_number,
        revision=order.revision,
        currency="",
        parties=[
            Party(_("Customer"), [(_("Name"), order.customer.name), (_("Customer code"), order.customer.code)]),
            Party(
                _("Responsible now"),
                [
                    (_("Stage"), Stage(order.stage).label),
                    (_("Department"), duty.kind_label if duty else ""),
                    (_("Administrator"), duty.person.name if duty and duty.person else ""),
                ],
            ),
        ],
        facts=[
            (_("As of"), dates.business_day(report.at)),
            (_("Promised date"), found.promised),
            (_("Planned end"), found.planned_end),
            (_("Tasks done"), f"{found.done} / {found.tasks}"),
            (_("Progress"), "" if found.progress is None else f"{found.progress}%"),
            (_("Late tasks"), str(found.late) if found.late else ""),
            (_("Blocked tasks"), str(found.blocked) if found.blocked else ""),
            (_("Open exceptions"), str(report.exceptions) if report.exceptions else ""),
        ],
        rows=[_row(place, one) for place, one in enumerate(report.tasks, start=1)],
        language=order.customer.paper_language,
        fields={"number": order.display_number, "customer": order.customer.name, "order": order.display_number},
    )


def _row(place: int, task: Task) -> dict[str, Any]:
    return {
        "position": place,
        "phase": str(task.phase),
        "task": task.title,
        "department": task.department.name,
        "owner": task.owner.name if task.owner else "",
        "planned_start": task.planned_start,
        "planned_end": task.planned_end,
        "progress": task.progress,
        "state": State(task.state).label,
        "words": task.block_words if task.state == State.BLOCKED else task.result,
        "gift": False,
    }


def gather_for_customer(actor: User, order_id: int) -> Content:
    """What a customer may read of his order. Raises NotFound, also for "not yours"."""
    order = orders.get_order_by_id(actor=actor, order_id=order_id)
    contact = order_policies.redact(actor, [copy(order)])[0].contact_name
    lines = loading.lines_of(order)
    english = dict(Product.objects.filter(pk__in={one.product_id for one in lines}).values_list("pk", "english_name"))
    customer = Customer.objects.only("name", "english_name", "paper_language").get(pk=order.customer_id)
    name = Words(customer.name, customer.english_name)
    return Content(
        number=order.display_number,
        revision=order.revision,
        currency="",
        parties=[
            Party(_("Recipient"), [(_("Name"), name), (_("Contact"), contact)]),
            Party(_("Sender"), profile.current().facts),
        ],
        facts=[
            (_("Order number"), order.display_number),
            (_("Customer's order number"), order.customer_po_number),
            (_("As of"), dates.business_day(clock.now())),
            (_("Stage"), Stage(order.stage).label),
            (_("Promised date"), order.promised_date),
        ],
        rows=[
            {
                "line_no": one.line_no,
                "code": one.product_code,
                "name": Words(one.product_name, english.get(one.product_id, "")),
                "specification": one.specification,
                "quantity": one.ordered,
                "unit": one.unit,
                "work": one.work_done,
                "shipped": one.shipped,
                "promised_date": one.promised_date,
                "gift": one.is_gift,
            }
            for one in lines
        ],
        is_binding=True,
        language=customer.paper_language,
        fields={"number": order.display_number, "customer": name, "order": order.display_number},
    )
