"""What this room declares: the standing of orders as they are saved, its verbs, its words."""

from django.utils.translation import gettext_lazy as _

from accounts.console.site import ConsolePage, console_pages
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, RoleCode, Verb, verbs
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from orders.order import writing
from orders.priority import again, console, operations, standing
from orders.rights import GROUP

_PINNERS = {
    RoleCode.ORDER_DESK: Scope.ALL,
    RoleCode.SALES_MANAGER: Scope.BELOW,
    RoleCode.DEPARTMENT_HEAD: Scope.BELOW,
    RoleCode.EXECUTIVE: Scope.ALL,
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    writing.placed.register("orders.priority", standing.place)
    verbs.register(operations.PIN, Verb(_("Pin orders to the top of the plan"), GROUP, _PINNERS))
    administration = {RoleCode.ADMINISTRATOR: Scope.ALL, RoleCode.EXECUTIVE: Scope.ALL}
    edit = Verb(_("Edit the bands of classes and priority"), _("Administration"), administration, offered=COMPANY)
    verbs.register(operations.EDIT, edit)
    navigation.register(
        "planning",
        NavEntry("orders", _("Planning"), "kanban", "orders:planning-board", verb="order.view", order=30, keys="g p"),
    )
    page = ConsolePage(
        _("Classes and priority"),
        "priority/",
        console.edit_rules,
        operations.EDIT,
        _("Bands, weights, importance"),
        "orders",
    )
    console_pages.register("priority", page)
    again.register()
    for kind, label in (
        ("order.pinned", _("Pinned to the top of the plan")),
        ("order.unpinned", _("Pinned no more")),
        ("priority.rules_saved", _("Bands of classes and priority saved")),
        ("priority.applied", _("Bands of classes and priority applied")),
    ):
        event_labels.register(kind, label)
