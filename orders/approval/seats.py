"""From a row of the matrix to the people asked: steps, in each the decisions that are needed (seats), for each who may
take it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from common import errors
from orders.approval import routing
from orders.approval.matrix.models import MatrixStep
from orders.approval.matrix.rules import Step
from orders.approval.routing import Business, Route

Kind = MatrixStep.Kind


@dataclass(frozen=True)
class Seat:
    """One decision that is needed: any one of ``routes`` takes it; none of a customer's."""

    step: Step
    routes: tuple[Route, ...]

    @property
    def is_customers(self) -> bool:
        return self.step.kind == Kind.CUSTOMER

    @property
    def only(self) -> int | None:
        """The one person who can take it; None where several can."""
        return self.routes[0].person_id if len(self.routes) == 1 else None


Seats = list[list[Seat]]  # step → the decisions in it


def find(steps: Sequence[Step], business: Business) -> Seats:
    """Who decides the steps of a row. A decision that could only be taken by somebody who is alone asked for another
    before is not asked twice; a step of which nothing is left is left out.

    Raises Conflict (``no_approver``) where nobody may take one.
    """
    found: Seats = []
    asked: set[int] = set()
    for step in steps:
        fresh = []
        for seat in _seats(step, business):
            if seat.only is None or seat.only not in asked:
                fresh.append(seat)
                asked |= {seat.only} if seat.only is not None else set()
        if fresh:
            found.append(fresh)
    return found


def instead(business: Business) -> Route:
    """Who decides for a department as the settings say: its head or holders of a role there, else the next above, else
    whoever may decide everything. Raises Conflict."""
    route = routing.find(department_id=business.department_id, verb=business.verb, barred=business.barred)
    if route is None:
        raise errors.Conflict(
            _("Nobody may approve this: give the department a head with the right to approve."), code="no_approver"
        )
    return route


def _seats(step: Step, business: Business) -> Iterator[Seat]:
    if step.kind == Kind.CUSTOMER:
        yield Seat(step, ())
    elif step.kind == Kind.HEAD:
        yield Seat(step, (instead(business),))
    elif step.kind == Kind.DEPARTMENT:
        heads = [instead(replace(business, department_id=one)) for one in step.departments]
        yield from _each(step, heads, step.is_all)
    else:
        routes = (
            routing.holders(step.role_id, business)
            if step.kind == Kind.ROLE and step.role_id is not None
            else routing.people(step.people, business)
        )
        yield from _each(step, routes or [instead(business)], step.is_all)


def _each(step: Step, routes: Iterable[Route], is_all: bool) -> Iterator[Seat]:
    """One seat for all, or one for each."""
    if is_all:
        for route in routes:
            yield Seat(step, (route,))
    else:
        yield Seat(step, tuple({route.person_id: route for route in routes}.values()))
