"""Roles whose rights on some kind of rows reach those of a condition, whatever scope each right says.

Accounts know that a role is of this kind (``Role.by_condition``); which rows that means is answered from above, for
each model (ADR 0019).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q

from accounts.access import Access
from accounts.roles.models import Role
from common.registry import Registry


@dataclass(frozen=True)
class Reach:
    """``rows(role_ids)``: the condition on the model for what these roles reach together, none of it for roles that
    nothing is known of. ``copy(source, role)``: a role was made like another one, inside the operation in progress.
    ``print_of(role_ids)``: a text that is another one once these roles are given other conditions, or those change.
    ``named(role_ids)``: the name of the condition of each, for people."""

    rows: Callable[[frozenset[int]], Q]
    copy: Callable[[Role, Role], None]
    print_of: Callable[[frozenset[int]], str]
    named: Callable[[frozenset[int]], dict[int, str]]


# "app_label.model" (lower case) -> reach
reaches: Registry[Reach] = Registry("accounts.reaches")


def roles_of(rights: Access, verb: str, model: type[Model]) -> frozenset[int]:
    """The roles by which a person holds ``verb`` on what a condition says of this model; none where no role of his is
    of this kind, or the model knows none."""
    return rights.roles_by_condition(verb) if model._meta.label_lower in reaches else frozenset()


def rows(rights: Access, roles: frozenset[int], model: type[Model]) -> Q:
    """What these roles of a person reach of the model. Looked up once in a request."""
    key = (model._meta.label_lower, roles)
    if key not in rights.reached:
        rights.reached[key] = reaches[model._meta.label_lower].rows(roles)
    return rights.reached[key]


def print_of(rights: Access) -> dict[str, str]:
    """What tells whether a person still reaches the same rows by conditions; nothing for who has no such role."""
    roles = frozenset().union(*rights.by_condition.values())
    return {label: reach.print_of(roles) for label, reach in reaches.items()} if roles else {}


def holds(rights: Access, roles: frozenset[int], row: Model) -> bool:
    """Whether these roles of a person reach the row. Asked once for each state of the row in a request."""
    if row.pk is None:
        return False
    key = (row._meta.label_lower, row.pk, getattr(row, "version", None), roles)
    if key not in rights.reached:
        found = type(row)._default_manager.filter(rows(rights, roles, type(row)), pk=row.pk)
        rights.reached[key] = found.exists()
    return rights.reached[key]
