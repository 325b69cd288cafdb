"""The company's method on stored customers (R001–R005, Q02, Q03, Q17), and rules that change under them."""

from datetime import timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import dates, errors
from common.models import Job
from customers import operations
from customers.models import Customer, CustomerPeriod
from customers.tests.builders import make_customer
from segments.classification import history, invariants, queries, recomputing
from segments.classification.tests.builders import administrator, put_in_force

pytestmark = pytest.mark.django_db
WIDER = ("domestic", {"operands": ["11.001", "60.000"]})


def tags_at(customer, day):
    return history.at_day("customer", day).get(of=customer).tags


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("11.001", ["DOMESTIC"]),
        ("23.117", ["DOMESTIC"]),
        ("56.005", ["DOMESTIC"]),
        ("56.006", []),
        ("10.999", []),
        ("02.015", ["FOREIGN"]),
        ("2.015", []),
        ("3.001", []),
        ("11.1", []),
    ],
)
def test_codes_of_customers_are_kept_with_their_class(code, tags):
    customer = Customer.objects.get(pk=make_customer(code=code).pk)
    assert (customer.tags, customer.customer_class) == (tags, tags[0] if tags else "")
    assert ("UNCLASSIFIED" in customer.flags) == (not tags)
    period = customer.periods.get()
    assert (period.tags, period.valid_from, period.valid_until, period.rules_number) == (tags, None, None, 1)


@pytest.mark.parametrize(
    ("territory", "region", "province", "group", "is_fit"),
    [
        ("华中地区-浙江1", "华中地区", "浙江1", "浙江", True),
        ("华中地区－浙江", "华中地区", "浙江", "浙江", True),
        ("华中地区", "华中地区", "", "", False),  # no rule fits: what stands before the first hyphen
    ],
)
def test_departments_in_charge_are_kept_by_region_and_province(territory, region, province, group, is_fit):
    customer = Customer.objects.get(pk=make_customer(territory=territory).pk)
    assert (customer.region, customer.province, customer.province_group) == (region, province, group)
    assert ("TERRITORY_NONCONFORMING" in customer.flags) == (not is_fit)


def test_a_new_customer_is_written_nn_nnn_and_imported_ones_are_kept_and_flagged():
    machine = people.system_user()
    for code in ("11.1", "3.001", "KH-1"):
        with pytest.raises(errors.Invalid) as refusal:
            operations.create_customer(actor=machine, code=code, name="甲", at=AT)
        assert "code" in refusal.value.fields
    keys = operations.create_customers(actor=machine, drafts=[{"code": "KH-1", "name": "甲"}], at=AT)
    old = Customer.objects.get(pk=keys["KH-1"])
    assert old.flags == ["UNCLASSIFIED"]
    operations.update_customer(actor=machine, customer_id=old.pk, version=old.version, changes={"name": "乙"}, at=AT)
    with pytest.raises(errors.Invalid):
        operations.update_customer(
            actor=machine, customer_id=old.pk, version=old.version + 1, changes={"code": "KH-2"}, at=AT
        )


def test_another_code_or_department_classifies_anew_and_keeps_what_was():
    customer = make_customer(code="11.001", territory="华中地区-浙江1")
    machine, day = people.system_user(), dates.business_day(AT)
    operations.update_customer(actor=machine, customer_id=customer.pk, version=1, changes={"code": "02.015"}, at=AT)
    operations.assign_customer(
        actor=machine, customer_id=customer.pk, territory="华东地区-上海", department_id=None, owner_id=None, at=AT
    )
    customer.refresh_from_db()
    assert (customer.customer_class, customer.region) == ("FOREIGN", "华东地区")
    first, second = customer.periods.order_by("id")
    assert (first.tags, first.valid_until) == (["DOMESTIC"], day)
    assert (second.tags, second.facets["region"], second.valid_from) == (["FOREIGN"], "华东地区", day)
    assert tags_at(customer, day - timedelta(days=1)) == ["DOMESTIC"]
    assert tags_at(customer, day) == ["FOREIGN"]


def test_new_rules_classify_everything_and_the_day_before_stays_as_it_was():
    outside, inside = make_customer(code="57.001"), make_customer(code="11.001")
    version = put_in_force(administrator(), WIDER)
    assert [row["id"] for row in invariants.otherwise(10)]  # until they are classified anew
    assert recomputing.scan(at=AT) == 2
    outside.refresh_from_db()
    assert (outside.customer_class, outside.rules_number) == ("DOMESTIC", version.number)
    day = outside.periods.get(valid_until=None).valid_from
    assert tags_at(outside, day - timedelta(days=1)) == []
    assert tags_at(outside, day) == ["DOMESTIC"]
    assert inside.periods.count() == 1  # it is what it was
    job = queries.active().job
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert recomputing.scan(at=AT) == 0
    assert invariants.otherwise(10) == invariants.unkept(10) == []


def test_a_killed_run_goes_on_where_it_was(monkeypatch):
    keys = [make_customer(code=f"57.{n:03d}").pk for n in range(5)]
    put_in_force(administrator(), WIDER)
    monkeypatch.setattr(recomputing, "BATCH", 2)
    batches = []
    real = recomputing.update_rows

    def dying(rows, columns):
        batches.append([row.pk for row in rows])
        if len(batches) == 2:
            raise RuntimeError("killed")
        real(rows, columns)

    monkeypatch.setattr(recomputing, "update_rows", dying)
    with pytest.raises(RuntimeError):
        recomputing.scan(at=AT)
    assert Customer.objects.filter(customer_class="DOMESTIC").count() == 2
    assert recomputing.scan(at=AT) == 3
    assert Customer.objects.filter(pk__in=keys, customer_class="DOMESTIC").count() == 5
    job = queries.active().job
    assert (job.state, job.done, job.total) == (Job.State.DONE, 5, 5)


def test_what_a_row_was_classified_otherwise_by_hand_is_found():
    customer = make_customer(code="11.001")
    Customer.objects.filter(pk=customer.pk).update(tags=["FOREIGN"])
    (found,) = invariants.otherwise(10)
    assert found["id"] == customer.pk
    assert [row["id"] for row in invariants.unkept(10)] == [customer.pk]
    CustomerPeriod.objects.all().delete()
    assert [row["id"] for row in invariants.unkept(10)] == [customer.pk]


def test_many_customers_are_classified_in_a_constant_number_of_statements():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def load(prefix: int, count: int) -> int:
        drafts = [{"code": f"{prefix}.{n:03d}", "name": f"客户 {prefix} {n}"} for n in range(count)]
        with CaptureQueriesContext(connection) as found:
            operations.create_customers(actor=people.system_user(), drafts=drafts, at=AT)
        return len(found)

    make_user("sales")
    load(20, 1)
    assert load(21, 3) == load(22, 300)
    assert Customer.objects.filter(tags__contains=["DOMESTIC"]).count() == 304
