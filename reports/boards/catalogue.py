"""Which tile stands on which board, and whose board it is (R239, R240, R317). Pure.

A tile says the rights and fields that it needs: of who lacks one it is neither drawn nor answered. Each is asked for by
itself, so that a slow or broken one keeps nobody from the others.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles.verbs import RoleCode

Text = str | Promise
AMOUNT = "order.amount"
SLOW, QUICK = 300, 120  # seconds between two looks: figures follow the facts, queues what waits


class Look(StrEnum):
    """How a tile is drawn."""

    FIGURES = "FIGURES"
    CHART = "CHART"
    RANKING = "RANKING"
    QUEUE = "QUEUE"
    LOADS = "LOADS"


@dataclass(frozen=True)
class Tile:
    """``any_of``: he needs one of these rights, if there are any; ``fields``: who may not see one of them does not get
    the tile. ``every``: seconds until it asks again. ``is_counted``: the tile of a queue, of which a wall shows the
    number."""

    code: str
    title: Text
    look: Look
    any_of: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def every(self) -> int:
        return QUICK if self.look in (Look.QUEUE, Look.LOADS) else SLOW

    @property
    def is_counted(self) -> bool:
        return self.look is Look.QUEUE

    @property
    def is_for_all(self) -> bool:
        """Whether it tells of all customers whichever are looked at: what waits for a decision, hours of people."""
        return self.code in ("approvals", "loads")


@dataclass(frozen=True)
class Board:
    """``figures``: codes of measures, and ``cycle`` (how long orders take); ``rows``: the tiles below them. ``roles``:
    whose first board it is; ``any_of``: who else may look at it; ``is_whole``: only who sees every order; ``is_led``:
    who leads a department, and nobody else."""

    code: str
    label: Text
    figures: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]
    any_of: tuple[str, ...]
    is_whole: bool = False
    is_led: bool = False

    @property
    def tiles(self) -> tuple[str, ...]:
        """All of them, in order."""
        return (FIGURES, *(code for row in self.rows for code in row))


FIGURES = "figures"
_DECIDES = ("order.approve", "change.approve", "credit.special")

TILES = {
    one.code: one
    for one in (
        Tile(FIGURES, _("Key figures"), Look.FIGURES),
        Tile("trend", _("Orders and target"), Look.CHART),
        Tile("flow", _("Orders taken, orders shipped"), Look.CHART),
        Tile("promise", _("On-time delivery by week"), Look.CHART),
        Tile("money", _("Money due, money received"), Look.CHART, ("receipt.view",), (AMOUNT,)),
        Tile("regions", _("Regions"), Look.RANKING),
        Tile("salespeople", _("Salespeople"), Look.RANKING),
        Tile("products", pgettext_lazy("ranking", "Products"), Look.RANKING),
        Tile("customers", pgettext_lazy("ranking", "Customers"), Look.RANKING),
        Tile("risks", _("Standing still"), Look.QUEUE, ("order.view",)),
        Tile("approvals", _("Awaiting my approval"), Look.QUEUE, _DECIDES),
        Tile("tasks", _("My tasks"), Look.QUEUE, ("task.work",)),
        Tile("loads", _("Load of the department, two weeks"), Look.LOADS, ("task.assign",)),
        Tile("shipments", _("Must leave today, or late"), Look.QUEUE, ("outbound.view",)),
        Tile("receivables", _("Payments overdue"), Look.QUEUE, ("receipt.view",), (AMOUNT,)),
        Tile("promised", _("Payments promised"), Look.QUEUE, ("receipt.view",), (AMOUNT,)),
        Tile("intake", _("Intake that waits"), Look.QUEUE, ("intake.dispatch", "intake.enter")),
        Tile("exceptions", _("Open exceptions"), Look.QUEUE, ("exception.view",)),
        Tile("checks", _("Checks due"), Look.QUEUE, ("task.check",)),
        Tile("shortages", _("Stock that is short"), Look.QUEUE, ("stock.view",)),
    )
}

_R = RoleCode
BOARDS = {
    one.code: one
    for one in (
        Board(
            "executive",
            pgettext_lazy("board", "Executive"),
            ("amount", "profit", "collection", "backlog", "on_time", "accuracy", "satisfaction", "complaint_rate"),
            (("trend", "flow"), ("regions", "risks", "approvals"), ("salespeople", "products", "exceptions")),
            (_R.EXECUTIVE, _R.ADMINISTRATOR),
            ("order.approve",),
            is_whole=True,
        ),
        Board(
            "manager",
            pgettext_lazy("board", "Sales management"),
            ("amount", "collection", "on_time", "backlog"),
            (("trend", "flow"), ("regions", "risks", "approvals"), ("salespeople", "products", "exceptions")),
            (_R.SALES_MANAGER,),
            ("order.approve",),
        ),
        Board(
            "department",
            pgettext_lazy("board", "Department"),
            ("on_time", "on_time_first", "perfect", "cycle"),
            (
                ("loads", "tasks"),
                ("risks", "shipments", "exceptions"),
                ("promise", "shortages"),
                ("approvals", "checks"),
            ),
            (_R.DEPARTMENT_HEAD, *_R.EXECUTORS),
            (),
            is_led=True,
        ),
        Board(
            "finance",
            pgettext_lazy("board", "Finance"),
            ("received", "due", "collection", "invoiced"),
            (("money", "receivables"), ("promised", "customers", "approvals")),
            (_R.FINANCE,),
            ("receipt.record", "credit.special"),
        ),
        Board(
            "desk",
            pgettext_lazy("board", "Order desk"),
            ("orders", "accuracy", "on_time_processing", "on_time"),
            (("intake", "risks"), ("shipments", "shortages", "checks"), ("flow", "exceptions", "tasks")),
            (_R.ORDER_DESK, _R.EXECUTING_OWNER, _R.DECOMPOSITION_ADMIN),
            ("intake.dispatch",),
        ),
        Board(
            "sales",
            pgettext_lazy("board", "Sales"),
            ("amount", "orders", "collection", "on_time"),
            (("trend", "risks"), ("customers", "shipments", "receivables"), ("promised", "exceptions", "tasks")),
            (_R.SALES,),
            ("order.create",),
        ),
    )
}


def first_of(roles: Collection[str], *, sells: bool, offered: Collection[str]) -> str:
    """The board that somebody of these roles sees before he chose any: that of the first of his roles that has one, in
    the order of ``BOARDS``; who leads a department that ``sells`` manages sales. "" where none is his to see."""
    wanted = [one.code for one in BOARDS.values() if set(one.roles) & set(roles)]
    if sells and _R.DEPARTMENT_HEAD in roles:
        wanted.insert(0, "manager")
    return next((code for code in (*wanted, *BOARDS) if code in offered), "")
