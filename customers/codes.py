"""Codes of customers (Q03, Q17): new ones are written NN.NNN, those that there are stay as they are."""

import re

from django.utils.translation import gettext_lazy as _

from common import errors, settings
from common.text import fold_code

IS_STRICT = "customers.strict_codes"
_SHAPE = re.compile(r"[0-9]{2}\.[0-9]{3}", re.ASCII)


def is_of_shape(code: str) -> bool:
    """Whether a code is written NN.NNN."""
    return bool(_SHAPE.fullmatch(fold_code(code)))


def require_shape(code: str) -> None:
    """Raise Invalid for a code that a new customer cannot have; imports are not asked."""
    if settings.get(IS_STRICT) and not is_of_shape(code):
        raise errors.Invalid(fields={"code": [_("A new customer’s code is written NN.NNN, like 11.001.")]})


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    settings.definitions.register(
        IS_STRICT,
        settings.Definition(
            True, _("Codes of new customers must be written NN.NNN; imported ones are kept as they are"), "customers"
        ),
    )
