"""The verbs: every operation right there is, registered by the app that owns the operation.

A verb carries the default matrix of the shipped roles, so that rights stand beside what they permit;
``docs/permissions.md`` is made from this registry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from accounts.roles.models import FieldRule, Scope
from common.registry import Registry


class RoleCode:
    """Codes of the shipped roles (R283–R288)."""

    SALES = "sales"
    ORDER_DESK = "order_desk"
    EXECUTING_OWNER = "executing_owner"
    DECOMPOSITION_ADMIN = "decomposition_admin"
    SALES_MANAGER = "sales_manager"
    DEPARTMENT_HEAD = "department_head"
    PRODUCTION = "production"
    PURCHASING = "purchasing"
    WAREHOUSE = "warehouse"
    LOGISTICS = "logistics"
    SERVICE = "service"
    FINANCE = "finance"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"
    API_CLIENT = "api_client"

    EXECUTORS = (PRODUCTION, PURCHASING, WAREHOUSE, LOGISTICS, SERVICE)
    EVERYONE = (
        SALES,
        ORDER_DESK,
        EXECUTING_OWNER,
        DECOMPOSITION_ADMIN,
        SALES_MANAGER,
        DEPARTMENT_HEAD,
        *EXECUTORS,
        FINANCE,
        EXECUTIVE,
        ADMINISTRATOR,
        API_CLIENT,
    )


@dataclass(frozen=True)
class Verb:
    """A right: its label, the group it is shown under, and the scope each shipped role gets. ``offered``: the scopes
    that make sense for it; what concerns the whole company is held for all of it or not at all. ``is_press``: nothing
    can be read by it that the ``.view`` of its area does not show, it only offers what one does with it."""

    label: str | Promise
    group: str | Promise
    defaults: Mapping[str, Scope] = field(default_factory=dict)
    offered: tuple[Scope, ...] = tuple(Scope)
    is_press: bool = False


@dataclass(frozen=True)
class SensitiveField:
    """A field that roles may have hidden (R294, R308), with the shipped rules. Only a text (``is_text``) can be
    masked: the ends of a figure would tell too much and are no figure."""

    label: str | Promise
    group: str | Promise
    defaults: Mapping[str, FieldRule.Effect] = field(default_factory=dict)
    is_text: bool = False

    @property
    def effects(self) -> tuple[FieldRule.Effect, ...]:
        """How it may be kept from a role."""
        effect = FieldRule.Effect
        return (effect.HIDE, effect.MASK) if self.is_text else (effect.HIDE,)


COMPANY = (Scope.ALL,)  # ``offered`` of what has no owner and no department

verbs: Registry[Verb] = Registry("accounts.verbs")
sensitive_fields: Registry[SensitiveField] = Registry("accounts.field_rules")
# those that the company defines while it works, by the app that keeps them (ADR 0021)
defined_fields: Registry[Callable[[], Mapping[str, SensitiveField]]] = Registry("accounts.defined_fields")


def every_sensitive_field() -> dict[str, SensitiveField]:
    """The shipped ones and those that the company defined, by key."""
    found = dict(sensitive_fields.items())
    for give in defined_fields.values():
        found.update(give())
    return found


def scopes(default: Scope | None = None, **by_role: Scope) -> dict[str, Scope]:
    """Default matrix of a verb: ``default`` for every shipped role, overridden or added by name."""
    base = dict.fromkeys(RoleCode.EVERYONE, default) if default else {}
    return {**base, **by_role}
