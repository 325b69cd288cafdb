"""The REST doors of the customer archive."""

from customers.api.archive import CustomerViewSet
from customers.api.currencies import CurrencyViewSet

__all__ = ["CurrencyViewSet", "CustomerViewSet"]
