"""Departments are asked in parallel, answer with days, cost and conditions, and are reminded once (R197, R198)."""

import copy
import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_department, make_user
from common import errors
from common.operation import in_operation
from orders.changes import projecting
from orders.changes import queries as requests
from orders.changes.assessing import concerning, operations, policies, queries
from orders.changes.assessing.models import ChangeDepartment
from orders.changes.choices import Aspect, Verdict
from orders.changes.models import ChangeRequest
from orders.changes.states import State
from orders.changes.tests.builders import add, cancel, head, modify
from orders.order import queries as orders
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
LATER = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, eleven o'clock in Shanghai


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_begin)


@pytest.fixture
def begun(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def order(begun):
    return begun[1]


def _begin():
    cast = make_order_cast()
    return cast, _make_order(cast)


def _make_order(cast):
    goods, service = make_product(stock=9, list_price=D(10)), make_product(is_service=True, list_price=D(5))
    return make_effective(cast.owner, lines=[line(goods, 2), line(service, 1)])


def project(cast, order, *items):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    return projecting.project(order, lines_of(order), flat, actor=cast.owner, at=AT), flat


def kinds(cast, order, *items):
    projection, flat = project(cast, order, *items)
    found = concerning.concerned(queries.departments(), concerning.about(projection, flat))
    return {one.kind for one in found}


def ask(cast, order, *items, state=State.ASSESSING, at=AT, request=None, **fields):
    projection, flat = project(cast, order, *items)
    if request is None:
        request = ChangeRequest.objects.create(
            order=order, base_revision=1, state=state, created_by=cast.owner, created_at=at, updated_at=at, **fields
        )
    ask = operations.ask_departments
    in_operation(cast.owner.pk, lambda: ask(request, projection, flat, actor=cast.owner, at=at))
    return request


def answer(actor, request, kind, verdict=Verdict.FEASIBLE, **given):
    given.setdefault("at", AT)
    return operations.answer(actor=actor, request_id=request.pk, kind=kind, verdict=verdict, **given)


def inbox_of(person):
    return list(Notification.objects.filter(user=person, read_at=None).values_list("kind", flat=True))


def test_departments_are_asked_by_what_changes(cast, order):
    goods = {"PRODUCTION", "PURCHASING", "WAREHOUSE", "LOGISTICS", "FINANCE"}
    assert kinds(cast, order, modify(1, "quantity", 3)) == goods
    assert kinds(cast, order, modify(1, "price", 9)) == {"FINANCE"}
    assert kinds(cast, order, head("ship_address", "3 号门")) == {"WAREHOUSE", "LOGISTICS"}
    assert kinds(cast, order, modify(2, "requested_date", "2026-12-24")) == {"SERVICE"}
    assert kinds(cast, order, cancel(2)) == {"SERVICE", "FINANCE"}
    assert kinds(cast, order, add(3, make_product(), 2)) == goods
    assert kinds(cast, order, head("contact_name", "A")) == set()
    ChangeDepartment.objects.filter(kind="LOGISTICS").update(aspects=[])
    ChangeDepartment.objects.filter(kind="FINANCE").update(is_active=False)
    assert kinds(cast, order, modify(1, "price", 9)) == {"LOGISTICS"}, "no aspects: asked about everything"


def test_they_have_hours_of_work_and_are_told(cast, order):
    keeper = make_user("warehouse", department=make_department(kind="WAREHOUSE"))
    request = ask(cast, order, modify(1, "quantity", 3))
    due = {one.kind: one.due_at for one in queries.assessments_of(request)}
    assert due["WAREHOUSE"] == AT + timedelta(hours=8), "Friday from ten to six"
    assert inbox_of(keeper) == [operations.ASKED]
    assert [one.request_id for one in queries.to_assess(keeper)] == [request.pk]
    assert (queries.count_to_assess(keeper), queries.count_to_assess(cast.owner)) == (1, 0)
    request.is_urgent = True
    ask(cast, order, modify(1, "quantity", 4), request=request)
    (one,) = [one for one in queries.pending(request) if one.kind == "WAREHOUSE"]
    assert (one.due_at, one.version) == (AT + timedelta(hours=2), 2)
    assert queries.count_to_assess(keeper) == 1, "what was asked before is void"


def test_a_department_answers_for_itself(cast, order):
    keeper = make_user("warehouse", department=make_department(kind="WAREHOUSE"))
    request = ask(cast, order, modify(1, "quantity", 3))
    with pytest.raises(errors.NotAllowed):
        answer(keeper, request, "LOGISTICS")
    with pytest.raises(errors.NotAllowed):
        answer(cast.owner, request, "WAREHOUSE")
    with pytest.raises(errors.Invalid) as refused:
        answer(keeper, request, "WAREHOUSE", Verdict.CONDITIONS, cost=D(-1), days=1000)
    assert set(refused.value.fields) == {"conditions", "cost", "days"}
    with pytest.raises(errors.Invalid, match="what it is for"):
        answer(keeper, request, "WAREHOUSE", cost=D(5))
    found = answer(keeper, request, "WAREHOUSE", Verdict.CONDITIONS, conditions="凭客户确认", days=1, version=1)
    assert (found.verdict, found.days, found.answered_by, found.version) == ("CONDITIONS", 1, keeper, 2)
    assert inbox_of(keeper) == [] and operations.ANSWERED in inbox_of(cast.owner)
    with pytest.raises(errors.Stale):
        answer(keeper, request, "WAREHOUSE", version=1)
    answer(cast.desk, request, "LOGISTICS", Verdict.NOT_FEASIBLE, conditions="no lorry")
    assert {one.kind for one in queries.pending(request)} == {"PRODUCTION", "PURCHASING", "FINANCE"}


def test_answers_end_with_the_decision(cast, order):
    request = ask(cast, order, modify(1, "quantity", 3))
    answer(cast.desk, request, "WAREHOUSE")
    ChangeRequest.objects.filter(pk=request.pk).update(state=State.SUBMITTED)
    with pytest.raises(errors.WrongState):
        answer(cast.desk, request, "WAREHOUSE")
    answer(cast.desk, request, "FINANCE")  # missing still: the approver sees it
    ChangeRequest.objects.filter(pk=request.pk).update(state=State.APPROVED)
    with pytest.raises(errors.WrongState):
        answer(cast.desk, request, "LOGISTICS")


def test_who_is_late_is_told_once_and_holds_nobody_up(cast, order):
    leader = make_user("department_head")
    make_department(kind="WAREHOUSE", head=leader)
    request = ask(cast, order, modify(1, "price", 9), head("ship_address", "3 号门"))
    answer(cast.desk, request, "FINANCE")
    assert [one.kind for one in queries.in_the_way(request, AT)] == ["WAREHOUSE", "LOGISTICS"]
    assert operations.tell_late(at=AT) == 0
    assert queries.in_the_way(request, LATER) == []
    assert operations.tell_late(at=LATER) == 2
    assert inbox_of(leader).count(operations.LATE) == 1
    assert inbox_of(cast.owner).count(operations.LATE) == 2
    assert operations.tell_late(at=LATER) == 0


def test_who_is_asked_sees_the_order(cast, order):
    buyer = make_user("department_head", department=make_department(kind="PURCHASING"))
    assert not orders.is_visible(buyer, order), "his right reaches his own department"
    request = ask(cast, order, modify(1, "quantity", 3))
    assert orders.is_visible(buyer, order)
    assert policies.kinds_of(buyer) == {"PURCHASING"}
    assert list(requests.list_requests(buyer)) == [request], "and the request, where his inbox leads"
    answer(buyer, request, "PURCHASING")
    ChangeRequest.objects.filter(pk=request.pk).update(state=State.DRAFT)
    assert not orders.is_visible(buyer, order)


def test_the_table_is_the_company_s(cast):
    admin = make_user("administrator")
    with pytest.raises(errors.NotAllowed):
        operations.save_department(actor=cast.desk, kind="FINANCE", hours=3, at=AT)
    with pytest.raises(errors.Invalid):
        operations.save_department(actor=admin, kind="FINANCE", hours=1, urgent_hours=2, at=AT)
    row = operations.save_department(actor=admin, kind="SALES", aspects=[Aspect.TERMS], hours=3, at=AT)
    assert (row.pk, row.aspects, row.urgent_hours) == (row.pk, ["TERMS"], 2)
    client = APIClient()
    client.force_authenticate(admin)
    shown = client.get("/api/v1/change-departments/sales/")
    assert shown.data["hours"] == 3
    path = "/api/v1/change-departments/SALES/"
    assert client.patch(path, {"hours": 4}, format="json").status_code == 428
    done = client.patch(path, {"hours": 4, "aspects": []}, format="json", headers={"If-Match": shown["ETag"]})
    assert (done.status_code, done.data["hours"], done.data["aspects"]) == (200, 4, [])
    assert {one["kind"] for one in client.get("/api/v1/change-departments/").data} >= {"FINANCE", "SALES"}


def test_departments_answer_over_the_api(cast, order):
    keeper = make_user("warehouse", department=make_department(kind="WAREHOUSE"))
    request = ask(cast, order, modify(1, "price", 9), head("ship_address", "3 号门"))
    client, path = APIClient(), f"/api/v1/change-requests/{request.reference}/assessments/"
    client.force_authenticate(keeper)

    def post(data):
        return client.post(path, data, format="json", headers={"Idempotency-Key": f"assess-{next(_keys)}"})

    given = {"kind": "WAREHOUSE", "verdict": "CONDITIONS", "conditions": "专车", "cost": "800.00", "cost_kind": "车"}
    found = post({**given, "kind": "FINANCE"})
    assert found.status_code == 403
    answered = post({**given, "assessment_version": 1})
    found = {one["kind"]: one for one in answered.json()}
    assert (found["WAREHOUSE"]["cost"], found["WAREHOUSE"]["days"]) == ("800.00", 0), "his own figure"
    assert (found["FINANCE"]["verdict"], found["FINANCE"]["cost"]) == ("", None), "amounts are not his"
    assert post({**given, "assessment_version": 1}).status_code == 409


def test_the_panel_and_the_form_of_an_answer(cast, order):
    keeper = make_user("warehouse", department=make_department(kind="WAREHOUSE"))
    request = ask(cast, order, modify(1, "price", 9), head("ship_address", "3 号门"))
    browser = Browser(keeper)
    panel = reverse("orders:change-assessments", args=[request.reference])
    url = reverse("orders:change-assess", args=[request.reference, "WAREHOUSE"])
    shown = browser.get(panel).content.decode()
    assert url in shown and reverse("orders:change-assess", args=[request.reference, "FINANCE"]) not in shown
    assert "Extra cost" in browser.get(url).content.decode()
    fields = {"verdict": "CONDITIONS", "days": "2", "cost": "1,800.00", "cost_kind": "专车", "version": 1}
    assert browser.post(url, **fields).status_code == 422
    assert browser.post(url, **{**fields, "conditions": "改用专车"}).status_code in (200, 302, 303)
    found = queries.assessments_of(request)[0]
    assert (found.verdict, found.days, found.cost) == ("CONDITIONS", 2, D(1800))
    shown = browser.get(panel).content.decode()
    assert "改用专车" in shown and "1,800" in shown
    missing = reverse("orders:change-assess", args=[request.reference, "SALES"])
    assert browser.get(missing).status_code == 404
