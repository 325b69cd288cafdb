"""The company's own fields of the customers and products that orders and lines name, as columns of lists and files.

They are read of those alone that the person may see, as in conditions: for a whole page, or a whole file, in one
statement each, and only where such a column is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common.exports.plain import Plain
from customers import policies as customers
from products.catalogue.models import Product
from segments.custom_fields import definitions, listing, values

Kept = Mapping[int, Mapping[str, Any]]  # key of a customer or product → its custom values
NOTHING: Mapping[str, Any] = {}


def _products(actor: User) -> QuerySet[Product]:
    return policies.visible(Product.objects.all(), actor, "product.view")


@dataclass(frozen=True)
class Master:
    """A kind of master data: ``prefix`` leads the keys of its columns, ``verb`` is the right behind them."""

    subject: str
    prefix: str
    label: str | Promise
    verb: str
    visible: Callable[[User], QuerySet]

    def listed(self, actor: User) -> list[listing.ListColumn]:
        """Its fields that ``actor`` sees, as columns of other lists."""
        if not policies.can(actor, self.verb):
            return []
        return [self._named(one) for one in listing.columns(actor, self.subject)]

    def plains(self, actor: User, lookup: str) -> dict[str, Plain]:
        """The same for a file, by key; ``lookup`` reads the key of the customer or product from a row."""
        if not policies.can(actor, self.verb):
            return {}

        @cache
        def every() -> Kept:
            filled = self.visible(actor).exclude(**{definitions.PREFIX: {}})
            return dict(filled.order_by().values_list("pk", definitions.PREFIX))

        def read(row: Any) -> Mapping[str, Any]:
            return every().get(getattr(row, lookup), NOTHING)

        found = [self._named(one) for one in listing.columns(actor, self.subject, read)]
        return {one.key: replace(one.plain, lookups=(lookup,)) for one in found}

    def load(self, actor: User, rows: Iterable[Any], key_of: Callable[[Any], int], shown: Iterable[Any]) -> None:
        """Hang on a page of rows what ``words`` reads, where one of its columns is ``shown``."""
        if not any(column.key.startswith(self.prefix) for column in shown):
            return
        rows = list(rows)
        found = self.visible(actor).filter(pk__in={key_of(row) for row in rows}).order_by()
        kept: Kept = dict(found.values_list("pk", definitions.PREFIX))
        for row in rows:
            setattr(row, self._held, kept.get(key_of(row), NOTHING))

    def answers(self, actor: User, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The values of each that ``actor`` sees, for answers over the API; those that he may not see are left out."""
        if not policies.can(actor, self.verb):
            return {}
        if not definitions.visible(actor, self.subject):
            return {key: {} for key in keys}
        found = self.visible(actor).filter(pk__in=set(keys)).order_by().values_list("pk", definitions.PREFIX)
        return {key: values.shown(actor, self.subject, kept) for key, kept in found}

    def words(self, one: listing.ListColumn, row: Any) -> str:
        """A field of a row that ``load`` went over, in words."""
        return one.words(getattr(row, self._held))

    @property
    def _held(self) -> str:
        return f"{self.subject.lower()}_custom"

    def _named(self, one: listing.ListColumn) -> listing.ListColumn:
        key, label = self.prefix + one.key, format_lazy("{}: {}", self.label, one.label)
        plain = replace(one.plain, column=replace(one.plain.column, key=key, label=label))
        return replace(one, key=key, label=label, plain=plain)


CUSTOMERS = Master(values.CUSTOMER, "customer.", _("Customer"), "customer.view", customers.visible_to)
PRODUCTS = Master(values.PRODUCT, "product.", _("Product"), "product.view", _products)
