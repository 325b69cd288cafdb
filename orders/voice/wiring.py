"""What this room declares: what it hears of, its settings, its part in merging, examples."""

from common import settings
from customers.cleaning import registry as customers
from customers.voice.about import listeners
from orders.order.said import hearers
from orders.voice import examples, merging, operations, rules
from products.cleaning import registry as goods


def register() -> None:
    """Called once from ``OrdersConfig.ready``, after the rooms whose rows move first when two become one."""
    hearers.register("orders.voice", operations.hear)
    listeners.register("orders.voice", operations.hear_note)
    for key, (default, words, least, most) in rules.SETTINGS.items():
        settings.definitions.register(
            key, settings.Definition(default, words, "risk", bounds=settings.Bounds(least, most))
        )
    customers.mergers.register("orders.voice", customers.Merger(merging.move_customer))
    goods.mergers.register("orders.voice", goods.Merger(lambda _key: None, merging.move_product, lambda _key: ()))
    examples.register()
