"""The verbs of inquiries and quotations, in the scopes of orders: who enters orders offers too."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_GROUP = _("Quotations")
_OFFER = scopes(
    sales=Scope.OWN,
    order_desk=Scope.ALL,
    executing_owner=Scope.OWN,
    sales_manager=Scope.BELOW,
    department_head=Scope.BELOW,
    api_client=Scope.ALL,
)
_SEE = {**_OFFER, **scopes(finance=Scope.ALL, executive=Scope.ALL, administrator=Scope.ALL)}
_VERBS = {
    "quotation.view": Verb(_("See inquiries and quotations"), _GROUP, _SEE),
    "quotation.create": Verb(_("Record inquiries, make quotations"), _GROUP, _OFFER),
    "quotation.edit": Verb(_("Change inquiries and quotations"), _GROUP, _OFFER),
    "quotation.send": Verb(pgettext_lazy("quotation", "Send quotations"), _GROUP, _OFFER),
    "quotation.decide": Verb(_("Say that a quotation was won, lost or withdrawn"), _GROUP, _OFFER),
    "quotation.convert": Verb(_("Make orders of quotations"), _GROUP, _OFFER),
}
_PRESSES = {"quotation.edit", "quotation.send", "quotation.decide", "quotation.convert"}  # on what one sees already


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, replace(verb, is_press=code in _PRESSES))
