"""The verbs of reports, with what the shipped roles get (R239–R274). What a report counts are the orders that its
reader may see (``order.view``) and the fields that he may see, whatever this right's scope."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

GROUP = _("Reports")
ALL, BELOW = Scope.ALL, Scope.BELOW

_SEE = scopes(ALL)
# what people earn: not what whoever leads nobody needs to know of others
_EARNED = {"finance": ALL, "executive": ALL, "sales_manager": BELOW, "department_head": BELOW}

VERBS = {
    "report.view": Verb(_("See reports and statistics"), GROUP, _SEE),
    "report.export": Verb(_("Take reports away as files"), GROUP, _SEE),
    "report.share": Verb(
        _("Share reports with others"),
        GROUP,
        scopes(sales_manager=ALL, order_desk=ALL, department_head=ALL, finance=ALL, executive=ALL, administrator=ALL),
    ),
    "report.plan": Verb(
        _("Set targets"),
        GROUP,
        scopes(sales_manager=ALL, department_head=Scope.BELOW, executive=ALL, administrator=ALL),
        offered=(Scope.DEPARTMENT, Scope.BELOW, Scope.REGION, ALL),
    ),
    "report.review": Verb(
        _("Hold reviews of periods"),
        GROUP,
        scopes(sales_manager=BELOW, order_desk=ALL, department_head=BELOW, executive=ALL, administrator=ALL),
    ),
    "commission.view": Verb(_("See commissions"), GROUP, scopes(**_EARNED, sales=Scope.OWN)),
    "commission.confirm": Verb(
        _("Confirm commissions"), GROUP, scopes(finance=ALL, executive=ALL, sales_manager=BELOW)
    ),
    "commission.pay": Verb(_("Note commissions as paid"), GROUP, scopes(finance=ALL)),
    "commission.rules": Verb(
        _("Keep the rules of commissions"),
        GROUP,
        scopes(finance=ALL, executive=ALL, administrator=ALL),
        offered=COMPANY,
    ),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for code, verb in VERBS.items():
        verbs.register(code, verb)
    admin_rights.register("reports.commissionrule", ModelRights(change="commission.rules"))
