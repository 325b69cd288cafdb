"""The verbs of reports, with what the shipped roles get (R239–R274). What a report counts are the orders that its
reader may see (``order.view``) and the fields that he may see, whatever this right's scope."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

GROUP = _("Reports")
ALL = Scope.ALL

_SEE = scopes(ALL)

VERBS = {
    "report.view": Verb(_("See reports and statistics"), GROUP, _SEE),
    "report.export": Verb(_("Take reports away as files"), GROUP, _SEE),
    "report.share": Verb(
        _("Share reports with others"),
        GROUP,
        scopes(sales_manager=ALL, order_desk=ALL, department_head=ALL, finance=ALL, executive=ALL, administrator=ALL),
    ),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for code, verb in VERBS.items():
        verbs.register(code, verb)
