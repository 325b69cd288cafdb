"""Credit exposure per holder, kept term by term and recomputed by invariant 11 (SEMANTICS 9)."""

from decimal import Decimal

from django.db import models


def _term() -> models.DecimalField:
    return models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(0))


class CreditExposure(models.Model):
    """What a credit holder owes or will owe, in the company's currency. Exposure is the terms' sum less
    ``received``; changed only under the lock of the holder's customer row."""

    holder = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="exposure")
    on_order = _term()  # SUBMITTED and EFFECTIVE, not shipped
    shipped = _term()  # shipped, not invoiced
    invoiced = _term()
    received = _term()  # all receipts, allocated or not

    def __str__(self) -> str:
        return f"{self.holder_id} {self.total}"

    @property
    def total(self) -> Decimal:
        """The exposure: on order + shipped + invoiced − received."""
        return self.on_order + self.shipped + self.invoiced - self.received
