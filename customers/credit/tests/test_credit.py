"""Limits with four eyes, grades, guarantees and reports (SEMANTICS 9, R107–R110)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from customers import operations as customers
from customers.cleaning import operations as cleaning
from customers.credit import operations, queries
from customers.credit.models import CreditGrading, CreditLimit, Guarantee
from customers.models import Customer
from customers.tests.builders import make_customer
from customers.tests.test_api import Client

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
D = Decimal


@pytest.fixture
def finance():
    return make_user("finance")


@pytest.fixture
def boss():
    return make_user("executive")


def propose(finance, customer, **fields):
    fields = {"amount": D(500_000), "reason": "回款及时", **fields}
    return operations.propose_limit(actor=finance, customer_id=customer.pk, at=AT, **fields)


def fresh(customer):
    return Customer.objects.get(pk=customer.pk)


def test_a_limit_holds_once_another_person_approved_it(finance, boss):
    customer = make_customer()
    limit = propose(finance, customer, days_overdue=15, valid_until=TODAY + timedelta(days=365))
    assert fresh(customer).credit_limit is None
    with pytest.raises(errors.NotAllowed, match="Somebody else"):
        operations.decide_limit(actor=finance, limit_id=limit.pk, is_approved=True, at=AT)
    with pytest.raises(errors.WrongState):
        propose(finance, customer)
    with pytest.raises(errors.Stale):
        operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=True, version=9, at=AT)
    operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=True, at=AT)
    found = fresh(customer)
    assert (found.credit_limit, found.credit_days_overdue) == (500_000, 15)
    assert found.credit_valid_until == TODAY + timedelta(days=365)
    with pytest.raises(errors.WrongState):
        operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=True, at=AT)


def test_a_limit_to_come_begins_on_its_day_and_a_missed_day_is_caught_up(finance, boss):
    customer = make_customer()
    limit = propose(finance, customer, valid_from=TODAY + timedelta(days=3))
    operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=True, at=AT)
    for days, amount in ((2, None), (5, 500_000), (6, 500_000)):
        operations.start_due_limits(actor=system_user(), at=AT + timedelta(days=days))
        assert fresh(customer).credit_limit == amount
    assert fresh(customer).version == 2


def test_a_refused_or_withdrawn_limit_changes_nothing(finance, boss):
    customer = make_customer()
    limit = propose(finance, customer)
    with pytest.raises(errors.Invalid):
        operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=False, at=AT)
    operations.decide_limit(actor=boss, limit_id=limit.pk, is_approved=False, reason="风险高", at=AT)
    operations.withdraw_limit(actor=finance, limit_id=propose(finance, customer).pk, at=AT)
    assert fresh(customer).credit_limit is None
    assert set(CreditLimit.objects.values_list("state", flat=True)) == {"REJECTED", "WITHDRAWN"}


def test_a_member_of_a_group_has_no_limit_of_his_own(finance):
    head = make_customer()
    with pytest.raises(errors.WrongState, match=head.name):
        propose(finance, make_customer(group=head))


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": D(-1)},
        {"valid_from": TODAY - timedelta(days=1)},
        {"valid_until": TODAY - timedelta(days=1)},
        {"reason": " "},
    ],
)
def test_a_limit_makes_sense(finance, fields):
    with pytest.raises(errors.Invalid):
        propose(finance, make_customer(), **fields)


def test_a_guarantee_counts_from_its_check_to_its_release(finance, boss):
    head = make_customer()
    member = make_customer(group=head)
    guarantee = operations.add_guarantee(
        actor=finance,
        customer_id=member.pk,
        kind="BANK",
        amount=D(200_000),
        guarantor="工商银行",
        valid_until=TODAY + timedelta(days=30),
        at=AT,
    )
    assert queries.secured(head.pk, TODAY) == 0
    with pytest.raises(errors.NotAllowed):
        operations.decide_guarantee(actor=finance, guarantee_id=guarantee.pk, is_approved=True, at=AT)
    operations.decide_guarantee(actor=boss, guarantee_id=guarantee.pk, is_approved=True, at=AT)
    assert queries.secured(head.pk, TODAY) == 200_000
    assert queries.secured(head.pk, TODAY + timedelta(days=31)) == 0
    operations.release_guarantee(actor=finance, guarantee_id=guarantee.pk, reason="项目结束", at=AT)
    assert queries.secured(head.pk, TODAY) == 0
    with pytest.raises(errors.WrongState):
        operations.release_guarantee(actor=finance, guarantee_id=guarantee.pk, reason="again", at=AT)


def test_no_better_grade_than_a_report_that_holds(finance):
    customer = make_customer()
    told = {"source": "征信", "rating": "BB", "report_date": TODAY}
    for grade, until in (("C", TODAY), ("D", TODAY - timedelta(days=1))):
        day = TODAY - timedelta(days=9)
        operations.add_report(
            actor=finance,
            customer_id=customer.pk,
            grade=grade,
            valid_until=until,
            at=AT,
            **{**told, "report_date": day},
        )
    assert queries.worst_report(customer.pk, TODAY) == "C"
    assert queries.capped("A", "C") == "C" and queries.capped("D", "C") == "D" and queries.capped("B", "") == "B"
    report = queries.list_reports(finance).get(grade="C")
    operations.void_report(actor=finance, report_id=report.pk, reason="有误", at=AT)
    assert queries.worst_report(customer.pk, TODAY) == ""


def test_a_grade_is_proposed_and_accepted_by_another(finance, boss):
    customer = make_customer()
    first = operations.propose_grade(actor=finance, customer_id=customer.pk, grade="C", reason="降级", at=AT)
    second = operations.propose_grade(actor=finance, customer_id=customer.pk, grade="B", reason="复核", at=AT)
    assert CreditGrading.objects.get(pk=first.pk).state == "WITHDRAWN"
    with pytest.raises(errors.NotAllowed):
        operations.decide_grade(actor=finance, grading_id=second.pk, is_approved=True, at=AT)
    operations.decide_grade(actor=boss, grading_id=second.pk, is_approved=True, at=AT)
    assert fresh(customer).credit_grade == "B"


def test_a_computed_grade_waits_for_a_person_unless_grades_go_by_rule():
    customer = make_customer()
    machine = {"actor": system_user(), "customer_id": customer.pk, "score": D(50), "explained": (), "at": AT}
    assert operations.load_grade(grade="C", is_by_rule=False, **machine).state == "PROPOSED"
    assert operations.load_grade(grade="C", is_by_rule=False, **machine) is None
    assert fresh(customer).credit_grade == ""
    assert operations.load_grade(grade="C", is_by_rule=True, **machine).state == "APPROVED"
    assert fresh(customer).credit_grade == "C"
    assert CreditGrading.objects.filter(customer=customer, state="PROPOSED").count() == 0


def test_who_does_not_see_credit_sees_none_of_it(finance):
    customer = make_customer()
    limit = propose(finance, customer)
    assert not queries.list_limits(make_user("logistics")).exists()
    answer = Client(make_user("logistics")).get(f"/api/v1/credit-limits/{limit.pk}/")
    assert answer.status_code == 404


def test_the_history_of_a_doubled_customer_goes_along(finance, boss):
    old, new = make_customer(), make_customer()
    propose(finance, old)
    cleaning.merge_customers(actor=system_user(), source_id=old.pk, target_id=new.pk, at=AT)
    assert [(row.customer_id, row.state) for row in CreditLimit.objects.all()] == [(new.pk, "WITHDRAWN")]


def test_the_same_over_the_api_and_on_the_page(client, finance, boss):
    customer = make_customer(code="11.8")
    api = Client(finance)
    body = {"customer": "11.8", "amount": "500000.00", "days_overdue": 15, "reason": "新项目"}
    keyed = {"headers": {"Idempotency-Key": "one"}}
    assert Client(make_user("order_desk")).post("/api/v1/credit-limits/", body, **keyed).status_code == 403
    made = api.post("/api/v1/credit-limits/", body, **keyed)
    assert (made.status_code, made.json()["state"]) == (201, "PROPOSED")
    client.force_login(boss)
    page = client.get(reverse("customers:customer-detail", args=[customer.pk]) + "?tab=credit").text
    decide = reverse("customers:credit-limit-decide", args=[made.json()["id"]])
    assert decide in page and "新项目" in page
    assert client.post(decide, {"decision": "refuse", "reason": "", "version": 1}).status_code == 422
    assert client.post(decide, {"decision": "approve", "version": 1}).status_code == 303
    assert api.get("/api/v1/customers/11.8/").json()["credit_limit"] == "500000.00"
    guarantee = {"customer": "11.8", "kind": "DEPOSIT", "amount": "1000.00", "guarantor": "本公司"}
    made = api.post("/api/v1/guarantees/", guarantee, headers={"Idempotency-Key": "two"})
    assert made.status_code == 201 and Guarantee.objects.get().valid_from is not None
    assert client.get(reverse("customers:guarantee-decide", args=[made.json()["id"]])).status_code == 200
    for name in ("credit-stop", "credit-grade", "credit-report", "credit-guarantee", "customer-credit"):
        assert client.get(reverse(f"customers:{name}", args=[customer.pk])).status_code == 200, name


def test_an_import_of_credit_stays_what_the_take_over_said():
    customer = make_customer()
    changes = {"credit_limit": D(10)}
    customers.set_credit(actor=system_user(), customer_id=customer.pk, version=1, changes=changes, at=AT)
    assert fresh(customer).credit_limit == 10
