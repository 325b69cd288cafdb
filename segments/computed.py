"""Comparisons with what is computed from the columns of a row (days late), instead of read from one of them."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Expression, Q, Value
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from common.conditions.kinds import Operator

_LOOKUPS = {
    Operator.EQ: Exact,
    Operator.LT: LessThan,
    Operator.LE: LessThanOrEqual,
    Operator.GT: GreaterThan,
    Operator.GE: GreaterThanOrEqual,
}


def predicate(expression: Expression, operator: Operator, ready: list[Any]) -> Q:
    """One positive comparison of a number that may be missing; its negation holds where it is."""
    if operator is Operator.EMPTY:
        return Q(IsNull(expression, True))
    there = Q(IsNull(expression, False))
    wanted = [exact(one) for one in ready]
    if operator is Operator.BETWEEN:
        return there & Q(GreaterThanOrEqual(expression, wanted[0])) & Q(LessThanOrEqual(expression, wanted[1]))
    return there & Q(_LOOKUPS[operator](expression, wanted[0]))


def exact(value: Any) -> Any:
    """A number as a value of its own: a column of whole numbers would cut its fraction off."""
    return Value(value, DecimalField()) if isinstance(value, Decimal) else value
