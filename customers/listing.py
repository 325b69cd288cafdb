"""The columns of the customer list: what each shows, and which are shown at first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.templatetags import fmt, ui
from segments.classification import sheet
from segments.custom_fields import listing
from segments.custom_fields.values import CUSTOMER

COLUMNS_KEY = "customers.list.columns"


@dataclass(frozen=True)
class Column:
    """A column: ``sort`` is a key of the list's sorts, ``place`` the cell's place on the phone's card."""

    key: str
    label: str | Promise
    cell: Callable[[Any], Any]
    sort: str = ""
    css: str = ""
    place: str = ""
    is_default: bool = True


def _name(customer: Any) -> SafeString:
    url = reverse("customers:customer-detail", args=[customer.pk])
    return format_html('<a class="t-in" href="{}" title="{}">{}</a>', url, customer.name, customer.name)


def _state(customer: Any) -> SafeString:
    flags = []
    if customer.is_blocked:
        flags.append(ui.flag(_("Orders blocked"), "bad", "slash-circle", customer.block_reason))
    if not customer.is_active:
        flags.append(ui.flag(_("Out of use"), "line"))
    flags.append(ui.flag(_("New customer") if customer.is_new else _("Existing customer"), "line"))
    return format_html_join(" ", "{}", ((flag,) for flag in flags))


_EVERY = (
    Column("code", gettext_lazy("Code"), lambda row: row.code, "code", "so-num nowrap", "no"),
    Column("name", gettext_lazy("Name"), _name, "name", "clip", "cu"),
    Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), place="st"),
    Column("territory", gettext_lazy("Department in charge"), lambda row: fmt.dash(row.territory), css="nowrap"),
    Column("owner", gettext_lazy("Salesperson"), lambda row: fmt.dash(row.owner), css="nowrap", place="pr"),
    Column(
        "last_order",
        gettext_lazy("Last order"),
        lambda row: ui.day(row.last_effective_at),
        "last_order",
        "nowrap",
        "am",
    ),
    Column("state", gettext_lazy("State"), _state, css="nowrap", place="fl"),
    Column("department", gettext_lazy("Sales department"), lambda row: fmt.dash(row.department), is_default=False),
    Column("industry", gettext_lazy("Industry"), lambda row: fmt.dash(row.industry), css="clip", is_default=False),
    Column("region", gettext_lazy("Region"), lambda row: fmt.dash(row.region), is_default=False),
    Column("province", gettext_lazy("Province"), lambda row: fmt.dash(row.province), is_default=False),
    Column(
        "province_group", gettext_lazy("Province group"), lambda row: fmt.dash(row.province_group), is_default=False
    ),
    Column("tags", gettext_lazy("Tags"), sheet.tags_of, css="nowrap", is_default=False),
    Column("flags", gettext_lazy("Deviations"), sheet.deviations_of, css="nowrap", is_default=False),
    Column(
        "created",
        gettext_lazy("Since"),
        lambda row: ui.day(row.created_at, full=True),
        "created",
        "nowrap",
        is_default=False,
    ),
)
COLUMNS = {column.key: column for column in _EVERY}
EVERY = [(column.key, column.label) for column in _EVERY]


def custom(actor: Any) -> list[Column]:
    """The company's own fields that the actor sees, as columns."""
    return [_custom(one) for one in listing.columns(actor, CUSTOMER)]


def _custom(one: listing.ListColumn) -> Column:
    return Column(one.key, one.label, lambda row: fmt.dash(one.words(row.custom)), css=one.css, is_default=False)


def chosen(keys: Any, own: Iterable[Column] = ()) -> list[Column]:
    """The columns a person picked, in the list's own order, the company's ``own`` last; the usual ones where he picked
    none."""
    picked = set(keys or ())
    return [one for one in (*_EVERY, *own) if (one.key in picked if picked else one.is_default)]


def draw(customer: Any, columns: list[Column]) -> SafeString:
    """The cells of a row; those without a place are not on the phone's card."""
    return format_html_join(
        "", '<td class="{}"{}>{}</td>', ((one.css, _place(one), one.cell(customer)) for one in columns)
    )


def _place(column: Column) -> Any:
    return format_html(' data-m="{}"', column.place) if column.place else ""
