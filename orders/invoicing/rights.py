"""The verbs of invoices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

VIEW, DRAFT, ISSUE, TAKE_BACK = "invoice.view", "invoice.draft", "invoice.issue", "invoice.take_back"
CREDIT = "invoice.credit"
_GROUP = _("Invoices")
_ALL = Scope.ALL
_FINANCE = scopes(finance=_ALL, api_client=_ALL)
_SEE = scopes(
    order_desk=_ALL,
    executive=_ALL,
    administrator=_ALL,
    sales=Scope.OWN,
    sales_manager=Scope.BELOW,
    department_head=Scope.BELOW,
)
_VERBS = {
    VIEW: Verb(_("See invoices"), _GROUP, {**_FINANCE, **_SEE}),
    DRAFT: Verb(_("Draft invoices"), _GROUP, {**_FINANCE, **scopes(order_desk=_ALL)}),
    ISSUE: Verb(pgettext_lazy("invoice", "Issue invoices"), _GROUP, _FINANCE),
    TAKE_BACK: Verb(_("Void and reverse invoices"), _GROUP, scopes(finance=_ALL)),
    CREDIT: Verb(_("Credit amounts of invoices"), _GROUP, scopes(finance=_ALL)),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
