"""The fields of products that sets of orders are made of (R006–R021): what the line showed, found by its text."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from common.classification.rules import FACETS
from common.conditions.kinds import Kind
from common.errors import Text
from products.catalogue.choices import Numbering, Risk, SupplyMode
from products.catalogue.models import Product, ProductText
from products.policies import SENSITIVE
from segments.classification import queries as rules
from segments.fields import Field, Level, Shape, Source, chosen, register

THING = "product"  # as the rules of classification name it
VIEW = "product.view"
TEXT = Source("product_text", Level.LINE, Shape.ONE, _("Product"), ProductText, "text_id", thing=THING)
PRODUCT = Source("product", Level.LINE, Shape.ONE, _("Product master data"), Product, "product_id", verb=VIEW)


def _of_text(key: str, label, kind: Kind = Kind.TEXT, *, path: str = "", **options) -> Field:
    return Field(key=key, label=label, source=TEXT.key, kind=kind, path=path or key, **options)


_of_rules = partial(_of_text, verb=VIEW)  # what the rules read out of the text: lists withhold it without that right


def _rest_of_product() -> list[Field]:
    """What stands on the product's page and not in the line's text."""

    def field(key: str, label, kind: Kind = Kind.TEXT, *, path: str) -> Field:
        return Field(key, label, PRODUCT.key, kind, path, SENSITIVE.get(path, ""))

    return [
        field("product_english_name", _("English name of the product"), path="english_name"),
        field("product_unit", _("Unit in the catalogue"), path="unit"),
        field("product_is_service", _("Service in the catalogue"), Kind.FLAG, path="is_service"),
        field("pack_multiple", _("Packing multiple"), Kind.NUMBER, path="pack_multiple"),
        field("minimum_quantity", _("Minimum order quantity"), Kind.NUMBER, path="minimum_quantity"),
        field("lead_time_days", _("Lead time in days"), Kind.NUMBER, path="lead_time_days"),
        Field(
            key="product_numbering",
            label=_("Numbers of pieces in the catalogue"),
            source=PRODUCT.key,
            path="numbering",
            **chosen(Numbering),
        ),
        Field(
            key="product_supply_mode",
            label=_("Supply in the catalogue"),
            source=PRODUCT.key,
            path="supply_mode",
            **chosen(SupplyMode),
        ),
        field("warning_level", _("Warning level of stock"), Kind.NUMBER, path="warning_level"),
        field("floor_price", _("Floor price"), Kind.MONEY, path="floor_price"),
        field("product_cost", _("Unit cost in the catalogue"), Kind.MONEY, path="unit_cost"),
        field("product_tax_rate", _("Tax rate in the catalogue"), Kind.NUMBER, path="tax_rate"),
        field("product_successor", _("Replaced by the product"), Kind.CODE, path="successor__code"),
        field("product_since", _("Product added on"), Kind.MOMENT, path="created_at"),
        field("product_notes", _("Notes of the product"), path="notes"),
    ]


def _as_in_rules(facet: str) -> tuple[Text, ...]:
    """The name that patterns of the rules have for it."""
    return (FACETS[facet].label,)


def _of_sensor(key: str, label: Text) -> Field:
    return _of_rules(key, label, offers=key, aliases=_as_in_rules(key))


def _text_fields() -> list[Field]:
    return [
        _of_text(
            *("product_code", _("Product code"), Kind.CODE),
            path="code",
            folded="code_folded",
            sort_key="code_key",
            suggest="products:suggest",
        ),
        _of_text("product_name", _("Product name"), path="name", folded="name_folded"),
        _of_text(
            *("specification", _("Specification")),
            folded="specification_folded",
            aliases=(_("Specification and model"),),
        ),
        _of_text("auxiliary_attribute", _("Auxiliary attribute"), folded="auxiliary_folded"),
        _of_rules(*("product_class", _("Product class"), Kind.CHOICE), **rules.values_of(THING, group="PRODUCT_CLASS")),
        _of_rules(
            *("promotion_mark", _("Promotion mark"), Kind.CHOICE),
            path="promotion",
            **rules.values_of(THING, group="PROMOTION_MARK"),
        ),
        _of_rules("product_tags", _("Product tags"), Kind.TAGS, path="tags", **rules.values_of(THING)),
        _of_rules(
            *("product_flags", _("Deviations of the product"), Kind.TAGS),
            path="flags",
            **rules.values_of(THING, kind=rules.TagKind.FLAG),
        ),
        _of_rules(
            *("base_code", _("Base instrument of the kit"), Kind.CODE),
            suggest="products:suggest",
            aliases=_as_in_rules("base_code"),
        ),
        _of_rules("sensor_count", _("Sensors of a kit"), Kind.NUMBER, aliases=_as_in_rules("sensor_count")),
        _of_rules("brand", _("Brand"), offers="brand"),
        _of_rules("tonnage", _("Tonnage"), offers="tonnage"),
        _of_rules("structure", _("Structure"), offers="structure"),
        _of_sensor("sensor_brand", _("Brand of the kit's sensor")),
        _of_sensor("sensor_tonnage", _("Tonnage of the kit's sensor")),
        _of_sensor("sensor_structure", _("Structure of the kit's sensor")),
    ]


def register_fields() -> None:
    """Called once from ``ProductsConfig.ready``."""
    register(TEXT, _text_fields())
    register(PRODUCT, _rest_of_product())
    register(
        PRODUCT,
        [
            Field("list_price", _("List price"), PRODUCT.key, Kind.MONEY, "list_price", "order.amount"),
            Field("product_active", _("Product in use"), PRODUCT.key, Kind.FLAG, "is_active"),
            Field(key="product_risk", label=_("Product risk"), source=PRODUCT.key, path="risk", **chosen(Risk)),
            Field(
                *("product_category", _("Category in the catalogue"), PRODUCT.key, Kind.TEXT, "category__name"),
                offers="product_category",
            ),
            Field(
                "product_supplier", _("Supplier"), PRODUCT.key, Kind.TEXT, "supplier__name", offers="product_supplier"
            ),
        ],
    )
