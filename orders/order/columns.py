"""Columns that several tables have alike, and the amounts of an order that follow from its lines and documents."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


def money(verbose_name, **options) -> models.DecimalField:
    """An amount in the order's currency. Six decimals: history keeps a file's amounts to the digit."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=6, default=Decimal(0), **options)


def quantity(verbose_name, **options) -> models.DecimalField:
    """A quantity in the line's unit."""
    return models.DecimalField(verbose_name, max_digits=16, decimal_places=4, default=Decimal(0), **options)


class Amounts(models.Model):
    """Amounts of an order, in its currency: derived, never typed in."""

    lines_amount = money(_("Amount of the lines"))
    total_amount = money(_("Total including tax"))
    due_amount = money(_("Amount due"))  # what is really owed for it: ``order.due``
    credited_amount = money(_("Credited"), db_default=Decimal(0))  # for goods that came back
    tax_amount = money(_("Tax"))
    net_amount = money(_("Net amount"))
    cost_amount = money(_("Cost"))
    reserved_amount = money(_("Reserved amount"))
    shipped_amount = money(_("Shipped amount"))
    unshipped_amount = money(_("Amount still to be shipped"))
    signed_amount = money(_("Signed amount"))
    invoiced_amount = money(_("Invoiced amount"))
    received_amount = money(_("Received amount"))
    line_count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
