"""What the company's checks of entry call an error holds for changes too (R068): no line comes in, or grows, that no
new order could have. What was agreed before the check, or before it became stricter, stays as it was agreed."""

from datetime import date

from accounts.people.models import User
from orders.changes.projecting import Projection
from orders.validity import operations as validity
from orders.validity import queries
from orders.validity.finding import Finding
from orders.validity.table import Severity, table


def require_valid(found: Projection, on: date, actor: User) -> None:
    """Raise Invalid (``not_valid``) for errors that the order as it is does not have. Within an operation the
    agreements and quotations it calls off are locked, so that two orders cannot both take the last pieces."""
    only = [kind for kind, rule in table().items() if rule.severity == Severity.ERROR]
    after = queries.findings(found.order, found.lines, on, only=only)
    if not after:
        return
    before = {_key(one) for one in queries.findings(found.was, found.before, on, only=only)}
    validity.refuse([one for one in after if _key(one) not in before], actor)


def _key(one: Finding) -> tuple[int, str]:
    return one.risk.line_no, one.risk.kind
