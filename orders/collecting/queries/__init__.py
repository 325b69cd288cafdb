"""Every read of accounts and statements."""

from orders.collecting.queries.deliveries import Delivery, deliveries
from orders.collecting.queries.ledger import (
    ACCOUNT,
    Entry,
    Ledger,
    account_of,
    currencies_of,
    ledger,
    uninvoiced,
)
from orders.collecting.queries.openings import OpenPart, open_parts
from orders.collecting.queries.statements import (
    DEFAULT_SORT,
    SORTS,
    get_statement,
    get_statement_by_id,
    list_statements,
    mails_to,
)

__all__ = [
    "ACCOUNT",
    "DEFAULT_SORT",
    "SORTS",
    "Delivery",
    "Entry",
    "Ledger",
    "OpenPart",
    "account_of",
    "currencies_of",
    "deliveries",
    "get_statement",
    "get_statement_by_id",
    "ledger",
    "list_statements",
    "mails_to",
    "open_parts",
    "uninvoiced",
]
