"""Customers for tests, made by the real operations."""

import itertools
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common import clock
from customers import codes, operations
from customers.models import Address, Contact, Customer, PaymentTerm

_numbers = itertools.count(200)  # the codes below stand in tests that name their own


def make_customer(*, owner: User | None = None, actor: User | None = None, **fields: Any) -> Customer:
    """A customer of ``owner`` (and of his department), added by ``actor`` (the machine when nobody is named)."""
    number = next(_numbers)
    code = f"{11 + number // 1000}.{number % 1000:03d}"
    values: dict[str, Any] = {"code": code, "name": f"衡信客户 {number}", **fields}
    if owner is not None:
        values["owner"] = owner
    machine = people.system_user()
    if codes.is_of_shape(values["code"].strip()):
        return operations.create_customer(actor=actor or machine, at=clock.now(), **values)
    if owner is not None:  # one from before: by an import, which takes every code
        values["department"] = owner.department
    keys = operations.create_customers(actor=actor or machine, drafts=[values], at=clock.now())
    return Customer.objects.get(pk=keys[values["code"]])


def make_contact(customer: Customer, **fields: Any) -> Contact:
    """A person at the customer."""
    values = {"name": "王建国", "phone": "13812342217", "email": "wang@example.com", **fields}
    return operations.save_contact(actor=people.system_user(), customer_id=customer.pk, at=clock.now(), **values)


def make_address(customer: Customer, **fields: Any) -> Address:
    """A place of the customer."""
    values = {
        "province": "浙江省",
        "city": "杭州市",
        "street": "滨江区江南大道 588 号",
        "recipient": "王建国",
        **fields,
    }
    return operations.save_address(actor=people.system_user(), customer_id=customer.pk, at=clock.now(), **values)


def payment_term(code: str = "PREPAID") -> PaymentTerm:
    """One of the shipped payment terms: PREPAID, ADVANCE30, MONTHLY30, MONTHLY60, COD."""
    return PaymentTerm.objects.get(code=code)
