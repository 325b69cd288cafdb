"""A dunning letter on paper (催款函)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from common import dates
from orders.collecting import policies
from orders.collecting.dunning import queries
from orders.collecting.dunning.models import DunningLetter
from orders.printing import profile
from orders.printing.papers import CHINESE, ENGLISH, Column, Content, Finder, Form, Paper, Party, Words, finders, papers

KIND = "dunning-letter"
SUBJECT = DunningLetter._meta.label_lower
_COLUMNS = {
    "order": Column(_("Order"), "text", "code"),
    "customer_order": Column(_("Customer's order number"), "text", "text"),
    "due_date": Column(_("Due date"), "day", "short"),
    "days": Column(_("Days overdue"), "number", "short"),
    "open": Column(_("Amount"), "money", "amount"),
}
_FORM = Form(
    title=Words("催款函", "PAYMENT REMINDER"),
    columns=tuple(_COLUMNS),
    intro=Words("尊敬的{customer}：{text}", "Dear {customer}, {text}"),
    shows_bank=True,
    shows_seal=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_letter_by_id,
            url=lambda row: reverse("orders:dunning-letter", args=[row.number]),
            verb=policies.VIEW,
            visible=queries.visible_to,
        ),
    )
    papers.register(KIND, Paper(_("Dunning letter"), SUBJECT, gather, _FORM, _COLUMNS))
    finders.register(SUBJECT, Finder(find, _("Letter number")))


def find(actor: User, reference: str) -> int:
    """The key of the letter with this number. Raises NotFound."""
    return queries.get_letter(actor, reference).pk


def gather(actor: User, letter_id: int) -> Content:
    """A letter for its reader. Raises NotFound, also for "not yours"."""
    letter = queries.get_letter_by_id(actor, letter_id)
    customer = letter.customer
    name = Words(customer.name, customer.english_name)
    return Content(
        number=letter.number,
        revision=1,
        currency=str(letter.currency_id),
        parties=[
            Party(_("Customer"), [(_("Name"), name), (_("Customer code"), customer.code)]),
            Party(_("Seller"), profile.current().facts),
        ],
        facts=[
            (_("Letter number"), letter.number),
            (_("Day"), dates.business_day(letter.sent_at)),
            (_("Statement of account"), letter.statement.number),
            (_("Notes"), letter.note),
        ],
        rows=[
            {
                "order": one.order.reference,
                "customer_order": one.order.customer_po_number,
                "due_date": one.due_date,
                "days": one.days,
                "open": one.asked,
            }
            for one in queries.rows_of(letter)
        ],
        total=letter.total,
        total_label=_("Asked for"),
        is_binding=True,
        language=ENGLISH if letter.language == "en" else CHINESE,
        fields={"number": letter.number, "customer": name, "text": letter.text},
    )
