"""What this room declares: the rules of scoring as settings, their page in the console, examples,
invariant 11."""

from django.utils.translation import gettext_lazy as _

from accounts.console.site import ConsolePage, console_pages
from common import settings
from orders.credit_desk import examples, invariants, rules, views


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        rules.SETTING,
        settings.Definition(
            {},
            _("Rules of scoring customers that are not as they are shipped"),
            "credit",
            rules.fault_of,
            page="credit-score",
        ),
    )
    settings.definitions.register(
        rules.BY_RULE,
        settings.Definition(
            False, _("Grades worked out at night hold at once; otherwise a person accepts them"), "credit"
        ),
    )
    page = ConsolePage(
        _("Score of customers"),
        "credit-score/",
        views.show_rules,
        "setting.manage",
        _("How payments make a grade"),
        "customers",
    )
    console_pages.register("credit-score", page)
    invariants.register()
    examples.register()
