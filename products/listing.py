"""The columns of the product list: what each shows, and which are shown at first."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.classification.rules import FACETS
from common.templatetags import fmt, ui
from products.catalogue.choices import Risk
from products.catalogue.models import ProductText
from products.stock.queries import Totals
from segments.classification import sheet
from segments.custom_fields import listing
from segments.custom_fields.values import PRODUCT

COLUMNS_KEY = "products.list.columns"


@dataclass(frozen=True)
class Row:
    """A product with its stock over all warehouses."""

    product: Any
    stock: Totals

    @property
    def text(self) -> ProductText:
        """What the rules say of it."""
        return self.product.text or ProductText()

    @property
    def is_low(self) -> bool:
        """Whether less is free than the warning level says."""
        level = self.product.warning_level
        return level is not None and not self.product.is_service and self.stock.available < level


@dataclass(frozen=True)
class Column:
    """A column: ``sort`` is a key of the list's sorts, ``place`` the cell's place on the phone's card,
    ``hides_with`` the product's column that a role may hide."""

    key: str
    label: str | Promise
    cell: Callable[[Row], Any]
    sort: str = ""
    css: str = ""
    place: str = ""
    is_default: bool = True
    hides_with: str = ""


RISKS = {Risk.MEDIUM: gettext_lazy("Medium product risk"), Risk.HIGH: gettext_lazy("High product risk")}
_TONES = {Risk.MEDIUM: ("warn", "exclamation-triangle"), Risk.HIGH: ("bad", "exclamation-octagon-fill")}


def _name(row: Row) -> SafeString:
    url = reverse("products:product-detail", args=[row.product.pk])
    return format_html('<a class="t-in" href="{}" title="{}">{}</a>', url, row.product.name, row.product.name)


def _stock(row: Row, name: str) -> Any:
    return fmt.DASH if row.product.is_service else fmt.qty(getattr(row.stock, name), "-" if name == "reserved" else "0")


def _available(row: Row) -> Any:
    if row.is_low:
        level = _("Below the warning level of %(level)s") % {"level": fmt.qty(row.product.warning_level)}
        return format_html(
            '{} <b class="warn">{}</b>',
            ui.flag(_("low"), "warn", "exclamation-triangle", level),
            _stock(row, "available"),
        )
    return _stock(row, "available")


def _state(row: Row) -> SafeString:
    flags = [ui.flag(_("Service"), "line")] if row.product.is_service else []
    if not row.product.is_active:
        flags.append(ui.flag(_("Out of use"), "line"))
    if words := RISKS.get(row.product.risk):
        flags.append(ui.flag(words, *_TONES[row.product.risk]))
    return format_html_join(" ", "{}", ((flag,) for flag in flags))


def _facet(name: str) -> Column:
    """A facet that the rules read out of the product's texts."""
    label, css = FACETS[name].label, "n" if FACETS[name].is_number else "nowrap"
    return Column(name, label, lambda row: fmt.dash(getattr(row.text, name)), css=css, is_default=False)


_EVERY = (
    Column("code", gettext_lazy("Product code"), lambda row: row.product.code, "code", "so-num nowrap", "no"),
    Column("name", gettext_lazy("Product name"), _name, "", "clip", "cu"),
    Column(
        "specification",
        gettext_lazy("Specification"),
        lambda row: fmt.dash(row.product.specification),
        css="clip",
        place="pr",
    ),
    Column("category", gettext_lazy("Category"), lambda row: fmt.dash(row.product.category), css="nowrap"),
    Column("unit", gettext_lazy("Unit"), lambda row: row.product.unit),
    Column("on_hand", gettext_lazy("On hand"), lambda row: _stock(row, "on_hand"), css="n"),
    Column("reserved", gettext_lazy("Reserved"), lambda row: _stock(row, "reserved"), css="n"),
    Column("available", gettext_lazy("Available"), _available, css="n", place="st"),
    Column(
        "list_price",
        gettext_lazy("List price"),
        lambda row: ui.money(row.product.list_price, bare=True),
        css="n",
        place="am",
        hides_with="list_price",
    ),
    Column("state", gettext_lazy("State"), _state, css="nowrap", place="fl"),
    Column(
        "auxiliary",
        gettext_lazy("Auxiliary attribute"),
        lambda row: fmt.dash(row.product.auxiliary_attribute),
        css="clip",
        is_default=False,
    ),
    Column("tags", gettext_lazy("Tags"), lambda row: sheet.tags_of(row.text), css="nowrap", is_default=False),
    Column(
        "flags", gettext_lazy("Deviations"), lambda row: sheet.deviations_of(row.text), css="nowrap", is_default=False
    ),
    *(_facet(name) for name in ("base_code", "sensor_count", "brand", "tonnage", "structure")),
    *(_facet(name) for name in ("sensor_brand", "sensor_tonnage", "sensor_structure")),
    Column(
        "floor_price",
        gettext_lazy("Floor price"),
        lambda row: ui.money(row.product.floor_price, bare=True),
        css="n",
        is_default=False,
        hides_with="floor_price",
    ),
    Column(
        "unit_cost",
        gettext_lazy("Unit cost"),
        lambda row: ui.money(row.product.unit_cost, bare=True),
        css="n",
        is_default=False,
        hides_with="unit_cost",
    ),
    Column(
        "tax_rate",
        gettext_lazy("Tax rate"),
        lambda row: fmt.percent(row.product.tax_rate, 0),
        css="n",
        is_default=False,
    ),
    Column(
        "lead_time", gettext_lazy("Lead time, days"), lambda row: row.product.lead_time_days, css="n", is_default=False
    ),
    Column("supply_mode", gettext_lazy("Supply"), lambda row: row.product.get_supply_mode_display(), is_default=False),
    Column(
        "supplier", gettext_lazy("Supplier"), lambda row: fmt.dash(row.product.supplier), css="clip", is_default=False
    ),
)
KEYS = frozenset(column.key for column in _EVERY)


def custom(actor: Any) -> list[Column]:
    """The company's own fields that the actor sees, as columns."""
    return [_custom(one) for one in listing.columns(actor, PRODUCT)]


def _custom(one: listing.ListColumn) -> Column:
    def cell(row: Row) -> Any:
        return fmt.dash(one.words(row.product.custom))

    return Column(one.key, one.label, cell, css=one.css, is_default=False)


def allowed(hidden: Collection[str], own: Iterable[Column] = ()) -> list[Column]:
    """The columns a person may have, ``hidden`` being the product's columns his roles hide, the company's ``own``
    last."""
    return [column for column in (*_EVERY, *own) if column.hides_with not in hidden]


def chosen(keys: Any, hidden: Collection[str], own: Iterable[Column] = ()) -> list[Column]:
    """Those he picked, in the list's own order; the usual ones where he picked none."""
    picked = set(keys or ())
    return [one for one in allowed(hidden, own) if (one.key in picked if picked else one.is_default)]


def draw(row: Row, columns: list[Column]) -> SafeString:
    """The cells of a row; those without a place are not on the phone's card."""
    return format_html_join("", '<td class="{}"{}>{}</td>', ((one.css, _place(one), one.cell(row)) for one in columns))


def _place(column: Column) -> Any:
    return format_html(' data-m="{}"', column.place) if column.place else ""
