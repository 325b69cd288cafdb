"""The checks of entry refuse or warn, and people change which (R068)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.console import operations as console
from accounts.people.models import User
from common import errors, settings
from orders.order import policies
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk
from orders.validity import queries
from orders.validity.finding import Finding
from orders.validity.table import CHECKS, SETTING, Rule, fault_of_parameter

_UNTOLD = _("Outside the rules of the company.")


def require(order: Order, lines: Sequence[OrderLine], on: date, actor: User) -> list[Risk]:
    """Refuse what the checks call an error; gives what they warn of, to be kept with the order. Call it where the
    order is submitted. Raises Invalid (``not_valid``) naming every field, without telling ``actor`` a hidden price."""
    found = queries.findings(order, lines, on)
    refuse([one for one in found if one.is_error], actor)
    return [one.risk for one in found]


def require_still(order: Order, lines: Sequence[OrderLine], on: date, actor: User) -> None:
    """Refuse what may have become an error since submission: customer and products out of use. Raises Invalid."""
    again = {kind for kind, check in CHECKS.items() if check.is_asked_again}
    found = queries.findings(order, lines, on, only=again)
    refuse([one for one in found if one.is_error], actor)


def refuse(found: Sequence[Finding], actor: User) -> None:
    """Raise Invalid (``not_valid``) naming every field of these findings; nothing where there are none."""
    if not found:
        return
    hidden = policies.hidden_risks(actor)
    fields: dict[str, list[errors.Text]] = {}
    for one in found:
        fields.setdefault(one.risk.path, []).append(_UNTOLD if one.risk.kind in hidden else one.risk.text)
    raise errors.Invalid(_("The order does not pass the checks of entry."), fields=fields, code="not_valid")


def save_table(
    *, actor: User, rules: Mapping[Kind, Rule], at: datetime, shown: Mapping[str, Any] | None = None
) -> bool:
    """Let the checks be asked as ``rules`` say; those not named stay as they are. Whether anything changed. ``shown``:
    the company's changes as the page showed them. Drafts are checked by it from now on, submitted orders not again.

    Raises NotAllowed, Stale, Invalid with paths like ``price_off_last.parameter``.
    """
    faults: dict[str, list[errors.Text]] = {}
    for kind, rule in rules.items():
        has_figure = CHECKS[kind].parameter is not None or rule.parameter is not None
        if has_figure and (wrong := fault_of_parameter(kind, rule.parameter)):
            faults[f"{kind}.parameter"] = [wrong]
    if faults:
        raise errors.Invalid(fields=faults)
    wanted = dict(settings.get(SETTING)) | {str(kind): _changes(kind, rule) for kind, rule in rules.items()}
    value = {kind: changes for kind, changes in wanted.items() if changes}
    then = None if shown is None else {SETTING: shown}
    return bool(console.change_settings(actor=actor, values={SETTING: value}, shown=then, at=at))


def _changes(kind: Kind, rule: Rule) -> dict[str, str]:
    """What of a rule is not as it is shipped."""
    check = CHECKS[kind]
    found = {"severity": str(rule.severity)} if rule.severity != check.severity else {}
    if check.parameter is not None and rule.parameter != check.parameter.default:
        found["parameter"] = f"{(rule.parameter or Decimal(0)).normalize():f}"
    return found
