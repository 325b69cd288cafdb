"""What the company's checks of entry call an error holds for changes too (R068), and so does what an order must have to
be submitted and approved (SEMANTICS 6): no line comes in, or grows, that no new order could have, and nothing that is
demanded is taken away. What was agreed before the check, or before it became stricter, stays as it was agreed."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from orders.changes.projecting import Projection
from orders.completeness import rules as completeness
from orders.validity import operations as validity
from orders.validity import queries
from orders.validity.finding import Finding
from orders.validity.table import Severity, table


def require_valid(found: Projection, on: date, actor: User) -> None:
    """Raise Invalid (``not_valid``) for errors that the order as it is does not have. Within an operation the
    agreements and quotations it calls off are locked, so that two orders cannot both take the last pieces. Incomplete
    for what it would lack then."""
    _require_complete(found, actor)
    only = [kind for kind, rule in table().items() if rule.severity == Severity.ERROR]
    after = queries.findings(found.order, found.lines, on, only=only)
    if not after:
        return
    before = {_key(one) for one in queries.findings(found.was, found.before, on, only=only)}
    validity.refuse([one for one in after if _key(one) not in before], actor)


def _require_complete(found: Projection, actor: User) -> None:
    step = completeness.Step.APPROVE
    gaps = completeness.blocking(completeness.missing(found.order, found.lines, actor), step)
    if not gaps:
        return
    known = {gap.field for gap in completeness.missing(found.was, found.before)}
    if fresh := {gap.field: [gap.label] for gap in gaps if gap.field not in known}:
        words = _("The order is not complete for this step: %(step)s.") % {"step": step.label}
        raise errors.Incomplete(words, fields=fresh, step=str(step))


def _key(one: Finding) -> tuple[int, str]:
    return one.risk.line_no, one.risk.kind
