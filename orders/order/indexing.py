"""The indexes of orders and lines, and what the database itself holds true of them."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round

from orders.order import states
from orders.order.states import Fulfilment, Origin, Status
from segments.custom_fields.columns import index_of_filled

# orders that something may still stand in the way of: going on, or closed and not signed for or invoiced in full;
# queries say it in these very words, so that the index of the few serves them (orders.cockpit)
_UNFINISHED = Q(status=Status.CLOSED) & ~Q(signing=Fulfilment.FULL, invoicing=Fulfilment.FULL)
RUNNING = (Q(status__in=(Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)) | _UNFINISHED) & ~Q(origin=Origin.HISTORY)

# orders that are somebody's business though somebody else sells them: few, while of each column most are his own sales
BESIDE_SALES = {column: ~Q(**{column: F("salesperson")}) for column in ("executing_owner", "created_by")}

ORDER_INDEXES = [
    models.Index(fields=["-order_date", "-id"], name="order_by_date"),
    models.Index(fields=["customer", "-order_date", "-id"], name="order_by_customer"),
    models.Index(fields=["salesperson", "-order_date", "-id"], name="order_by_salesperson"),
    models.Index(fields=["executing_owner", "-order_date", "-id"], name="order_by_executing_owner"),
    models.Index(fields=["department", "-order_date", "-id"], name="order_by_department"),
    models.Index(fields=["status", "-order_date", "-id"], name="order_by_status"),
    models.Index(fields=["promised_date", "id"], name="order_by_promise"),
    models.Index(fields=["requested_date"], name="order_by_request"),
    models.Index(fields=["-total_amount", "-id"], name="order_by_amount"),
    models.Index(fields=["next_due_date", "id"], name="order_payment_due", condition=Q(next_due_date__isnull=False)),
    models.Index(fields=["contact"], name="order_contact", condition=Q(contact__isnull=False)),
    models.Index(fields=["bill_to"], name="order_bill_to", condition=Q(bill_to__isnull=False)),
    models.Index(fields=["ship_to"], name="order_ship_to", condition=Q(ship_to__isnull=False)),
    models.Index(fields=["agent"], name="order_agent", condition=Q(agent__isnull=False)),
    models.Index(fields=["source_number"], name="order_source_number", condition=~Q(source_number="")),
    models.Index(fields=["customer_po_number"], name="order_customer_po", condition=~Q(customer_po_number="")),
    models.Index(fields=["-priority", "-id"], name="order_by_priority"),
    models.Index(fields=["-priority", "-id"], name="order_running", condition=RUNNING),
    models.Index(fields=["effective_at"], name="order_took_effect", condition=Q(effective_at__isnull=False)),
    models.Index(fields=["closed_at"], name="order_closed_since", condition=Q(closed_at__isnull=False)),
    models.Index(fields=["frozen_until"], name="order_frozen", condition=Q(is_frozen=True)),  # few or none
    models.Index(fields=["updated_at"], name="order_draft_idle", condition=Q(status=Status.DRAFT)),
    models.Index(fields=["-order_date", "-id"], name="order_set_aside", condition=~Q(set_aside_reason="")),
    models.Index(fields=["-order_date", "-id"], name="order_doubtful", condition=Q(open_doubts__gt=0)),
    models.Index(fields=["-order_date", "-id"], name="order_with_exception", condition=Q(open_exceptions__gt=0)),
    index_of_filled("order_custom"),
    *(models.Index(fields=[one], name=f"order_{one}_beside", condition=rest) for one, rest in BESIDE_SALES.items()),
]
ORDER_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(freight__gte=0, reduction__gte=0, total_amount__gte=0), name="order_money_positive"
    ),
    models.CheckConstraint(condition=Q(number__isnull=False) | Q(status__in=["DRAFT", "VOID"]), name="order_numbered"),
    models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="order_rate_positive"),
    models.CheckConstraint(  # history keeps its file's amounts to the digit
        condition=Q(origin=states.Origin.HISTORY)
        | Q(freight=Round("freight", precision=2), reduction=Round("reduction", precision=2)),
        name="order_money_in_cents",
    ),
]
SPARSE = ("logo", "colour", "packaging", "customisation", "special_requirements", "notes")  # empty in most lines
LINE_INDEXES = [
    models.Index(fields=["product", "order"], name="line_by_product"),
    models.Index(fields=["text", "order"], name="line_by_text"),
    models.Index(  # deviations: few or none
        fields=["id"], name="line_closed_undated", condition=Q(row_closed=True, last_ship_date__isnull=True)
    ),
    models.Index(
        fields=["id"],
        name="line_dated_unshipped",
        condition=Q(row_closed=False, shipped=0, last_ship_date__isnull=False),
    ),
    models.Index(fields=["promised_date", "id"], name="line_open_promise", condition=Q(closure="OPEN")),
    models.Index(fields=["promised_ship_date"], name="line_to_leave", condition=Q(closure="OPEN")),
    models.Index(fields=["order"], name="line_in_parts", condition=Q(closure="OPEN") & ~Q(schedule=[])),  # few
    models.Index(fields=["order"], name="line_not_closed", condition=Q(row_closed=False)),
    models.Index(fields=["order"], name="line_frozen", condition=Q(is_frozen=True)),  # few or none
    models.Index(fields=["requested_date"], name="line_by_request", condition=Q(requested_date__isnull=False)),
    models.Index(fields=["last_ship_date"], name="line_by_ship_date", condition=Q(last_ship_date__isnull=False)),
    models.Index(  # a condition on one of these reads the few lines that have something there, not all
        fields=["order"],
        name="line_with_extras",
        condition=reduce(or_, (~Q(**{column: ""}) for column in SPARSE)) | Q(discount__gt=0),
    ),
    models.Index(fields=["quotation_line"], name="line_of_quotation", condition=Q(quotation_line__isnull=False)),
    models.Index(fields=["agreement_line"], name="line_of_agreement", condition=Q(agreement_line__isnull=False)),
    models.Index(fields=["gift_of"], name="line_of_gift", condition=Q(gift_of__isnull=False)),
    models.Index(fields=["closed_at"], name="line_let_go", condition=~Q(close_reason_code="")),
    index_of_filled("line_custom"),
]
LINE_CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["order", "line_no"], name="order_line_no"),
    models.CheckConstraint(condition=Q(ordered__gt=0), name="line_ordered_positive"),
    models.CheckConstraint(
        condition=Q(reserved__gte=0, drafted__gte=0, shipped__gte=0, signed__gte=0, short_closed__gte=0),
        name="line_quantities_positive",
    ),
    models.CheckConstraint(condition=Q(price__gte=0, amount__gte=0), name="line_money_positive"),
    models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=1), name="line_discount"),
]
