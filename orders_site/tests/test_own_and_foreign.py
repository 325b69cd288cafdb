"""Every address and operation that names an order or a customer × own, of the department, foreign (R292): outside the
scope of somebody's rights it is answered as if the thing did not exist, whatever the right is; inside it opens.

Which addresses those are is read off the addresses themselves: a new one is asked without being named here.
"""

import copy
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import NoReverseMatch

from accounts.people.models import User
from accounts.roles import operations as roles
from accounts.roles.verbs import verbs
from accounts.tests.builders import make_user
from common.api.throttle import RateThrottle
from common.models import Setting
from orders.order.models import Order
from orders.tests import builders
from orders_site.tests.role_table import PUBLIC, TABLE
from orders_site.tests.test_house import path_of, places_of

pytestmark = pytest.mark.django_db
REFUSED = {400, 403, 404, 405, 409, 412, 415, 422, 428}


@dataclass(frozen=True)
class World:
    """Somebody with every right for his own, somebody with every right for his department, and three orders of other
    customers: of the first, of a colleague, of a stranger."""

    alone: User
    head: User
    own: Order
    mates: Order
    foreign: Order


def _holder(cast, scope: str) -> User:
    boss, code = make_user("administrator"), f"all_{scope.lower()}"
    role = roles.create_role(actor=boss, code=code, name=code, at=builders.AT)
    grants = {verb: scope for verb, one in verbs.items() if scope in one.offered}
    roles.set_grants(actor=boss, role_id=role.pk, grants=grants, at=builders.AT)
    return make_user(code, department=cast.department)


def _make() -> World:
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    alone, head = _holder(cast, "OWN"), _holder(cast, "DEPARTMENT")
    own, mates, foreign = (builders.make_effective(person) for person in (cast.owner, cast.mate, cast.stranger))
    Order.objects.filter(pk=own.pk).update(salesperson=alone, executing_owner=alone, created_by=alone)
    type(own.customer).objects.filter(pk=own.customer_id).update(owner=alone)
    return World(alone, head, own, mates, foreign)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make)


@pytest.fixture
def world(made, once_a_file, monkeypatch):
    monkeypatch.setattr(RateThrottle, "allow_request", lambda *_called: True)
    return copy.deepcopy(made)


def of(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=person.pk))
    return client


def addresses(order) -> dict[str, str]:
    """name → address, of every address that names this order or its customer."""
    places, found = places_of(order), {}
    names = (f"/{order.number}/", f"/customers/{order.customer_id}/", f"/{order.customer.code}/")
    for name, verb in TABLE.items():
        try:
            path = path_of(name, places)
        except NoReverseMatch:  # its argument is of another kind: test_house says so
            continue
        if verb != PUBLIC and any(one in path for one in names):
            found[name] = path
    return found


def opened(client: Client, order) -> dict[str, tuple[int, int]]:
    """What was answered otherwise than by a refusal, or told the name of the customer."""
    found = {}
    for number, (name, path) in enumerate(addresses(order).items()):
        read = client.get(path)
        headers = {"Idempotency-Key": f"k{number}", "If-Match": '"1"'}
        sent = client.post(path, "{}", content_type="application/json", headers=headers)
        told = any(order.customer.name.encode() in answer.content for answer in (read, sent) if not answer.streaming)
        if told or not {read.status_code, sent.status_code} <= REFUSED:
            found[name] = (read.status_code, sent.status_code)
    return found


@pytest.mark.timeout(600)
def test_who_holds_everything_for_his_own_reaches_nothing_of_a_colleague(world):
    """Nor of a stranger, who is further away."""
    assert opened(of(world.alone), world.mates) == {}


@pytest.mark.timeout(600)
def test_who_holds_everything_for_his_department_reaches_nothing_of_others(world):
    assert opened(of(world.head), world.foreign) == {}


@pytest.mark.timeout(600)
def test_within_the_scope_the_same_addresses_open(world):
    """So that the refusals above are those of the scope."""
    for person, order in ((world.alone, world.own), (world.head, world.mates)):
        client = of(person)
        known = {name: path for name, path in addresses(order).items() if "api-" in name or name.endswith("-detail")}
        found = {name: client.get(path).status_code for name, path in known.items()}
        assert len(addresses(order)) > 150 and sum(code == 200 for code in found.values()) > 20, found
        assert found["orders:order-detail"] == found["api-order-detail"] == found["customers:customer-detail"] == 200
