"""The verbs of statements of account and of dunning."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

DRAW, ASK, SEND = "statement.draw", "statement.ask", "dunning.send"
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    group = _("Receipts")
    sellers = {"sales": _OWN, "sales_manager": _BELOW, "department_head": _BELOW, "order_desk": _ALL}
    every = {"finance": _ALL, "api_client": _ALL}
    verbs.register(DRAW, Verb(_("Draw up statements of account"), group, scopes(**sellers, **every)))
    verbs.register(ASK, Verb(_("Have statements of account confirmed"), group, scopes(**sellers, **every)))
    verbs.register(SEND, Verb(_("Send dunning letters"), group, scopes(**sellers, **every)))
