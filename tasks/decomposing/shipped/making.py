"""The rules that come with the software for goods: what is made, bought, sent by suppliers or taken from stock. The
reference company makes instruments, load cells and kits of both."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from accounts.people.models import Department
from tasks.decomposing.choices import Anchor, Duration
from tasks.decomposing.shipped import conditions
from tasks.decomposing.shipped.shapes import After, Shipped, Template, after

GROUP = _("Supply")
_KIND = Department.Kind
_MAKE, _BUY, _STORE = _KIND.PRODUCTION, _KIND.PURCHASING, _KIND.WAREHOUSE
_PIECES = "{quantity} {unit} {product} {specification}"
_WISHES = "{requirements}"


def _review(key: str, hours: str) -> Template:
    return Template(
        f"{key}_REVIEW",
        _("Review the line: {product}"),
        *("REVIEW", _MAKE, hours),
        goal=_("Specification, quantity and day are clear and can be kept"),
        wording=_WISHES,
        after=after("CUSTOM_AGREE", "PROJECT_PLAN"),
        is_once=True,
    )


def _material(key: str, what: str, hours: str = "1") -> Template:
    return Template(
        f"{key}_MATERIAL",
        what,
        *("SUPPLY", _BUY, hours),
        goal=_("All material is in the warehouse and complete"),
        wording=_PIECES,
        skills=[("PURCHASING", 2)],
        after=after(f"{key}_REVIEW"),
        duration=Duration.DAYS,
        days=3,
    )


def _inspect(key: str, before: str, a_piece: str) -> Template:
    return Template(
        f"{key}_INSPECT",
        _("Factory inspection: {product}"),
        *("INSPECT", _MAKE, "0.5", a_piece),
        goal=_("Every piece passes; the records are filed"),
        wording=_WISHES,
        skills=[("INSPECTION", 2)],
        after=after(before, "CUSTOM_MARK"),
        is_milestone=True,
        is_supply=True,
    )


def _pack(key: str, before: str, a_piece: str) -> Template:
    return Template(
        f"{key}_PACK",
        _("Pack and label: {product}"),
        *("DELIVER", _STORE, "0.5", a_piece),
        goal=_("{quantity} {unit} stand packed and labelled"),
        wording=_WISHES,
        skills=[("PACKING", 1)],
        after=after(before),
    )


def _made(key: str, name: str, condition: str, review: str, own: Sequence[Template], inspect: str) -> Shipped:
    last = own[-1].code
    return Shipped(
        name,
        condition,
        [_review(key, review), *own, _inspect(key, last, inspect), _pack(key, f"{key}_INSPECT", "0.1")],
        GROUP,
    )


_KIT = (
    _material("KIT", _("Get housings, boards and load cells: {product}")),
    Template(
        "KIT_ASSEMBLE",
        _("Assemble the instruments: {product}"),
        *("MAKE", _MAKE, "1", "0.4"),
        goal=_("{quantity} instruments run on the test bench"),
        wording=_PIECES,
        skills=[("ASSEMBLY", 3)],
        after=after("KIT_MATERIAL"),
    ),
    Template(
        "KIT_MATCH",
        _("Match and calibrate the kit: {product}"),
        *("MAKE", _MAKE, "1", "0.5"),
        goal=_("Instrument and load cells are set to each other"),
        wording=_WISHES,
        skills=[("CALIBRATION", 3), ("SOFTWARE", 2)],
        after=after("KIT_ASSEMBLE"),
    ),
)
_INSTRUMENT = (
    _material("INST", _("Get housings and boards: {product}")),
    Template(
        "INST_ASSEMBLE",
        _("Assemble the instruments: {product}"),
        *("MAKE", _MAKE, "1", "0.35"),
        goal=_("{quantity} instruments run on the test bench"),
        wording=_PIECES,
        skills=[("ASSEMBLY", 2), ("ELECTRONICS", 2)],
        after=after("INST_MATERIAL"),
    ),
    Template(
        "INST_CALIBRATE",
        _("Calibrate: {product}"),
        *("MAKE", _MAKE, "0.5", "0.2"),
        goal=_("Every instrument within its class"),
        wording=_WISHES,
        skills=[("CALIBRATION", 2)],
        after=after("INST_ASSEMBLE"),
    ),
)
_CELL = (
    _material("CELL", _("Get castings, gauges and cables: {product}")),
    Template(
        "CELL_BOND",
        _("Bond gauges and weld: {product}"),
        *("MAKE", _MAKE, "1", "0.15"),
        goal=_("{quantity} load cells sealed"),
        wording=_PIECES,
        skills=[("WELDING", 3)],
        after=after("CELL_MATERIAL"),
    ),
    Template(
        "CELL_CALIBRATE",
        _("Compensate for temperature and calibrate: {product}"),
        *("MAKE", _MAKE, "0.5", "0.05", "2"),
        batch=20,  # a batch in the climate chamber
        goal=_("Every load cell within its class"),
        wording=_WISHES,
        skills=[("CALIBRATION", 3)],
        after=after("CELL_BOND"),
    ),
)
_OTHER = (
    _material("MADE", _("Get the material: {product}")),
    Template(
        "MADE_MAKE",
        _("Make: {product}"),
        *("MAKE", _MAKE, "1", "0.2"),
        goal=_("{quantity} {unit} are made"),
        wording=_WISHES,
        skills=[("ASSEMBLY", 1)],
        after=after("MADE_MATERIAL"),
    ),
)

BOUGHT = Shipped(
    _("Goods from replenishment"),
    conditions.BOUGHT,
    [
        Template(
            "BUY_ORDER",
            _("Order from the supplier: {product}"),
            *("SUPPLY", _BUY, "0.5"),
            goal=_("The supplier confirmed quantity and day"),
            wording=f"{_PIECES}\n{_WISHES}",
            skills=[("PURCHASING", 2)],
            after=after("CUSTOM_AGREE"),
        ),
        Template(
            "BUY_GOODS",
            _("Follow the supplier until the goods are here: {product}"),
            *("SUPPLY", _BUY, "0.5"),
            goal=_("{quantity} {unit} are in the warehouse"),
            skills=[("PURCHASING", 1)],
            after=after("BUY_ORDER"),
            duration=Duration.LEAD_TIME,
            is_milestone=True,
            is_supply=True,
        ),
        Template(
            "BUY_CHECK",
            _("Inspect incoming goods: {product}"),
            *("INSPECT", _STORE, "0.5", "0.02"),
            goal=_("What came is what was ordered"),
            wording=_WISHES,
            skills=[("INSPECTION", 1)],
            after=after("BUY_GOODS"),
        ),
        _pack("BUY", "BUY_CHECK", "0.05"),
    ],
    GROUP,
)
DIRECT = Shipped(
    _("Goods direct from the supplier"),
    conditions.DIRECT,
    [
        Template(
            "DIRECT_ORDER",
            _("Order delivery from the supplier: {product}"),
            *("SUPPLY", _BUY, "1"),
            goal=_("The supplier confirmed place, quantity and day"),
            wording=_("{quantity} {unit} {product} {specification}, to {place}\n{requirements}"),
            skills=[("PURCHASING", 2)],
            after=after("CUSTOM_AGREE"),
        ),
        Template(
            "DIRECT_GOODS",
            _("Follow the supplier's delivery: {product}"),
            *("SUPPLY", _BUY, "0.5"),
            goal=_("The goods have left the supplier, with waybill"),
            skills=[("PURCHASING", 1)],
            after=after("DIRECT_ORDER"),
            duration=Duration.LEAD_TIME,
            is_milestone=True,
            is_supply=True,
        ),
    ],
    GROUP,
)
STOCK = Shipped(
    _("Goods from our own stock"),
    conditions.GOODS,
    [
        Template(
            "STOCK_PICK",
            _("Pick from stock: {product}"),
            *("DELIVER", _STORE, "0.25", "0.02"),
            goal=_("{quantity} {unit} are taken from the shelf"),
            wording=_PIECES,
            skills=[("PACKING", 1)],
            after=after("CUSTOM_AGREE"),
            anchor=Anchor.BACKWARD,
        ),
        Template(
            "STOCK_PACK",
            _("Pack and label: {product}"),
            *("DELIVER", _STORE, "0.25", "0.03"),
            goal=_("{quantity} {unit} stand packed and labelled"),
            wording=_WISHES,
            skills=[("PACKING", 1)],
            after=after("STOCK_PICK", "CUSTOM_MARK"),
            anchor=Anchor.BACKWARD,
        ),
    ],
    GROUP,
)
SERVICE = Shipped(
    _("Services"),
    conditions.SERVICE,
    [
        Template(
            "SERVE",
            _("Carry out: {product}"),
            *("FOLLOW", _KIND.SERVICE, "2", "2"),
            goal=_("The customer signed for the work"),
            wording=_WISHES,
            after=(After("SHIP_GO", lag=1),),
            is_once=True,
        ),
    ],
    GROUP,
)
CUSTOM = Shipped(
    _("Custom goods"),
    conditions.CUSTOM,
    [
        Template(
            "CUSTOM_DRAW",
            _("Draw up the custom goods: {product}"),
            *("REVIEW", _MAKE, "4"),
            goal=_("A drawing that says every wish of the customer"),
            wording=_WISHES,
            skills=[("DESIGN", 3)],
            is_special=True,
            is_once=True,
        ),
        Template(
            "CUSTOM_AGREE",
            _("Have the customer confirm the drawing: {product}"),
            *("REVIEW", "", "1"),
            goal=_("The customer signed the drawing"),
            wording=_WISHES,
            skills=[("FOLLOW_UP", 1)],
            after=after("CUSTOM_DRAW"),
            duration=Duration.DAYS,
            days=2,
            is_milestone=True,
            is_once=True,
        ),
        Template(
            "CUSTOM_MARK",
            _("Special processing: {product}"),
            *("MAKE", _MAKE, "1", "0.1"),
            goal=_("Logo, colour and other wishes as on the drawing"),
            wording=_WISHES,
            after=after(
                *("CUSTOM_AGREE", "KIT_MATCH", "INST_CALIBRATE", "CELL_CALIBRATE"),
                *("MADE_MAKE", "STOCK_PICK", "BUY_CHECK"),
            ),
            is_special=True,
        ),
    ],
)
RULES = (
    SERVICE,
    DIRECT,
    _made("KIT", _("Kits made to order"), conditions.KIT, "1", _KIT, "0.1"),
    _made("INST", _("Instruments made to order"), conditions.INSTRUMENT, "0.5", _INSTRUMENT, "0.1"),
    _made("CELL", _("Load cells made to order"), conditions.SENSOR, "0.5", _CELL, "0.05"),
    _made("MADE", _("Other goods made to order"), conditions.MADE, "0.5", _OTHER, "0.05"),
    BOUGHT,
    STOCK,
    CUSTOM,
)
