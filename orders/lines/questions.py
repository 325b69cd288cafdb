"""The five questions that the company's method is meant to answer (REQUIREMENTS 3.7), as saved conditions on lines."""

from django.utils.translation import gettext_noop as _

from common.conditions.kinds import Operator
from common.conditions.rows import Connector, Row
from segments import shipped
from segments.fields import Level
from segments.shipped import Shipped

OR = Connector.OR
EQ, HAS, STARTS = Operator.EQ, Operator.HAS, Operator.STARTS

QUESTIONS: dict[str, tuple[str, list[Row]]] = {
    "METHOD_OPEN_KITS": (
        _("Open kits, domestic, Central China, this year"),
        [
            Row("customer_class", EQ, ("DOMESTIC",)),
            Row("product_tags", HAS, ("DIGITAL_KIT",)),
            Row("row_closed", EQ, ("N",)),
            Row("order_date", EQ, ("THIS_YEAR",)),
            Row("territory", STARTS, ("华中地区",)),
        ],
    ),
    "METHOD_PROMOTED": (
        _("Instruments on promotion, shipped last month"),
        [
            Row("product_tags", HAS, ("BUY1_GET1",), opens=1),
            Row("product_tags", HAS, ("BUY7_GET1",), OR, closes=1),
            Row("product_tags", HAS, ("NON_DIGITAL_INSTRUMENT",), opens=1),
            Row("product_tags", HAS, ("DIGITAL_INSTRUMENT",), OR, closes=1),
            Row("ship_date", EQ, ("LAST_MONTH",)),
        ],
    ),
    "METHOD_EXPORT_SENSORS": (
        _("Digital sensors 本原 30T, foreign trade, this quarter"),
        [
            Row("customer_class", EQ, ("FOREIGN",)),
            Row("product_tags", HAS, ("DIGITAL_SENSOR",)),
            Row("brand", EQ, ("本原",)),
            Row("tonnage", EQ, ("30T",)),
            Row("order_date", EQ, ("THIS_QUARTER",)),
        ],
    ),
    "METHOD_SENSOR_DEMAND": (
        _("Sensor demand of kits with bridge sensors"),
        [
            Row("product_tags", HAS, ("DIGITAL_KIT",)),
            Row("sensor_structure", EQ, ("桥式",)),
            Row("row_closed", EQ, ("N",)),
        ],
    ),
    "METHOD_SHIPPED_LATE": (
        _("Shipped after the requested day"),
        [
            Row("ship_delay", Operator.GT, ("0",)),
        ],
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    for code, (name, rows) in QUESTIONS.items():
        shipped.register(code, Shipped(name, Level.LINE, rows))
