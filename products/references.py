"""Codes, as other systems write them, turned into rows."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from products.catalogue import queries as catalogue
from products.stock import queries as stock


def resolve(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` with its references as rows. Raises Invalid, field by field, for what is unknown."""
    finders: dict[str, Callable[[str], Any]] = {
        "product": lambda code: catalogue.find_by_code(actor, code),
        "successor": lambda code: catalogue.find_by_code(actor, code),
        "parent": lambda code: catalogue.all_categories().filter(code=code).first(),
        "category": lambda code: next((one for one in catalogue.categories() if one.code == code), None),
        "supplier": lambda code: catalogue.suppliers().filter(code=code).first(),
        **dict.fromkeys(
            ("warehouse", "from_warehouse", "to_warehouse"), lambda code: stock.warehouses().filter(code=code).first()
        ),
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


def resolve_rows(actor: User, rows: Iterable[dict[str, Any]], path: str = "rows") -> list[dict[str, Any]]:
    """The same for each of many; what is unknown is named like ``rows.3.product``."""
    found: list[dict[str, Any]] = []
    wrong: dict[str, list[errors.Text]] = {}
    for place, row in enumerate(rows, start=1):
        try:
            found.append(resolve(actor, row))
        except errors.Invalid as error:
            wrong |= {f"{path}.{place}.{name}": texts for name, texts in error.fields.items()}
    if wrong:
        raise errors.Invalid(fields=wrong)
    return found


def as_ids(data: dict[str, Any]) -> dict[str, Any]:
    """Rows of ``data`` as the stock operations take them: ``product`` → ``product_id``."""
    rows = {"product", "warehouse", "from_warehouse", "to_warehouse", "supplier"}
    ids = {f"{name}_id": value.pk if value else None for name, value in data.items() if name in rows}
    return ids | {name: value for name, value in data.items() if name not in rows}
