"""The conditions of the rules that come with the software."""

from django.utils.translation import gettext_noop as _

from common.conditions.kinds import Operator
from common.conditions.rows import Connector, Row
from segments.fields import Level
from segments.shipped import FOR_RULES, Shipped

_EQ, _IN, _HAS, _FILLED = Operator.EQ, Operator.IN, Operator.HAS, Operator.FILLED
_OR = Connector.OR
SERVICE, DIRECT, KIT = f"{FOR_RULES}SERVICE", f"{FOR_RULES}DIRECT", f"{FOR_RULES}MAKE_KIT"
INSTRUMENT, SENSOR, MADE = f"{FOR_RULES}MAKE_INSTRUMENT", f"{FOR_RULES}MAKE_SENSOR", f"{FOR_RULES}MAKE"
BOUGHT, GOODS, CUSTOM = f"{FOR_RULES}REPLENISH", f"{FOR_RULES}GOODS", f"{FOR_RULES}CUSTOM"
SHIPPED, EXPORT, PROJECT = f"{FOR_RULES}SHIPPED", f"{FOR_RULES}EXPORT", f"{FOR_RULES}PROJECT"
URGENT, LARGE, NEW = f"{FOR_RULES}URGENT", f"{FOR_RULES}LARGE", f"{FOR_RULES}NEW_CUSTOMER"

_MADE = Row("supply_mode", _EQ, ("MAKE",))

CONDITIONS = {
    SERVICE: Shipped(_("Services"), Level.LINE, [Row("is_service", _EQ, ("Y",))]),
    DIRECT: Shipped(_("Goods direct from the supplier"), Level.LINE, [Row("supply_mode", _EQ, ("DIRECT",))]),
    KIT: Shipped(_("Kits made to order"), Level.LINE, [_MADE, Row("product_tags", _HAS, ("DIGITAL_KIT",))]),
    INSTRUMENT: Shipped(
        _("Instruments made to order"),
        Level.LINE,
        [
            _MADE,
            Row("product_tags", _HAS, ("DIGITAL_INSTRUMENT",), opens=1),
            Row("product_tags", _HAS, ("NON_DIGITAL_INSTRUMENT",), _OR, closes=1),
        ],
    ),
    SENSOR: Shipped(
        _("Load cells made to order"),
        Level.LINE,
        [
            _MADE,
            Row("product_tags", _HAS, ("DIGITAL_SENSOR",), opens=1),
            Row("product_tags", _HAS, ("ANALOG_SENSOR",), _OR, closes=1),
        ],
    ),
    MADE: Shipped(_("Other goods made to order"), Level.LINE, [_MADE]),
    BOUGHT: Shipped(_("Goods from replenishment"), Level.LINE, [Row("supply_mode", _EQ, ("REPLENISH",))]),
    GOODS: Shipped(_("Goods from our own stock"), Level.LINE, [Row("is_service", _EQ, ("N",))]),
    CUSTOM: Shipped(
        _("Custom goods"),
        Level.LINE,
        [
            Row("is_service", _EQ, ("N",)),
            Row("customisation", _FILLED, opens=1),
            Row("logo", _FILLED, (), _OR),
            Row("colour", _FILLED, (), _OR),
            Row("line_requirements", _FILLED, (), _OR, closes=1),
        ],
    ),
    SHIPPED: Shipped(
        _("Orders that we ship"),
        Level.ORDER,
        [Row("is_service", _EQ, ("N",)), Row("supply_mode", Operator.NE, ("DIRECT",))],
    ),
    EXPORT: Shipped(
        _("Orders of foreign trade"),
        Level.ORDER,
        [Row("customer_class", _EQ, ("FOREIGN",)), Row("is_service", _EQ, ("N",))],
    ),
    PROJECT: Shipped(_("Project orders"), Level.ORDER, [Row("order_type", _EQ, ("PROJECT",))]),
    URGENT: Shipped(
        _("Urgent orders"),
        Level.ORDER,
        [Row("is_urgent", _EQ, ("Y",)), Row("time_class", _EQ, ("URGENT",), _OR)],
    ),
    LARGE: Shipped(
        _("Large and project orders"),
        Level.ORDER,
        [Row("amount_class", _EQ, ("LARGE",)), Row("order_type", _EQ, ("PROJECT",), _OR)],
    ),
    NEW: Shipped(_("First orders of new customers"), Level.ORDER, [Row("customer_is", _EQ, ("NEW",))]),
}
