"""What giving goods out anew declares: its right, its rules by class, its words."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, RoleCode, Verb, verbs
from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.order.choices import AllocationRule, TimeClass
from orders.promise.allocation import plans
from orders.rights import GROUP

_WHO = dict.fromkeys((RoleCode.ORDER_DESK, RoleCode.SALES_MANAGER, RoleCode.EXECUTIVE), Scope.ALL)
_RULES = {
    TimeClass.URGENT: (AllocationRule.WIN, _("When goods are given out anew: urgent orders")),
    TimeClass.SHORT: (AllocationRule.KEEP, _("When goods are given out anew: short-term orders")),
    TimeClass.LONG: (AllocationRule.LOSE, _("When goods are given out anew: long-term orders")),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    verbs.register(plans.REALLOCATE, Verb(_("Give goods out anew"), GROUP, _WHO, offered=COMPANY))
    for kind, (rule, words) in _RULES.items():
        definition = settings.Definition(str(rule), words, "orders", choices=lambda: AllocationRule.choices)
        settings.definitions.register(plans.RULES[kind], definition)
    navigation.register(
        "allocation",
        NavEntry(
            "orders",
            _("Giving out goods"),
            "arrow-left-right",
            "orders:allocation-run",
            verb=plans.REALLOCATE,
            order=34,
        ),
    )
    event_labels.register("order.reallocated", _("Goods given out anew"))
    event_labels.register("order.allocation_rule", _("Rule for giving out set"))
