"""The letter to the customer about an exception: apology, explanation, what is done. Its words are edited with those
of the other papers; the cause stays in the house."""

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates, errors
from orders.exceptions import queries
from orders.exceptions.choices import Kind
from orders.exceptions.models import ExceptionCase
from orders.order import queries as orders
from orders.printing import profile
from orders.printing.papers import Column, Content, Finder, Form, Paper, Party, Words, finders, papers

KIND = "apology-letter"
SUBJECT = ExceptionCase._meta.label_lower
_COLUMNS = {
    "line_no": Column(_("#"), "number", "number"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
}
_FORM = Form(
    title=Words("致歉函", "LETTER OF APOLOGY"),
    columns=("line_no", "code", "name", "quantity", "unit"),
    intro=Words(
        "尊敬的{customer}：就订单 {order} 发生的问题给贵公司带来的不便，我们深表歉意。处理情况说明如下。",
        "Dear {customer}, we are sorry for the trouble that your order {order} has given you."
        " This is what we do about it.",
    ),
    clauses=Words(
        "如对处理结果有任何意见，请随时与我们联系。", "If anything remains to be said, please get in touch with us."
    ),
)


def register() -> None:
    """Called once from this room's wiring."""
    papers.register(KIND, Paper(_("Letter of apology"), SUBJECT, gather, _FORM, _COLUMNS))
    finders.register(SUBJECT, Finder(find, _("Exception number")))


def find(actor: User, reference: str) -> int:
    """The key of the exception with this number. Raises NotFound."""
    return queries.get_case(actor, reference).pk


def gather(actor: User, case_id: int) -> Content:
    """An exception's letter for its reader. Raises NotFound, also for "not yours"."""
    case = queries.get_case_by_id(actor, case_id)
    customer, order = case.customer, case.order
    name = Words(customer.name, customer.english_name)
    number = order.reference if order else case.number
    return Content(
        number=case.number,
        revision=1,
        currency="",
        parties=[
            Party(_("Recipient"), [(_("Name"), name)]),
            Party(_("Sender"), profile.current().facts),
        ],
        facts=[
            (_("Order number"), order.reference if order else ""),
            (_("Customer's order number"), order.customer_po_number if order else ""),
            (_("Reported"), dates.business_day(case.raised_at)),
            (_("What it is about"), Kind(case.kind).label),
            (_("What we do"), case.told_text or case.answer),
        ],
        rows=[] if order is None or not _may_read(actor, order.pk) else _rows(case),
        is_binding=True,
        language=customer.paper_language,
        fields={"number": case.number, "customer": name, "order": number},
    )


def _may_read(actor: User, order_id: int) -> bool:
    """Whether the lines of the order are the reader's to see: who only owes the answer may not."""
    try:
        orders.get_order_by_id(actor=actor, order_id=order_id)
    except errors.NotFound:
        return False
    return True


def _rows(case: ExceptionCase) -> list[dict[str, object]]:
    lines = orders.lines_of(case.order, with_products=True) if case.order else []
    return [
        {
            "line_no": line.line_no,
            "code": line.product_code,
            "name": Words(line.product_name, line.product.english_name),
            "specification": line.specification,
            "quantity": line.ordered,
            "unit": line.unit,
            "gift": False,
        }
        for line in lines
        if case.line_no in (None, line.line_no)
    ]
