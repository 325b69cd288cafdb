"""Roles: shipped once, changed by administrators, in effect on the next request (R292–R296)."""

import pytest

from accounts import access, policies
from accounts.people.models import User
from accounts.roles import operations, queries, shipped
from accounts.roles.models import FieldRule, Role, Scope, SeededRight
from accounts.roles.verbs import RoleCode, SensitiveField, Verb, sensitive_fields, verbs
from accounts.tests.builders import AT, make_department, make_user
from common import errors
from common.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator")


@pytest.fixture
def verb():
    code = "widget.polish"
    verbs.register(code, Verb("Polish widgets", "Widgets", {RoleCode.SALES: Scope.OWN, RoleCode.EXECUTIVE: Scope.ALL}))
    yield code
    del verbs._entries[code]


@pytest.fixture
def secret_field():
    name = "widget.cost"
    sensitive_fields.register(
        name,
        SensitiveField("Maker", "Widgets", {RoleCode.SALES: FieldRule.Effect.HIDE, "service": "MASK"}, is_text=True),
    )
    yield name
    del sensitive_fields._entries[name]


def test_every_shipped_role_is_there():
    assert set(Role.objects.values_list("code", flat=True)) >= set(RoleCode.EVERYONE)


def test_a_new_verb_reaches_the_shipped_roles_once(verb, secret_field, boss):
    shipped.seed(AT)
    sales = Role.objects.get(code="sales")
    assert queries.grants_of(sales)[verb] == Scope.OWN
    operations.set_grants(actor=boss, role_id=sales.pk, grants={verb: ""}, at=AT)
    operations.set_field_rules(actor=boss, role_id=sales.pk, rules={secret_field: ""}, at=AT)
    shipped.seed(AT)
    assert verb not in queries.grants_of(sales)
    assert secret_field not in queries.field_rules_of(sales)


def test_seeding_remembers_what_it_handed_out(verb):
    shipped.seed(AT)
    assert SeededRight.objects.filter(key=f"verb:{verb}").exists()


def test_a_shipped_role_speaks_the_readers_language_until_renamed(boss):
    role = Role.objects.get(code="finance")
    assert str(role) == "Finance"
    operations.update_role(actor=boss, role_id=role.pk, changes={"name": "账务组"}, at=AT)
    assert str(Role.objects.get(code="finance")) == "账务组"


def test_a_grant_counts_on_the_next_request_and_is_told(verb, boss):
    shipped.seed(AT)
    user = make_user("warehouse")
    assert not policies.can(user, verb)
    role = Role.objects.get(code="warehouse")
    operations.set_grants(actor=boss, role_id=role.pk, grants={verb: Scope.ALL}, at=AT)
    assert policies.can(User.objects.get(pk=user.pk), verb)
    operations.set_grants(actor=boss, role_id=role.pk, grants={verb: Scope.OWN}, at=AT)
    told = Event.objects.filter(kind="permission.granted").order_by("id")
    assert [event.data["grants"][verb] for event in told] == [["", "ALL"], ["ALL", "OWN"]]


def test_granting_what_is_granted_tells_nothing(boss):
    role = Role.objects.get(code="administrator")
    operations.set_grants(actor=boss, role_id=role.pk, grants={"role.manage": Scope.ALL}, at=AT)
    assert not Event.objects.filter(kind="permission.granted").exists()


def test_a_retired_role_gives_nothing(boss):
    user = make_user("sales_manager")
    assert policies.can(user, "handover.run")
    role = Role.objects.get(code="sales_manager")
    operations.update_role(actor=boss, role_id=role.pk, changes={"is_active": False}, at=AT)
    assert access.load(user).grants == {}


def test_a_role_like_none_begins_with_its_sensitive_texts_masked(boss):
    role = operations.create_role(actor=boss, code="fresh", name="Fresh", at=AT)
    rules = dict(role.field_rules.values_list("field", "effect"))
    assert rules["customer.contact"] == "MASK" and set(rules.values()) == {"MASK"}
    assert set(rules) == {name for name, field in sensitive_fields.items() if field.is_text}


def test_a_role_like_another_begins_with_its_rights(boss):
    role = operations.create_role(actor=boss, code="auditor", name="Auditor", like="executive", at=AT)
    assert queries.grants_of(role) == queries.grants_of(Role.objects.get(code="executive"))


@pytest.mark.parametrize("values", [{"code": "Bad Code"}, {"code": "sales"}, {"name": ""}, {"like": "nobody"}])
def test_wrong_roles_are_refused(boss, values):
    with pytest.raises(errors.Invalid) as caught:
        operations.create_role(actor=boss, at=AT, **{"code": "fresh", "name": "Fresh", **values})
    assert set(values) == set(caught.value.fields)


def test_nobody_without_the_right_changes_roles():
    user, role = make_user("executive"), Role.objects.get(code="sales")
    for call in (
        lambda: operations.create_role(actor=user, code="x1", name="X", at=AT),
        lambda: operations.update_role(actor=user, role_id=role.pk, changes={"name": "X"}, at=AT),
        lambda: operations.set_grants(actor=user, role_id=role.pk, grants={"role.manage": "ALL"}, at=AT),
        lambda: operations.set_field_rules(actor=user, role_id=role.pk, rules={}, at=AT),
    ):
        with pytest.raises(errors.NotAllowed):
            call()


def test_the_last_right_to_manage_roles_cannot_be_taken(boss):
    role = Role.objects.get(code="administrator")
    for grants in ({"role.manage": ""}, {"user.manage": "OWN"}):
        with pytest.raises(errors.Conflict):
            operations.set_grants(actor=boss, role_id=role.pk, grants=grants, at=AT)
    with pytest.raises(errors.Conflict):
        operations.update_role(actor=boss, role_id=role.pk, changes={"is_active": False}, at=AT)


def test_a_figure_is_hidden_or_shown_never_masked(boss):
    sensitive_fields.register("widget.weight", SensitiveField("Weight", "Widgets"))
    role = Role.objects.get(code="warehouse")
    try:
        with pytest.raises(errors.Invalid):
            operations.set_field_rules(actor=boss, role_id=role.pk, rules={"widget.weight": "MASK"}, at=AT)
        FieldRule.objects.create(role=role, field="widget.weight", effect=FieldRule.Effect.MASK)
        assert policies.shown(make_user("warehouse"), "widget.weight", "12.50") is None
    finally:
        del sensitive_fields._entries["widget.weight"]


def test_unknown_verbs_and_scopes_are_refused(boss):
    role = Role.objects.get(code="sales")
    for grants in ({"order.teleport": "ALL"}, {"role.manage": "GALAXY"}):
        with pytest.raises(errors.Invalid):
            operations.set_grants(actor=boss, role_id=role.pk, grants=grants, at=AT)


class TestScopes:
    """The widest scope of all roles counts; a field is hidden only when every role hides it."""

    def test_roles_add_up(self, verb):
        shipped.seed(AT)
        user = make_user(roles=["sales", "executive"])
        assert access.load(user).scope(verb) == Scope.ALL

    def test_a_field_is_seen_when_one_role_shows_it(self, secret_field):
        shipped.seed(AT)
        assert policies.shown(make_user("sales"), secret_field, "12.50") is None
        assert policies.shown(make_user("service"), secret_field, "13812342217") == "138****2217"
        assert policies.shown(make_user(roles=["sales", "service"]), secret_field, "13812342217") == "138****2217"
        assert policies.shown(make_user(roles=["sales", "finance"]), secret_field, "12.50") == "12.50"

    @pytest.mark.parametrize(
        "scope,reached", [("OWN", "o"), ("DEPARTMENT", "om"), ("BELOW", "omb"), ("REGION", "ombr"), ("ALL", "ombrs")]
    )
    def test_each_scope_reaches_so_far(self, verb, boss, scope, reached):
        region = make_department(is_region=True)
        office = make_department(parent=region)
        below = make_department(parent=office)
        owner = make_user("warehouse", department=office)
        people = {
            "o": owner,
            "m": make_user(department=office),
            "b": make_user(department=below),
            "r": make_user(department=make_department(parent=region)),
            "s": make_user(),
        }
        role = Role.objects.get(code="warehouse")
        operations.set_grants(actor=boss, role_id=role.pk, grants={verb: scope}, at=AT)
        seen = policies.visible(
            User.objects.filter(pk__in=[p.pk for p in people.values()]),
            owner,
            verb,
            owners=["id"],
            department="department_id",
        )
        assert {key for key, person in people.items() if person in seen} == set(reached)
        for key, person in people.items():
            may = policies.can(owner, verb, owners=[person.pk], departments=[person.department_id])
            assert may == (key in reached)

    def test_without_a_role_nothing(self, verb):
        user = make_user(role=None)
        assert not policies.can(user, verb)
        assert not policies.visible(User.objects.all(), user, verb, owners=["id"]).exists()

    def test_an_unregistered_verb_is_a_bug(self):
        with pytest.raises(KeyError):
            policies.require(make_user(), "order.teleport")
