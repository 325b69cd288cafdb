"""The columns of the order-line list (R029): what each shows, which are shown at first, who may not see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies
from common.templatetags import fmt, ui
from orders.lines import lateness, own_columns
from orders.lines.filters import OF_CUSTOMERS
from orders.listing.columns import Cell, Column
from orders.order import scheduling
from orders.order.states import Closure, Status
from orders.templatetags import order_parts
from products.fields import VIEW as OF_PRODUCTS
from segments.classification import sheet

MAX_SHOWN = 24
COLUMNS_KEY = "orders.lines.columns"  # what a person chose
AMOUNT, COST, CONTACT = "order.amount", "order.cost", "customer.contact"


@dataclass(frozen=True)
class LineColumn(Column):
    """A column of the list. ``guard``: the sensitive field it belongs to; ``verb``: the right without which nobody
    sees it."""

    guard: str = ""
    verb: str = ""


def _order(line: Any) -> SafeString:
    url = order_parts.order_url(line.order)
    return format_html(
        '<a class="so-no" href="{}#line-{}">{}</a><span class="t3 only-m"> · {}</span>',
        url,
        line.line_no,
        line.order.display_number,
        _("line %(number)s") % {"number": line.line_no},
    )


def _line_no(line: Any) -> SafeString:
    url = reverse("orders:line-detail", args=[line.order.reference, line.line_no])
    label = _("More about line %(number)s") % {"number": line.line_no}
    return format_html('<a class="t-in" href="{0}" hx-get="{0}" hx-target="#dialog" aria-label="{1}">{2}</a>', url,
                       label, line.line_no)  # fmt: skip


def _customer(line: Any) -> SafeString:
    customer = line.order.customer
    return format_html(
        '<span class="so-named"><a class="t-in clip" href="{}" title="{}">{}</a>'
        ' <span class="t3 f12 so-num only-d">{}</span></span>',
        reverse("customers:customer-detail", args=[customer.pk]),
        customer.name,
        customer.short_name or customer.name,
        customer.code,
    )


def _product(line: Any) -> SafeString:
    url = reverse("products:product-detail", args=[line.product_id])
    return format_html('<a class="t-in" href="{}" title="{}">{}</a>', url, line.product_name, line.product_name)


def _titled(value: Any) -> Any:
    return format_html('<span title="{}">{}</span>', value, value) if value else fmt.DASH


def _quantity(name: str, zero: str = "-") -> Cell:
    return lambda line: fmt.qty(getattr(line, name), zero)


def _ordered(line: Any) -> SafeString:
    return format_html('{} <span class="t3">{}</span>', fmt.qty(line.ordered), line.unit)


def _money(name: str) -> Cell:
    return lambda line: ui.money(getattr(line, name), line.order.currency_id, zero_dash=True)


def _price(line: Any) -> Any:
    return pgettext("gift", "free") if line.is_gift else ui.money(line.price, line.order.currency_id)


def _promised(line: Any) -> SafeString:
    is_done = line.closure != Closure.OPEN or line.order.status != Status.EFFECTIVE
    return ui.due(line.promised_date, done=is_done)


def _last_shipped(line: Any) -> SafeString:
    """The last shipment, with the first where that is another day; opens every one of them."""
    if line.last_ship_date is None:
        return ui.day(None)
    url = reverse("orders:line-shipments", args=[line.pk])
    first = line.first_ship_date
    more = format_html(' <span class="t3 f12">{}</span>', _("from %(low)s") % {"low": fmt.day(first)})
    return format_html(
        '<a class="t-in" href="{0}" hx-get="{0}" hx-target="#dialog" title="{1}">{2}{3}</a>',
        url,
        _("Every shipment"),
        ui.day(line.last_ship_date),
        more if first and first != line.last_ship_date else "",
    )


def _late(due: Cell) -> Cell:
    def cell(line: Any) -> Any:
        days = lateness.days_late(line, due(line), fmt.today())
        return format_html('<b class="bad">{}</b>', days) if days else fmt.DASH if days is None else "0"

    return cell


def _closure(line: Any) -> Any:
    label = line.get_closure_display()
    why = " · ".join(filter(None, [line.get_close_reason_code_display(), line.close_reason]))
    return format_html('<span title="{}">{} <span class="t3">{}</span></span>', why, label, why) if why else label


def _schedule(line: Any) -> Any:
    """The dated parts of a line; a dash for the many that have none."""
    return _titled(scheduling.words(line.schedule))


def _flags(line: Any) -> SafeString:
    flags = []
    if line.is_gift:
        flags.append(ui.flag(_("Gift"), "ok", "gift"))
    if line.is_service:
        flags.append(ui.flag(_("Service"), "line", "tools"))
    if line.is_frozen and not line.order.is_frozen:
        flags.append(ui.flag(_("Line frozen"), "frz", "snow", line.freeze_reason))
    if line.is_changing:
        flags.append(ui.flag(_("Line changing"), "chg", "arrow-left-right"))
    flags += order_parts.flags_of(line.order, with_money=False)
    if not flags:
        return format_html('<span class="t3 only-d" aria-label="{}">{}</span>', _("none"), fmt.DASH)
    return format_html_join(" ", "{}", ((flag,) for flag in flags))


def _row_closed(line: Any) -> SafeString:
    """The flag; on the phone's card with the days that the list is about."""
    flag = ui.flag("Y", "ok", "lock-fill") if line.row_closed else ui.flag("N", "line")
    days = [(_("Promised"), _promised(line))] if line.promised_date else []
    days += [(_("Shipped on"), ui.day(line.last_ship_date))] if line.last_ship_date else []
    shown = format_html_join(" ", '<span class="t3">{}</span> {}', days)
    return format_html('{} <span class="only-m f12">{}</span>', flag, shown)


def _of_order(name: str) -> Cell:
    return lambda line: fmt.dash(getattr(line.order, name))


def _day(name: str) -> Cell:
    return lambda line: ui.day(getattr(line, name))


def _text(name: str) -> Cell:
    return lambda line: fmt.dash(getattr(line.text, name))


def _demand(line: Any) -> str:
    return fmt.qty(lateness.sensor_demand(line.ordered, line.text.sensor_count))


def _facet(key: str, label: str | Promise) -> LineColumn:
    return LineColumn(key, label, _text(key), css="t2", verb=OF_PRODUCTS)


def _area(key: str, label: str | Promise, title: str | Promise = "") -> LineColumn:
    return LineColumn(
        key, label, lambda line: _titled(getattr(line.order.customer, key)), css="t2 clip w-te", verb=OF_CUSTOMERS,
        title=title,
    )  # fmt: skip


_WHERE = (
    LineColumn("number", gettext_lazy("Order"), _order, "order_date", "stick2", "no"),
    LineColumn("line_no", pgettext_lazy("column", "#"), _line_no, css="n t3", title=gettext_lazy("Line number")),
    LineColumn("customer", gettext_lazy("Customer"), _customer, css="clip w-cu", place="cu"),
    _area("territory", pgettext_lazy("column", "Area"), gettext_lazy("Department in charge at present")),
    LineColumn(
        "customer_tags", gettext_lazy("Customer tags"), lambda line: sheet.tags_of(line.order.customer), css="nowrap",
        verb=OF_CUSTOMERS,
    ),
    LineColumn(
        "customer_flags", gettext_lazy("Customer's deviations"), lambda line: sheet.deviations_of(line.order.customer),
        css="nowrap", verb=OF_CUSTOMERS,
    ),
    _area("region", gettext_lazy("Region")),
    _area("province", gettext_lazy("Province")),
    _area("province_group", gettext_lazy("Province group")),
    LineColumn(
        "order_territory", gettext_lazy("Area at the order"), lambda line: _titled(line.order.territory), css="t2 clip"
    ),
    LineColumn(
        "order_date", gettext_lazy("Ordered on"), lambda line: ui.day(line.order.order_date), "order_date", "t2"
    ),
    LineColumn("salesperson", gettext_lazy("Salesperson"), _of_order("salesperson"), css="t2"),
    LineColumn("executing_owner", gettext_lazy("Executing owner"), _of_order("executing_owner"), css="t2"),
    LineColumn("department", gettext_lazy("Department"), _of_order("department"), css="t2"),
    LineColumn("contact_name", gettext_lazy("Contact"), _of_order("contact_name"), css="t2", guard=CONTACT),
    LineColumn("customer_po", gettext_lazy("Customer's number"), _of_order("customer_po_number"), css="t2 so-num"),
)  # fmt: skip
_WHAT = (
    LineColumn("product_code", gettext_lazy("Product code"), lambda line: line.product_code, css="so-num nowrap"),
    LineColumn("product_name", gettext_lazy("Product"), _product, css="clip w-cu", place="pr"),
    LineColumn("specification", gettext_lazy("Specification"), lambda line: _titled(line.specification), css="t2 clip"),
    LineColumn(
        "auxiliary_attribute",
        gettext_lazy("Auxiliary attribute"),
        lambda line: _titled(line.auxiliary_attribute),
        css="t2 clip",
    ),
    LineColumn(
        "product_tags", gettext_lazy("Product tags"), lambda line: sheet.tags_of(line.text), css="nowrap",
        verb=OF_PRODUCTS,
    ),
    LineColumn(
        "product_flags", gettext_lazy("Product's deviations"), lambda line: sheet.deviations_of(line.text),
        css="nowrap", verb=OF_PRODUCTS,
    ),
    _facet("brand", gettext_lazy("Brand")),
    _facet("tonnage", gettext_lazy("Tonnage")),
    _facet("structure", gettext_lazy("Structure")),
    LineColumn("base", gettext_lazy("Base instrument"), _text("base_code"), css="t2 so-num", verb=OF_PRODUCTS),
    _facet("sensor_brand", gettext_lazy("Sensor's brand")),
    _facet("sensor_tonnage", gettext_lazy("Sensor's tonnage")),
    _facet("sensor_structure", gettext_lazy("Sensor's structure")),
)  # fmt: skip
_HOW_MUCH = (
    LineColumn("ordered", gettext_lazy("Ordered"), _ordered, css="n", place="am"),
    LineColumn("reserved", gettext_lazy("Reserved"), _quantity("reserved"), css="n"),
    LineColumn("shipped", gettext_lazy("Shipped"), _quantity("shipped"), css="n"),
    LineColumn("signed", gettext_lazy("Signed"), _quantity("signed"), css="n"),
    LineColumn("open", pgettext_lazy("quantity", "Open"), _quantity("open"), css="n"),
    LineColumn("short_closed", gettext_lazy("Short-closed"), _quantity("short_closed"), css="n"),
    LineColumn("returned", gettext_lazy("Returned"), _quantity("returned"), css="n"),
    LineColumn("invoiced", gettext_lazy("Invoiced"), _quantity("invoiced"), css="n"),
    LineColumn(
        "sensor_count", gettext_lazy("Sensors of a kit"), lambda line: fmt.qty(line.text.sensor_count), css="n",
        verb=OF_PRODUCTS,
    ),
    LineColumn(
        "sensor_demand", gettext_lazy("Sensor demand"), _demand, css="n", verb=OF_PRODUCTS,
        title=gettext_lazy("Quantity × sensors of a kit"),
    ),
    LineColumn("price", gettext_lazy("Price"), _price, css="n", guard=AMOUNT),
    LineColumn("discount", gettext_lazy("Discount"), lambda line: fmt.percent(line.discount, 1), css="n", guard=AMOUNT),
    LineColumn("amount", gettext_lazy("Amount"), _money("amount"), css="n", guard=AMOUNT),
    LineColumn("net", gettext_lazy("Net amount"), _money("net"), css="n t2", guard=AMOUNT),
    LineColumn(
        "unit_cost", gettext_lazy("Unit cost"), lambda line: ui.money(line.unit_cost, bare=True), css="n", guard=COST
    ),
)  # fmt: skip
_WHEN = (
    LineColumn("requested_date", gettext_lazy("Requested"), lambda line: ui.day(lateness.requested(line)), css="t2"),
    LineColumn("first_promised_date", gettext_lazy("First promised"), _day("first_promised_date"), css="t2"),
    LineColumn("promised_date", gettext_lazy("Promised"), _promised, "promised_date"),
    LineColumn("first_ship_date", gettext_lazy("First shipped on"), _day("first_ship_date"), css="t2"),
    LineColumn("last_ship_date", gettext_lazy("Shipped on"), _last_shipped, css="nowrap"),
    LineColumn(
        "days_late", gettext_lazy("Days late"), _late(lambda line: line.promised_date), css="n",
        title=gettext_lazy("Against the promised day; open lines until today"),
    ),
    LineColumn(
        "days_late_requested", gettext_lazy("Late as requested"), _late(lateness.requested), css="n",
        title=gettext_lazy("Days late against the requested day; open lines until today"),
    ),
    LineColumn("row_closed", gettext_lazy("Row closed"), _row_closed, place="fl",
               title=gettext_lazy("Y: the audited shipments cover what was ordered")),
    LineColumn("closure", gettext_lazy("Closure"), _closure, css="t2 clip"),
    LineColumn("status", gettext_lazy("State"), lambda line: order_parts.order_status(line.order), place="st"),
    LineColumn("flags", pgettext_lazy("column", "Risks"), _flags, title=gettext_lazy("Risks and flags")),
    LineColumn("schedule", gettext_lazy("Dated deliveries"), _schedule, css="t2 clip so-num"),
    LineColumn("customisation", gettext_lazy("Customisation"), lambda line: _titled(line.customisation), css="clip"),
    LineColumn("notes", gettext_lazy("Notes"), lambda line: _titled(line.notes), css="t2 clip"),
)  # fmt: skip
PARTS = (
    (gettext_lazy("Order and customer"), _WHERE),
    (gettext_lazy("Product"), _WHAT),
    (gettext_lazy("Quantities and amounts"), _HOW_MUCH),
    (gettext_lazy("Dates and states"), _WHEN),
)
COLUMNS: dict[str, LineColumn] = {column.key: column for _label, part in PARTS for column in part}
FIXED = ("number", "line_no", "customer")
DEFAULT = (  # at most 12 (UI 6); how late an open line is stands beside its promised day
    *("number", "line_no", "customer", "product_name", "specification", "ordered", "sensor_demand", "amount"),
    *("promised_date", "last_ship_date", "row_closed", "status"),
)


def allowed(actor: Any) -> list[Column]:
    """The columns a person may choose from: what a role hides or masks is none of them; the company's own last."""
    shipped = [
        column
        for column in COLUMNS.values()
        if not (column.guard and policies.effect(actor, column.guard))
        and (not column.verb or policies.can(actor, column.verb))
    ]
    return [*shipped, *own_columns.columns(actor)]


def chosen(keys: Iterable[str] | None, actor: Any) -> list[Column]:
    """The columns to show: the chosen keys (unknown and forbidden ones dropped), order, line and customer first."""
    may = {column.key: column for column in allowed(actor)}
    wanted = [*FIXED, *(key for key in keys or DEFAULT if key not in FIXED)]
    return [may[key] for key in wanted if key in may][:MAX_SHOWN]
