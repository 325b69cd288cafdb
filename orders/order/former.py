"""Rows about an order line that outlive it: an order that goes back to a draft may change and lose its lines, what
was written about them before stays as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.order.models import Order, OrderLine

_TEXTS = ("product_code", "product_name", "specification", "auxiliary_attribute", "unit")


@dataclass(frozen=True)
class FormerLine:
    """An order line as it read when its order went back to a draft."""

    order: Order
    line_no: int
    product_code: str
    product_name: str
    specification: str
    auxiliary_attribute: str
    unit: str
    ordered: Decimal


class OfLine(models.Model):
    """Base of such a row. ``LINE`` names its foreign key to the line; without one ``former`` says what it was."""

    LINE: ClassVar[str] = "order_line"

    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("Order"))
    former = models.JSONField(null=True)

    class Meta:
        abstract = True

    @property
    def of(self) -> OrderLine | FormerLine:
        """The line, or what it was."""
        line = getattr(self, self.LINE)
        if line is not None:
            return line
        was: Any = self.former
        return FormerLine(order=self.order, **{**was, "ordered": Decimal(was["ordered"])})


def either(line: str = OfLine.LINE) -> Q:
    """The condition of a check: the row has its line, or says what it was."""
    return Q(**{f"{line}__isnull": False, "former__isnull": True}) | Q(
        **{f"{line}__isnull": True, "former__isnull": False}
    )


def let_go(rows: Iterable[OfLine]) -> None:
    """Let rows of one kind go of their lines, which may change or be deleted from now on."""
    held = [row for row in rows if row.former is None]
    for row in held:
        line: Any = row.of
        row.former = {name: getattr(line, name) for name in ("line_no", *_TEXTS)} | {"ordered": str(line.ordered)}
        setattr(row, row.LINE, None)
    if held:
        type(held[0])._default_manager.bulk_update(held, [held[0].LINE, "former"])
