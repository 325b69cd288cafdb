"""Promotions as other systems write them: products by their codes."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from products.catalogue import queries as catalogue
from products.promotions import queries


def resolve(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` as the operation takes it. Raises Invalid, field by field, for codes that nobody knows."""
    found, wrong = dict(data), dict[str, list[errors.Text]]()
    unknown = _("Nothing is known under “%(text)s”.")
    if code := found.get("gift_product"):
        found["gift_product"] = catalogue.find_by_code(actor, code)
        if found["gift_product"] is None:
            wrong["gift_product"] = [unknown % {"text": code}]
    if "products" in found:
        found["product_ids"], missing = queries.ids_of(actor, found.pop("products"))
        if missing:
            wrong["products"] = [unknown % {"text": ", ".join(missing[:5])}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return found
