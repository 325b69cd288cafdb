"""The conditions on orders that cannot go on, for page and API."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from orders.cockpit.obstacles import Kind
from orders.order.filters import OrderFilter


class CockpitFilter(OrderFilter):
    """Those on orders, and the kind of obstacle, which the query asks for itself."""

    base_filters: dict[str, Any]

    kind = django_filters.ChoiceFilter(choices=Kind.choices, method="as_asked", label=_("Obstacle"))

    def as_asked(self, queryset: Any, _name: str, _value: str) -> Any:
        """The set was narrowed when it was asked for: what one may not be told of, finds nothing."""
        return queryset
