"""What this room declares: its purpose of signed links, its mail, who asks the customer, words of events."""

from django.utils.translation import gettext_lazy as _

from accounts.collaboration.queries import withheld
from common import settings
from common.links.purposes import Purpose, purposes
from common.mailing import carry
from common.sends import Send, sends
from orders.approval.subjects import customer_asked
from orders.order.rebinding import Binder, binders
from orders.service import customer_page, examples, fields, locking, mailing, operations, queries


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    purposes.register(queries.KIND.purpose, Purpose(_("Confirmation of an order"), customer_page.PAGE.show))
    carry(queries.KIND.purpose, mailing.deliver)
    sends.register(queries.KIND.purpose, Send(_("Order confirmation"), "orders.confirmation", "confirmation"))
    customer_asked.register("orders.service", operations.ask_for_step)
    withheld.register("orders.service", queries.without_proofs)
    settings.definitions.register(
        queries.FILE_REQUIRED,
        settings.Definition(
            False,
            _("A customer's acceptance that is recorded by hand needs a file as proof, not words alone"),
            "orders",
        ),
    )
    binders.register("orders.service", Binder(locking.bound, locking.rebind))
    fields.register_fields()
    examples.register()
