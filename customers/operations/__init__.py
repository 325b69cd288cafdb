"""Every write of the customer archive."""

from customers.operations.archive import create_customer, create_customers, update_customer
from customers.operations.assignment import apply_due_assignments, assign_customer
from customers.operations.contacts import remove_address, remove_contact, save_address, save_contact
from customers.operations.loading import link_customers, load_addresses, load_contacts
from customers.operations.masters import save_carrier, save_currency, save_payment_term, save_rate
from customers.operations.standing import (
    block_customer,
    note_effective_order,
    note_effective_orders,
    resume_credit,
    set_credit,
    stop_credit,
    unblock_customer,
)

__all__ = [
    "apply_due_assignments",
    "assign_customer",
    "block_customer",
    "create_customer",
    "create_customers",
    "link_customers",
    "load_addresses",
    "load_contacts",
    "note_effective_order",
    "note_effective_orders",
    "remove_address",
    "remove_contact",
    "resume_credit",
    "save_address",
    "save_carrier",
    "save_contact",
    "save_currency",
    "save_payment_term",
    "save_rate",
    "set_credit",
    "stop_credit",
    "unblock_customer",
    "update_customer",
]
