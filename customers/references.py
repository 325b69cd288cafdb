"""Codes and sign-in names, as other systems write them, turned into rows."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from customers import queries


def resolve(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` with its references as rows. Raises Invalid, field by field, for what is unknown to the actor."""
    finders: dict[str, Callable[[str], Any]] = {
        "group": lambda code: queries.find_by_code(actor, code),
        "bill_to": lambda code: queries.find_by_code(actor, code),
        "ship_to": lambda code: queries.find_by_code(actor, code),
        "agent": lambda code: queries.find_by_code(actor, code),
        "payment_term": lambda code: queries.payment_terms().filter(code=code).first(),
        "currency": lambda code: queries.currencies().filter(pk=code).first(),
        "department": lambda code: next((one for one in people.list_departments() if one.code == code), None),
        "owner": lambda name: people.by_usernames([name]).first(),
        "responsible": lambda name: people.by_usernames([name]).first(),
    }
    found = dict(data)
    wrong: dict[str, list[errors.Text]] = {}
    for name in finders.keys() & data.keys():
        value = data[name]
        found[name] = None if value is None else finders[name](value)
        if value is not None and found[name] is None:
            wrong[name] = [_("Nothing is known under “%(text)s”.") % {"text": value}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return found
