"""A requirement in print: for the workshop, or the supplier."""

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import dates
from orders.printing import profile
from orders.printing.papers import Column, Content, Finder, Form, Paper, Party, Words, finders, papers
from tasks.requirements import policies, queries
from tasks.requirements.choices import Kind, State
from tasks.requirements.models import Requirement, RequirementLine

PRODUCTION, PURCHASE = "production-requirement", "purchase-requirement"
KINDS = {Kind.MAKE: PRODUCTION, Kind.BUY: PURCHASE}
_COLUMNS = {
    "line_no": Column(_("#"), "number", "number"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "wording": Column(_("Requirements"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "needed_date": Column(_("Needed by"), "day", "short"),
    "planned_date": Column(_("Planned day"), "day", "short"),
    "order": Column(_("For order"), "text", "code"),
}
_MADE = Form(Words("生产需求单", "PRODUCTION REQUIREMENT"), tuple(_COLUMNS), shows_signatures=True, is_landscape=True)
_BOUGHT = Form(
    Words("采购需求单", "PURCHASE REQUIREMENT"),
    tuple(name for name in _COLUMNS if name != "order"),  # a supplier need not know whose order it is
    shows_signatures=True,
    is_landscape=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    papers.register(PRODUCTION, Paper(_("Production requirement"), policies.SUBJECT, gather, _MADE, _COLUMNS))
    papers.register(PURCHASE, Paper(_("Purchase requirement"), policies.SUBJECT, gather, _BOUGHT, _COLUMNS))
    finders.register(policies.SUBJECT, Finder(find, _("Requirement number")))


def find(actor: User, reference: str) -> int:
    """The key of the requirement with this number. Raises NotFound."""
    return queries.get_requirement(actor, reference).pk


def gather(actor: User, requirement_id: int) -> Content:
    """A requirement's content for its reader. Raises NotFound, also for "not yours"."""
    found = queries.get_requirement_by_id(actor, requirement_id)
    supplier = found.supplier
    asked = dates.business_day(found.asked_at) if found.asked_at else ""
    return Content(
        number=found.display_number,
        revision=found.version,
        currency="",
        parties=[
            _asked_of(found),
            *(
                [Party(_("Supplier"), [(_("Name"), supplier.name), (_("Contact"), supplier.contact)])]
                if supplier
                else []
            ),
            Party(_("Asked by"), [*profile.current().facts, (_("Name"), found.created_by.name)]),
        ],
        facts=[
            (_("Number"), found.display_number),
            (_("Asked on"), asked),
            (_("Needed by"), found.needed_date or ""),  # type: ignore[attr-defined]
            (_("Notes"), found.notes),
        ],
        rows=[_row(place, line) for place, line in enumerate(queries.lines_for(actor, found), start=1)],
        watermark={
            State.DRAFT: _("Draft"),
            State.REFUSED: State.REFUSED.label,
            State.CANCELLED: State.CANCELLED.label,
        }.get(State(found.state), ""),
        fields={"number": found.display_number},
    )


def _asked_of(found: Requirement) -> Party:
    owner = found.owner.name if found.owner else ""
    return Party(_("Department"), [(_("Name"), found.department.name), (_("Owner"), owner)])


def _row(place: int, line: RequirementLine) -> dict[str, object]:
    order = line.order
    named = f"{order.reference}-{line.line_no}" if order and line.line_no else order.reference if order else ""
    return {
        "line_no": place,
        "code": line.product.code,
        "name": Words(line.product.name, line.product.english_name),
        "specification": line.specification or line.product.specification,
        "wording": line.wording,
        "quantity": line.accepted or line.quantity,
        "unit": line.product.unit,
        "needed_date": line.needed_date,
        "planned_date": line.planned_date or "",
        "order": named,
    }
