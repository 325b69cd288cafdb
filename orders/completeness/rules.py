"""The incompletion log (SEMANTICS 6): which field each step needs, and what an order lacks. Pure but for
the company's own table, which is read through the settings, and for the order's files where that asks for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.collaboration import queries as collaboration
from accounts.people.models import User
from common import errors, settings
from orders.order.choices import DeliveryMethod, InvoiceKind
from orders.order.models import Order, OrderLine
from segments.custom_fields import definitions

REQUIRED_FIELDS = "orders.required_fields"


class Step(models.TextChoices):
    """The steps that gaps can block, in the order an order takes them."""

    SUBMIT = "submit", _("Submission")
    APPROVE = "approve", _("Approval")
    PRODUCE = "produce", _("Production")
    SHIP = "ship", _("Shipment")
    INVOICE = "invoice", _("Invoice")


@dataclass(frozen=True)
class Gap:
    """A field that is missing: ``field`` as a path (``lines.3.price``), ``step`` what it blocks."""

    field: str
    label: str | Promise
    step: Step


Fault = str | Promise | None


@dataclass(frozen=True)
class Requirement:
    """A row of the table: a header field, or ``lines.<field>`` of every line. ``fault`` says what is missing,
    None when the field is there or not needed on this order."""

    label: str | Promise
    step: Step
    fault: Callable[[Order], Fault] | None = None
    line_fault: Callable[[Order, OrderLine], Fault] | None = None


def _there(name: str, label: str | Promise) -> Callable[[Order], Fault]:
    return lambda order: None if getattr(order, name) else label


def _has_goods_to_send(order: Order) -> bool:
    return order.order_type.ships and order.delivery_method != DeliveryMethod.PICK_UP


def _when_sent(name: str, label: str | Promise) -> Callable[[Order], Fault]:
    return lambda order: label if _has_goods_to_send(order) and not getattr(order, name) else None


def _when_invoiced(name: str, label: str | Promise) -> Callable[[Order], Fault]:
    def fault(order: Order) -> Fault:
        wants = order.order_type.invoices and order.invoice_kind == InvoiceKind.SPECIAL
        return label if wants and not getattr(order, name) else None

    return fault


def _price(order: Order, line: OrderLine) -> Fault:
    charged = order.order_type.invoices and not line.is_gift and line.discount < 1
    return _("Price") if charged and not line.price else None


def _day(order: Order, line: OrderLine) -> Fault:
    return None if line.requested_date or order.requested_date else _("Requested date")


TABLE: dict[str, Requirement] = {
    "lines": Requirement(_("Lines"), Step.SUBMIT, _there("line_count", _("At least one line"))),
    "lines.price": Requirement(_("Price"), Step.SUBMIT, line_fault=_price),
    "lines.requested_date": Requirement(_("Requested date"), Step.SUBMIT, line_fault=_day),
    "salesperson": Requirement(_("Salesperson"), Step.SUBMIT, _there("salesperson_id", _("Salesperson"))),
    "executing_owner": Requirement(
        _("Executing owner"), Step.SUBMIT, _there("executing_owner_id", _("Executing owner"))
    ),
    "department": Requirement(_("Department"), Step.SUBMIT, _there("department_id", _("Department"))),
    "contact_name": Requirement(_("Contact"), Step.APPROVE, _there("contact_name", _("Contact"))),
    "payment_term": Requirement(_("Payment terms"), Step.SUBMIT, _there("payment_term_id", _("Payment terms"))),
    "ship_address": Requirement(_("Delivery place"), Step.SHIP, _when_sent("ship_address", _("Delivery place"))),
    "ship_recipient": Requirement(_("Recipient"), Step.SHIP, _when_sent("ship_recipient", _("Recipient"))),
    "invoice_title": Requirement(_("Invoice title"), Step.INVOICE, _when_invoiced("invoice_title", _("Invoice title"))),
    "invoice_tax_number": Requirement(
        _("Tax number"), Step.INVOICE, _when_invoiced("invoice_tax_number", _("Tax number"))
    ),
}
# what a company may demand besides: header field → label
OPTIONAL: dict[str, str | Promise] = {
    "contact_phone": _("Contact phone"),
    "customer_po_number": _("Customer's order number"),
    "customer_po_date": _("Customer's order date"),
    "source_document": _("Source document"),
    "contract_terms": _("Contract terms"),
    "contract_signed_date": _("Contract signed on"),
    "delivery_method": _("Delivery method"),
    "transport_mode": _("Transport mode"),
    "payment_method": _("Payment method"),
    "invoice_kind": _("Invoice kind"),
    "ship_phone": _("Recipient's phone"),
    "requested_date": _("Requested date"),
    "source_file": _("File of the source document"),
}
SOURCE_FILE = "source_file"  # no column: the scan or mail that the order was entered from, kept with its files
FIXED = frozenset({"lines", "department"})  # without these nothing works further on


def _no_file(order: Order) -> Fault:
    has_files = collaboration.attachments_of(Order._meta.label_lower, order.pk).exists()
    return None if has_files else OPTIONAL[SOURCE_FILE]


def custom_fields() -> dict[str, definitions.Definition]:
    """The custom fields in use that can be demanded: ``custom.<key>`` of the head, ``lines.custom.<key>`` of every
    line."""
    found = {one.name: one for one in definitions.of(definitions.Subject.ORDER)}
    return found | {f"lines.{one.name}": one for one in definitions.of(definitions.Subject.LINE)}


def is_fixed(field: str) -> bool:
    """Whether a field is demanded at submission whatever the table says: by the system, or by its own definition."""
    own = custom_fields().get(field)
    return field in FIXED or bool(own and own.is_required)


def fault_of_table(value: dict[str, Any]) -> str | None:
    """What is wrong with the company's changes of the table, None for nothing: only fields that can be demanded
    at all, and steps that there are. A custom field that went out of use is left alone."""
    for field, step in value.items():
        words = {"field": str(field)[:80], "step": str(step)[:80]}
        if field in FIXED:
            return gettext("“%(field)s” is always required.") % words
        if field not in TABLE and field not in OPTIONAL and not _is_custom(field):
            known = ", ".join(sorted((TABLE.keys() | OPTIONAL.keys()) - FIXED))
            return gettext("“%(field)s” cannot be required. There are: %(known)s") % {**words, "known": known}
        if step != "" and step not in Step.values:
            steps = ", ".join(Step.values)
            return gettext("“%(step)s” is no step. There are: %(known)s") % {**words, "known": steps}
    return None


def _is_custom(field: str) -> bool:
    return field.removeprefix("lines.").startswith(f"{definitions.PREFIX}.")


def table() -> dict[str, Requirement]:
    """The shipped table with the company's changes: {field: step}, an empty step lifts the requirement. Custom fields
    are apart (``custom_steps``)."""
    rows = dict(TABLE)
    for field, step in dict(settings.get(REQUIRED_FIELDS)).items():
        if field in FIXED:
            continue
        if not step:
            rows.pop(field, None)
        elif step in Step.values and field in rows:
            known = rows[field]
            rows[field] = Requirement(known.label, Step(step), known.fault, known.line_fault)
        elif step in Step.values and field in OPTIONAL:
            fault = _no_file if field == SOURCE_FILE else _there(field, OPTIONAL[field])
            rows[field] = Requirement(OPTIONAL[field], Step(step), fault)
    return rows


def custom_steps() -> dict[str, Step]:
    """Custom field → the step that it blocks, for those that are demanded at all."""
    changed = settings.get(REQUIRED_FIELDS)
    found = {field: Step(step) for field, step in changed.items() if _is_custom(field) and step in Step.values}
    return found | {field: Step.SUBMIT for field, one in custom_fields().items() if one.is_required}


def demandable() -> dict[str, str | Promise]:
    """Every field that the table can ask for, with its name, in the order of the page."""
    found: dict[str, str | Promise] = {field: row.label for field, row in TABLE.items()}
    return found | OPTIONAL | {field: one.label for field, one in custom_fields().items()}


def changed_steps() -> dict[str, str]:
    """What of the table is the company's own: field → step, "" where it is lifted."""
    return dict(settings.get(REQUIRED_FIELDS))


def shipped_step(field: str) -> str:
    """The step that a field blocks as it is shipped, "" for none."""
    return str(TABLE[field].step) if field in TABLE else ""


def steps_now() -> dict[str, str]:
    """Field → the step that it blocks now, for those that are demanded."""
    return {field: str(row.step) for field, row in table().items()} | {
        field: str(step) for field, step in custom_steps().items()
    }


_HEAD_FILLS = frozenset({"requested_date"})  # given in the head it is there for every line
_OF_ROW: dict[str, str | Promise] = {
    "product": _("A product of the catalogue"),
    "quantity": _("A quantity that fits"),
    "price": _("A price that fits"),
    "requested_date": _("A day that can be read"),
}


def _unfinished(kept: dict[str, Any]) -> Gap:
    """What keeps a row of a draft from being a line."""
    label = _OF_ROW.get(kept["at"], _("A value that fits"))
    return Gap(f"lines.{kept['line_no']}.{kept['at']}", label, Step.SUBMIT)


def _custom(order: Order, lines: Sequence[OrderLine], reader: User | None) -> list[Gap]:
    """Custom fields that are demanded and have no value; one that ``reader`` does not see has no name."""
    steps = custom_steps()
    if not steps:
        return []
    rows: list[tuple[str, str, str, Mapping[str, Any]]] = [(definitions.Subject.ORDER, "", "", order.custom)]
    rows += [(definitions.Subject.LINE, "lines.", f"lines.{line.line_no}.", line.custom) for line in lines]
    gaps = []
    for subject, prefix, path, kept in rows:
        known = [(one, steps.get(f"{prefix}{one.name}")) for one in definitions.of(subject)]
        wanted = [(one, step) for one, step in known if step is not None and kept.get(one.key) is None]
        seen = definitions.visible(reader, subject) if reader and wanted else [one for one, _step in wanted]
        for one, step in wanted:
            told = (one.name, one.label) if one in seen else (definitions.PREFIX, _UNSEEN)
            gaps.append(Gap(f"{path}{told[0]}", told[1], step))
    return gaps


_UNSEEN = _("A field that your role does not show")


def missing(order: Order, lines: Sequence[OrderLine], reader: User | None = None) -> list[Gap]:
    """Everything the order lacks, in the order of the steps; what no line has and the head would fill is a gap of
    the head. Needs ``order.customer``, ``order.order_type`` and each line's ``product`` at hand, or pays a statement
    for each. ``reader``: who is told of it."""
    gaps = [_unfinished(kept) for kept in order.unfinished or ()]
    gaps += _custom(order, lines, reader)
    for field, row in table().items():
        if row.fault is not None and (fault := row.fault(order)):
            gaps.append(Gap(field, fault, row.step))
        if row.line_fault is not None:
            name = field.removeprefix("lines.")
            faults = [(line.line_no, fault) for line in lines if (fault := row.line_fault(order, line))]
            if name in _HEAD_FILLS and len(faults) == len(lines) and faults:
                gaps.append(Gap(name, faults[0][1], row.step))
                continue
            gaps += [Gap(f"lines.{number}.{name}", fault, row.step) for number, fault in faults]
    return sorted(gaps, key=lambda gap: Step.values.index(gap.step))


def blocking(gaps: Iterable[Gap], step: Step) -> list[Gap]:
    """The gaps that block ``step``: its own, and those of the steps before it."""
    reach = Step.values[: Step.values.index(step) + 1]
    return [gap for gap in gaps if gap.step in reach]


def gap_words(gap: Gap) -> str:
    """A gap with its line: "line 3: price"."""
    parts = gap.field.split(".")
    if parts[0] == "lines" and len(parts) > 2:
        return gettext("line %(line)s: %(what)s") % {"line": parts[1], "what": gap.label}
    return str(gap.label)


def require(order: Order, lines: Sequence[OrderLine], step: Step, reader: User | None = None) -> None:
    """Raise Incomplete, naming every field that this step needs and the order lacks."""
    found = blocking(missing(order, lines, reader), step)
    if found:
        raise errors.Incomplete(
            _("The order is not complete for this step: %(step)s.") % {"step": Step(step).label},
            fields={gap.field: [gap.label] for gap in found},
            step=str(step),
        )
