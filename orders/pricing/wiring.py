"""What this room declares: the words of its events, and what becomes of prices in merges."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from customers.cleaning import registry as customers
from orders.pricing import merging
from products.cleaning import registry as goods


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in (
        ("customer.priced", _("Prices agreed")),
        ("customer.price_ended", _("Agreed price ended")),
        ("customer.item_saved", _("Item code saved")),
        ("customer.item_removed", _("Item code removed")),
    ):
        event_labels.register(kind, label)
    customers.mergers.register("orders.prices", customers.Merger(merging.move_customer, merging.count_customer))
    goods.mergers.register(
        "orders.prices", goods.Merger(merging.lock_product, merging.move_product, merging.count_product)
    )
