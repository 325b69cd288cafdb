"""Roles that reach orders by a saved condition: lists, details, verbs, exports and counts, on the next request."""

import copy
import itertools
import json

import pytest
from django.urls import reverse

from accounts import policies as rights
from accounts.exports import permitting
from accounts.people import operations as people
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import errors
from common.models import Event
from common.tests.browser_form import fields_of
from orders.order import policies, queries
from orders.tests import builders
from segments import invariants, operations
from segments.models import RoleScope, Segment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
AT = builders.AT
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def boss(mine):
    return mine[0]


@pytest.fixture
def role(mine):
    return mine[1]


@pytest.fixture
def urgent(mine):
    return mine[2]


@pytest.fixture
def orders(mine):
    return mine[3]


def _make_all():
    boss = _make_boss()
    role = _make_role(boss)
    urgent = _make_urgent(boss)
    orders = _make_orders()
    return boss, role, urgent, orders


def _make_boss():
    return make_user("administrator")


def _make_role(boss):
    """A role with the rights of the order desk: everybody's orders."""
    return roles.create_role(actor=boss, code="urgent_desk", name="Urgent desk", like="order_desk", at=AT)


def _make_urgent(boss):
    """Orders of more than twenty pieces on one line."""
    return operations.create_segment(actor=boss, name="Large", audience="COMPANY", condition="Quantity > 20", at=AT)


def _make_orders():
    """A small and a large one."""
    cast = builders.make_order_cast()
    product = builders.products.make_product(stock=500)
    small, large = (builders.make_draft(cast.owner, lines=[builders.line(product, n)]) for n in (5, 50))
    return small, large


def reach(boss, role, segment):
    return operations.set_role_scope(actor=boss, role_id=role.pk, segment_id=segment.pk if segment else None, at=AT)


def again(user):
    """The person on his next request."""
    return builders.person(user.pk)


def seen_by(user):
    return set(policies.visible_to(again(user)).values_list("pk", flat=True))


def test_such_a_role_reaches_the_orders_of_its_condition_on_the_next_request(boss, role, urgent, orders):
    small, large = orders
    desk = make_user(role.code)
    assert seen_by(desk) == {small.pk, large.pk}
    reach(boss, role, urgent)
    assert seen_by(desk) == {large.pk}
    operations.change_segment(actor=boss, segment_id=urgent.pk, changes={}, condition="Quantity < 20", at=AT)
    assert seen_by(desk) == {small.pk}
    reach(boss, role, None)
    assert seen_by(desk) == {small.pk, large.pk}


def test_what_other_roles_give_stays(boss, role, urgent, orders):
    small, large = orders
    owner = small.salesperson
    reach(boss, role, urgent)
    other = builders.make_draft(make_user(), lines=list(_large_lines()))
    people.assign_roles(actor=boss, user_id=owner.pk, roles=["sales", role.code], at=AT)
    assert seen_by(owner) == {small.pk, large.pk, other.pk}
    desk = make_user(roles=["order_desk", role.code])
    assert seen_by(desk) == {small.pk, large.pk, other.pk}


def _large_lines():
    yield builders.line(builders.products.make_product(stock=500), 60)


def test_every_verb_on_orders_keeps_to_it_and_others_do_not(boss, role, urgent, orders):
    small, large = orders
    reach(boss, role, urgent)
    desk = again(make_user(role.code))
    assert policies.can(desk, "order.edit", large) and not policies.can(desk, "order.edit", small)
    with pytest.raises(errors.NotFound):
        queries.get_order(actor=desk, reference=small.reference)
    assert queries.get_order(actor=desk, reference=large.reference) == large
    assert rights.can(desk, "customer.view", owners=[], departments=[])
    assert rights.can(desk, "order.create")


def test_pages_and_the_api_keep_to_it(client, boss, role, urgent, orders):
    small, large = orders
    reach(boss, role, urgent)
    client.force_login(make_user(role.code))
    assert client.get(reverse("orders:order-detail", args=[small.reference])).status_code == 404
    assert client.get(reverse("orders:order-detail", args=[large.reference])).status_code == 200
    listed = client.get("/api/v1/orders/").json()
    assert ([row["reference"] for row in listed["results"]], listed["count"]) == ([large.reference], 1)
    assert client.get(f"/api/v1/orders/{small.reference}/").status_code == 404
    page = client.get(reverse("orders:order-list") + "?view=all").content.decode()
    assert large.display_number in page and small.display_number not in page


def test_a_token_narrows_it_further(client, boss, role, urgent, orders):
    _small, _large = orders
    reach(boss, role, urgent)
    desk = make_user(role.code)
    for scope, count in (("order.*", 1), ("customer.view", 0)):
        _token, secret = tokens.issue_token(actor=boss, user_id=desk.pk, name="ERP", scopes=[scope], at=AT)
        listed = client.get("/api/v1/orders/", headers={"Authorization": f"Token {secret}"}).json()
        assert listed["count"] == count, scope


def test_a_condition_runs_over_fields_that_its_holder_does_not_see(boss, role, orders):
    _small, large = orders
    dear = operations.create_segment(
        actor=boss, name="Dear", audience="COMPANY", condition="unit_cost > 0 OR Quantity > 20", at=AT
    )
    roles.set_field_rules(actor=boss, role_id=role.pk, rules={"order.cost": "HIDE"}, at=AT)
    reach(boss, role, dear)
    assert large.pk in seen_by(make_user(role.code))


def test_only_a_condition_of_the_company_can_be_a_reach(boss, role):
    mine = operations.create_segment(actor=boss, name="Mine", condition="Quantity > 20", at=AT)
    with pytest.raises(errors.Invalid):
        reach(boss, role, mine)
    with pytest.raises(errors.NotAllowed):
        operations.set_role_scope(actor=make_user("executive"), role_id=role.pk, segment_id=None, at=AT)


def test_who_shares_conditions_cannot_widen_a_reach(boss, role, urgent):
    reach(boss, role, urgent)
    executive = make_user("executive")  # shares with the company, manages no roles
    with pytest.raises(errors.NotAllowed):
        operations.change_segment(actor=executive, segment_id=urgent.pk, changes={}, condition="Quantity > 0", at=AT)
    with pytest.raises(errors.Conflict):
        operations.remove_segment(actor=executive, segment_id=urgent.pk, at=AT)


def test_a_role_made_like_it_reaches_the_same_and_one_without_its_condition_nothing(boss, role, urgent, orders):
    _small, large = orders
    reach(boss, role, urgent)
    twin = roles.create_role(actor=boss, code="twin_desk", name="Twin", like=role.code, at=AT)
    desk = make_user(twin.code)
    assert seen_by(desk) == {large.pk}
    RoleScope.objects.filter(role=twin).delete()
    assert seen_by(desk) == set()


def test_the_invariant_finds_a_role_without_its_condition(boss, role, urgent):
    from common.invariants import invariants as known
    from common.invariants import offenders

    reach(boss, role, urgent)
    assert offenders(known["segments.reach"]) == []
    Role.objects.filter(pk=role.pk).update(by_condition=False)
    assert [row["code"] for row in offenders(known["segments.reach"])] == [role.code]
    Role.objects.filter(pk=role.pk).update(by_condition=True)
    Segment.objects.filter(pk=urgent.pk).update(is_active=False)
    assert [row["code"] for row in offenders(known["segments.reach"])] == [role.code]
    assert offenders(known["segments.revisions"]) == [] and invariants.unreadable(1) == []


def test_a_reach_is_shown_and_set_in_the_console(client, boss, role, urgent, orders):
    client.force_login(boss)
    add = reverse("admin:segments_rolescope_add")
    assert client.post(add, {"role": role.pk, "segment": urgent.pk}).status_code == 302
    scope = RoleScope.objects.get()
    assert Event.objects.filter(kind="permission.reach_set", subject_id=role.pk).count() == 1
    listed = client.get(reverse("admin:segments_rolescope_changelist")).content.decode()
    assert "Urgent desk" in listed and "Large" in listed
    page = client.get(reverse("admin:segments_rolescope_change", args=[scope.pk]))
    sent = fields_of(page, "rolescope_form")
    assert client.post(page.request["PATH_INFO"], sent | {"segment": ""}).status_code == 302
    assert not RoleScope.objects.exists() and not Role.objects.get(pk=role.pk).by_condition
    client.force_login(make_user("executive"))
    assert client.get(add).status_code in (302, 403)


def test_a_reach_is_written_checked_and_built_in_the_console(client, boss, role, urgent, orders):
    small, large = orders
    client.force_login(boss)
    add = reverse("admin:segments_rolescope_add")
    page = client.post(add, {"role": role.pk, "segment": urgent.pk, "_check": "1"}).content.decode()
    assert "The role would reach <b>1</b> of the 2 orders that you see." in page and "Ordered quantity" in page
    sent = {"role": role.pk, "condition": "Quantity < 20"}
    page = client.post(add, sent | {"_check": "1"}).content.decode()
    assert "The role would reach <b>1</b>" in page and "errornote" not in page and "Quantity &lt; 20</textarea>" in page
    page = client.post(add, sent | {"condition": "Quantity << 20", "_check": "1"}).content.decode()
    assert "(at character " in page
    assert client.post(add, sent).status_code == 200  # it has no name yet
    both = client.post(add, sent | {"segment": urgent.pk, "name": "Small"}).content.decode()
    assert "not both" in both and not RoleScope.objects.exists()
    wrong = client.post(add, sent | {"condition": "Quantity << 20", "name": "Small"}).content.decode()
    assert "(at character " in wrong and not Segment.objects.filter(name="Small").exists()
    built = client.post(add, sent | {"name": "Small", "_build": "1"})
    page = client.get(built.url).content.decode()
    assert "/conditions/?" in built.url and 'name="c0-field"' in page
    back = client.post(
        reverse("segments:condition-build"),
        {"level": "ORDER", "next": f"{add}?role={role.pk}&name=Small", "do": "apply", "c0-field": "ordered",
         "c0-op": "LT", "c0-v": "20"},
    )  # fmt: skip
    home = back["Location"]
    assert home.startswith(f"{add}?role={role.pk}&name=Small&condition=")
    page = client.get(home)
    assert "The role would reach <b>1</b>" in page.content.decode()
    assert client.post(home, fields_of(page, "rolescope_form")).status_code == 302
    scope = RoleScope.objects.get()
    assert (str(scope.segment), scope.segment.audience, seen_by(make_user(role.code))) == (
        "Small",
        "COMPANY",
        {small.pk},
    )
    change = reverse("admin:segments_rolescope_change", args=[scope.pk])
    page = client.get(f"{change}?condition=ordered > 20&name=Bigger")
    assert client.post(change, fields_of(page, "rolescope_form")).status_code == 302
    assert (
        seen_by(make_user(role.code)) == {large.pk}
        and Segment.objects.filter(name__in=("Small", "Bigger")).count() == 2
    )
    page = client.get(change)
    assert client.post(change, fields_of(page, "rolescope_form")).status_code == 302  # nothing changed
    assert seen_by(make_user(role.code)) == {large.pk}


def test_a_file_that_was_made_before_is_not_given_out_once_the_reach_is_another(boss, role, urgent):
    desk = make_user(role.code)
    prints = {permitting.print_of(again(desk))}
    reach(boss, role, urgent)
    prints.add(permitting.print_of(again(desk)))
    operations.change_segment(actor=boss, segment_id=urgent.pk, changes={}, condition="Quantity < 20", at=AT)
    prints.add(permitting.print_of(again(desk)))
    assert len(prints) == 3


def test_a_saved_condition_counts_what_the_role_reaches(client, boss, role, urgent, orders):
    reach(boss, role, urgent)
    client.force_login(make_user(role.code))
    body = {"condition": "Quantity > 0"}
    answer = client.post("/api/v1/conditions/check/", content_type="application/json", data=json.dumps(body))
    assert answer.json()["count"] == 1


def test_nobody_elses_rights_cost_a_statement_more(django_assert_num_queries, orders):
    owner = again(orders[0].salesperson)
    with django_assert_num_queries(2):
        list(policies.visible_to(owner))
    with django_assert_num_queries(0):
        assert policies.can(owner, "order.edit", orders[0])


def test_a_condition_is_looked_up_once_in_a_request(boss, role, urgent, orders, django_assert_num_queries):
    _small, large = orders
    reach(boss, role, urgent)
    desk = again(make_user(role.code))
    with django_assert_num_queries(3):  # his rights, the condition, the orders
        list(policies.visible_to(desk))
    with django_assert_num_queries(2):
        assert policies.visible_to(desk, "order.edit").exists() and policies.can(desk, "order.edit", large)
    with django_assert_num_queries(0):
        assert policies.can(desk, "order.submit", large)
