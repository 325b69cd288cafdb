"""The REST doors of the customer archive."""

from customers.api.archive import CustomerViewSet
from customers.api.currencies import CurrencyViewSet
from customers.api.duplicates import CustomerDuplicateViewSet

__all__ = ["CurrencyViewSet", "CustomerDuplicateViewSet", "CustomerViewSet"]
