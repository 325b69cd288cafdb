"""Adding and changing customers."""

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_cast, make_user
from common import errors, text
from customers import duplicates, operations, queries
from customers.models import Customer
from customers.tests.builders import make_customer, payment_term

pytestmark = pytest.mark.django_db


def update(actor, customer, changes, version=None):
    return operations.update_customer(
        actor=actor, customer_id=customer.pk, version=version or customer.version, changes=changes, at=AT
    )


def test_a_customer_belongs_to_who_adds_it_when_nobody_is_named():
    rep = make_user("sales")
    customer = operations.create_customer(actor=rep, code="11.001", name="重庆华为", territory="西南地区-重庆1", at=AT)
    assert (customer.owner, customer.department) == (rep, rep.department)
    assert (customer.region, customer.province) == ("西南地区", "重庆1")
    assert customer.name_key == "chongqinghuawei"
    assignment = customer.assignments.get()
    assert (assignment.owner, assignment.territory) == (rep, "西南地区-重庆1")


def test_a_rep_cannot_add_a_customer_for_another():
    cast = make_cast()
    with pytest.raises(errors.NotAllowed):
        operations.create_customer(actor=cast.owner, code="11.001", name="甲", owner=cast.stranger, at=AT)


def test_a_code_is_taken_once():
    make_customer(code="11.001")
    with pytest.raises(errors.Invalid) as refusal:
        make_customer(code=" 11.001 ")
    assert "code" in refusal.value.fields


@pytest.mark.parametrize("typed", ["华衡", "hzhh", "hangzhou", "11.0", "杭州 科技", "杭州华衡"])
def test_a_customer_is_found_by_substring_pinyin_initials_and_code(typed):
    customer = make_customer(code="11.042", name="杭州（华衡）科技有限公司")
    make_customer(code="56.001", name="宁波天平")
    assert list(text.search(Customer.objects.all(), typed)) == [customer]


def test_an_edit_raises_the_version_and_the_search_columns_follow():
    customer = make_customer(name="旧名")
    update(people.system_user(), customer, {"name": "新名衡器", "payment_term": payment_term()})
    customer.refresh_from_db()
    assert (customer.version, customer.payment_term.code) == (2, "PREPAID")
    assert list(text.search(Customer.objects.all(), "xmhq")) == [customer]


def test_an_edit_that_changes_nothing_keeps_the_version():
    customer = make_customer(name="甲")
    update(people.system_user(), customer, {"name": "甲"})
    customer.refresh_from_db()
    assert customer.version == 1


def test_a_stale_edit_names_the_fields_that_differ():
    customer = make_customer(name="甲", industry="建材")
    update(people.system_user(), customer, {"name": "乙"})
    with pytest.raises(errors.Stale) as refusal:
        update(people.system_user(), customer, {"name": "丙", "industry": "建材"}, version=1)
    assert refusal.value.details["fields"] == {"name": ["乙", "丙"]}


def test_another_reps_customer_is_not_found():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    with pytest.raises(errors.NotFound):
        update(cast.stranger, customer, {"name": "乙"})
    with pytest.raises(errors.NotFound):
        queries.get_customer(actor=cast.mate, customer_id=customer.pk)
    assert queries.get_customer(actor=cast.owner, customer_id=customer.pk) == customer


def test_a_manager_sees_the_customers_of_his_department_and_below():
    cast = make_cast()
    customer, other = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    manager = make_user("sales_manager", department=cast.department)
    assert list(queries.list_customers(manager)) == [customer]
    assert set(queries.list_customers(make_user("finance"))) == {customer, other}


def test_who_sees_but_may_not_edit_is_refused():
    customer = make_customer()
    with pytest.raises(errors.NotAllowed):
        update(make_user("finance"), customer, {"name": "乙"})


def test_a_customer_cannot_pay_for_itself_nor_join_a_member_of_a_group():
    head = make_customer()
    member = make_customer(group=head)
    system = people.system_user()
    for changes, field in (
        ({"bill_to": member}, "bill_to"),
        ({"agent": member}, "agent"),
        ({"group": member}, "group"),
    ):
        with pytest.raises(errors.Invalid) as refusal:
            update(system, member, changes)
        assert field in refusal.value.fields
    with pytest.raises(errors.Invalid):
        update(system, head, {"group": make_customer()})


def test_joining_a_group_tells_who_keeps_sums_per_holder(monkeypatch):
    from customers.operations import holders

    told = []
    monkeypatch.setattr(holders.regroup, "_entries", {"test": lambda **facts: told.append(facts)})
    head, member = make_customer(), make_customer()
    update(people.system_user(), member, {"group": head})
    assert [(row["old_holder_id"], row["new_holder_id"]) for row in told] == [(member.pk, head.pk)]


def test_many_customers_are_added_in_a_constant_number_of_statements(django_assert_max_num_queries):
    drafts = [{"code": f"70.{n:03d}", "name": f"客户 {n}", "territory": "华东地区-上海"} for n in range(200)]
    system = people.system_user()
    with django_assert_max_num_queries(14):
        ids = operations.create_customers(actor=system, drafts=drafts, at=AT)
    assert len(ids) == 200
    assert Customer.objects.get(pk=ids["70.007"]).region == "华东地区"
    with pytest.raises(errors.Invalid):
        operations.create_customers(actor=system, drafts=drafts[:1], at=AT)


@pytest.mark.parametrize(
    ("name", "tax_number"),
    [("杭州(华衡)科技 有限公司", ""), ("杭州华衡科技", ""), ("无关", "91330108MA2B1XY23 7")],
)
def test_a_double_is_suggested_by_folded_name_or_tax_number(name, tax_number):
    customer = make_customer(name="杭州（华衡）科技有限公司", tax_number="91330108ma2b1xy237")
    make_customer(name="杭州华衡仪表")
    found = duplicates.find_duplicates(actor=people.system_user(), name=name, tax_number=tax_number)
    assert [row.customer_id for row in found] == [customer.pk]


def test_a_double_of_somebody_else_shows_only_whose_department_it_is():
    cast = make_cast()
    make_customer(name="杭州华衡科技有限公司", owner=cast.owner)
    (row,) = duplicates.find_duplicates(actor=cast.stranger, name="杭州华衡科技")
    assert (row.customer_id, row.code, row.name) == (None, "", "")
    assert row.in_charge == cast.department.name


@pytest.mark.parametrize("typed", ["zzz", "Dollars", ""])
def test_a_currency_that_we_do_not_have_is_named(typed):
    system, customer = people.system_user(), make_customer()
    with pytest.raises(errors.Invalid) as refusal:
        operations.update_customer(
            actor=system, customer_id=customer.pk, version=customer.version, changes={"currency": typed}, at=AT
        )
    assert "There is no currency" in str(refusal.value.fields["currency"][0])


def test_a_currency_that_went_out_of_use_may_stay():
    system, customer = people.system_user(), make_customer(currency_id="USD")
    operations.save_currency(actor=system, currency_code="USD", is_active=False, at=AT)
    changes = {"currency": "usd", "notes": "new"}
    changed = operations.update_customer(
        actor=system, customer_id=customer.pk, version=customer.version, changes=changes, at=AT
    )
    assert (changed.currency_id, changed.notes) == ("USD", "new")
