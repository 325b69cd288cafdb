"""The rules that come with the software for orders as a whole: dispatch, export, projects, and the standard follow-up
of each class of orders by who sold them (R189)."""

from django.utils.translation import gettext_noop as _

from accounts.people.models import Department
from tasks.decomposing.choices import Anchor, Per
from tasks.decomposing.shipped import conditions
from tasks.decomposing.shipped.shapes import After, Shipped, Template, after

GROUP = _("Follow-up")
_KIND = Department.Kind
_SHIP = _KIND.LOGISTICS
_PACKED = ("KIT_PACK", "INST_PACK", "CELL_PACK", "MADE_PACK", "BUY_PACK", "STOCK_PACK")

DISPATCH = Shipped(
    _("Dispatch of goods"),
    conditions.SHIPPED,
    [
        Template(
            "SHIP_BOOK",
            _("Book the transport"),
            *("DELIVER", _SHIP, "0.5"),
            goal=_("A carrier, a day and a price are agreed"),
            wording=_("To {place}\n{requirements}"),
            skills=[("SHIPPING", 1)],
            anchor=Anchor.BACKWARD,
        ),
        Template(
            "SHIP_GO",
            _("Hand the goods over to the carrier"),
            *("DELIVER", _SHIP, "0.5"),
            goal=_("The goods have left in time, with all papers"),
            wording=_("To {place}\n{requirements}"),
            skills=[("SHIPPING", 1)],
            after=after(*_PACKED, "SHIP_BOOK", "EXPORT_CUSTOMS"),
            is_milestone=True,
        ),
    ],
    per=Per.ORDER,
)
EXPORT = Shipped(
    _("Export documents"),
    conditions.EXPORT,
    [
        Template(
            "EXPORT_DOCS",
            _("Prepare the export documents"),
            *("DELIVER", _SHIP, "3"),
            goal=_("Invoice, packing list and certificates agree with the goods"),
            wording="{requirements}",
            skills=[("CUSTOMS", 3)],
            anchor=Anchor.BACKWARD,
        ),
        Template(
            "EXPORT_CUSTOMS",
            _("Declare to customs"),
            *("DELIVER", _SHIP, "2"),
            goal=_("The goods are cleared"),
            skills=[("CUSTOMS", 2)],
            after=after("EXPORT_DOCS"),
            anchor=Anchor.BACKWARD,
        ),
    ],
    per=Per.ORDER,
)
PROJECT = Shipped(
    _("Project orders"),
    conditions.PROJECT,
    [
        Template(
            "PROJECT_PLAN",
            _("Agree on the project plan"),
            *("REVIEW", "", "3"),
            goal=_("Every department agreed to its part and its days"),
            wording="{requirements}",
            is_milestone=True,
            is_once=True,
        ),
        Template(
            "PROJECT_ACCEPT",
            _("Acceptance on site"),
            *("FOLLOW", _KIND.SERVICE, "8"),
            goal=_("The customer signed the acceptance"),
            wording="{requirements}",
            after=(After("SHIP_GO", lag=5),),
            is_milestone=True,
            is_once=True,
        ),
    ],
    per=Per.ORDER,
)


def _call(code: str, title: str, day: int, goal: str, hours: str = "0.5") -> Template:
    return Template(
        code,
        title,
        *("FOLLOW", "", hours),
        goal=goal,
        skills=[("FOLLOW_UP", 1)],
        days=day,
        anchor=Anchor.AFTER,
        is_once=True,
    )


def _last(key: str, lag: int) -> tuple[Template, ...]:
    """The day before goods leave, and when they are there: for each day of delivery."""
    return (
        Template(
            f"{key}_LEAVING",
            _("Tell the customer that the goods leave"),
            *("FOLLOW", "", "0.25"),
            goal=_("The customer knows day, carrier and waybill"),
            skills=[("FOLLOW_UP", 1)],
            after=after("SHIP_GO"),
        ),
        Template(
            f"{key}_ARRIVED",
            _("Ask the customer about arrival and satisfaction"),
            *("FOLLOW", "", "0.5"),
            goal=_("Receipt is confirmed, complaints are known"),
            skills=[("FOLLOW_UP", 1)],
            after=(After("SHIP_GO", lag=lag),),
        ),
    )


_CONFIRM = _("Confirm the order to the customer")
_CONFIRMED = _("The customer has day and content in writing")
_TELL = _("Tell the customer how far it is")
_TOLD = _("The customer knows that the day stands, or why not")
FOLLOW_UPS = (
    Shipped(
        _("Follow-up of urgent orders"),
        conditions.URGENT,
        [
            _call("URGENT_CONFIRM", _CONFIRM, 0, _CONFIRMED),
            _call("URGENT_TELL", _TELL, 1, _TOLD),
            _call("URGENT_AGAIN", _("Tell the customer again how far it is"), 3, _TOLD),
            *_last("URGENT", 2),
        ],
        *(GROUP, Per.ORDER),
    ),
    Shipped(
        _("Follow-up of large orders"),
        conditions.LARGE,
        [
            _call("LARGE_CONFIRM", _CONFIRM, 1, _CONFIRMED),
            _call(
                "LARGE_TALK", _("Talk the order through with all departments"), 2, _("Everybody knows his part"), "1"
            ),
            _call("LARGE_WEEK", _TELL, 5, _TOLD),
            _call("LARGE_FORTNIGHT", _("Tell the customer again how far it is"), 10, _TOLD),
            *_last("LARGE", 4),
        ],
        *(GROUP, Per.ORDER),
    ),
    Shipped(
        _("Follow-up of first orders"),
        conditions.NEW,
        [
            _call("FIRST_CONFIRM", _CONFIRM, 0, _CONFIRMED),
            _call(
                "FIRST_WELCOME", _("Introduce contacts and service to the new customer"), 2, _("He knows whom to ask")
            ),
            _call("FIRST_TELL", _TELL, 5, _TOLD),
            *_last("FIRST", 3),
        ],
        *(GROUP, Per.ORDER),
    ),
    Shipped(
        _("Follow-up of other orders"),
        "",
        [_call("FOLLOW_CONFIRM", _CONFIRM, 1, _CONFIRMED), _call("FOLLOW_TELL", _TELL, 5, _TOLD), *_last("FOLLOW", 3)],
        *(GROUP, Per.ORDER),
    ),
)
RULES = (DISPATCH, EXPORT, PROJECT, *FOLLOW_UPS)
