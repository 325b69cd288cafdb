"""What this room declares: its place in the shell, its list as a file, the mail with an answer."""

from django.utils.translation import gettext_lazy as _

from common.mailing import carry
from common.navigation import NavEntry, navigation
from common.sends import Send, sends
from customers.voice.operations import ANSWERED
from orders.service.questions import examples, exporting, mailing, queries


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    exporting.register()
    carry(ANSWERED, mailing.deliver)
    sends.register(ANSWERED, Send(_("Answer to a customer's question")))
    navigation.register(
        "customer-questions",
        NavEntry(
            group="shipping",
            label=_("Questions of customers"),
            icon="question-circle",
            url_name="orders:question-list",
            verb="customer.view",
            count=queries.count_mine,
            order=57,
        ),
    )
