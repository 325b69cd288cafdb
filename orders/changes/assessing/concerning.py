"""Which departments a change concerns (R197, R198). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.people.models import Department
from orders.changes import fields
from orders.changes.assessing.models import ChangeDepartment
from orders.changes.choices import Action, Aspect
from orders.changes.projecting import Item, Projection

# who makes, buys, keeps and carries goods: a service is none of their business
_GOODS_ONLY = (
    Department.Kind.PRODUCTION,
    Department.Kind.PURCHASING,
    Department.Kind.WAREHOUSE,
    Department.Kind.LOGISTICS,
)


@dataclass
class About:
    """What changes, by aspect: of the head, of lines of goods, of lines of services."""

    head: set[str] = field(default_factory=set)
    goods: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)


def about(projection: Projection, items: Iterable[Item]) -> About:
    """What these items are about. A line that goes is about its quantity; one that changes from goods to a service, or
    back, concerns those of both."""
    found = About()
    for item in items:
        if item.action == Action.CANCEL:
            aspect: str = Aspect.QUANTITY
        else:
            known = fields.find(item.field, of_line=item.line_no is not None)
            aspect = known.aspect if known else Aspect.OTHER
        if item.line_no is None:
            found.head.add(aspect)
            continue
        for line in (projection.line(item.line_no), projection.former(item.line_no)):
            if line is not None:
                (found.services if line.is_service else found.goods).add(aspect)
    return found


def concerned(departments: Iterable[ChangeDepartment], what: About) -> list[ChangeDepartment]:
    """Those of the departments that are asked: by the aspects that they are asked about; one without any is asked
    about every change. Who looks after goods is not asked about services, nor customer service about goods."""
    return [one for one in departments if one.is_active and _is_concerned(one, what)]


def _is_concerned(one: ChangeDepartment, what: About) -> bool:
    if one.kind in _GOODS_ONLY:
        found = what.head | what.goods
    elif one.kind == Department.Kind.SERVICE:
        found = what.services
    else:
        found = what.head | what.goods | what.services
    return bool(found) and (not one.aspects or bool(found.intersection(one.aspects)))
