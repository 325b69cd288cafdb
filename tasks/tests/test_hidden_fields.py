"""Who sees neither contacts nor amounts nor costs reads none of them at any door of tasks."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts import policies as rights
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock
from orders.order.models import Order, OrderLine
from orders.tests import builders as orders
from orders.tests.page_builders import Browser
from tasks.checks import making
from tasks.decomposing.tests.builders import made_to_order, propose, release
from tasks.evaluation import operations as evaluation
from tasks.requirements.tests.builders import accept, make_asked, wanted
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop

pytestmark = pytest.mark.django_db
CONTACT = ("Zhang Contact", "13999998888", "Li Recipient", "13777776666")
MONEY = ("77,123", "77123", "7,712", "7712.34", "66,321", "66321", "6,632", "6632.19")


@pytest.fixture
def order():
    """An order that was carried out, with contacts, amounts and costs that can be told from everything else."""
    shop = make_shop()
    terms = "质量保证金 77123 元。包装须用木箱。"
    found = orders.make_effective(lines=[made_to_order(customisation="Laser")], contract_terms=terms)
    propose(found, shop)
    release(found, shop)
    making.run(at=AT)
    line = found.lines.get()
    accept(make_asked(shop, wanted(line.product, 10, order=found)), shop)
    names = dict(zip(("contact_name", "contact_phone", "ship_recipient", "ship_phone"), CONTACT, strict=True))
    amounts = {"total_amount": Decimal("77123.45"), "cost_amount": Decimal("66321.99")}
    Order.objects.filter(pk=found.pk).update(status="CLOSED", contract_terms="", **names, **amounts)
    OrderLine.objects.filter(order=found).update(price=Decimal("7712.34"), unit_cost=Decimal("6632.19"))
    Task.objects.filter(order=found).update(state="DONE", progress=100, done_at=AT, started_at=AT)
    evaluation.open_evaluation(actor=system_user(), order_id=found.pk, at=AT)
    return found


@pytest.fixture
def keeper(order):
    """Somebody of the warehouse who did all of it."""
    person = make_user("warehouse")
    Task.objects.filter(order=order).update(owner=person)
    assert all(rights.effect(person, field) for field in ("customer.contact", "order.amount", "order.cost"))
    return person


def told(text):
    return [one for one in (*CONTACT, *MONEY) if one in text]


def test_no_page_tells_them(order, keeper, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    browser, task = Browser(keeper), Task.objects.filter(order=order).first()
    own = f"/orders/{order.number}"
    pages = ["/tasks/mine/", "/tasks/board/", "/tasks/calendar/", f"/tasks/{task.pk}/", "/requirements/", "/inbox/"]
    for page in [*pages, f"{own}/tasks/", f"{own}/report/", f"{own}/supply/", f"/evaluations/{order.evaluation.pk}/"]:
        answer = browser.get(page)
        assert answer.status_code in (200, 403, 404) and told(answer.text) == [], page


def test_no_answer_of_the_api_tells_them(order, keeper, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    api = APIClient()
    api.force_authenticate(keeper)
    task, own = Task.objects.filter(order=order).first(), f"orders/{order.number}"
    paths = ["tasks/", f"tasks/{task.pk}/", f"progress-reports/{order.number}/", "requirements/", "checks/"]
    for path in [*paths, f"evaluations/{order.evaluation.pk}/", f"{own}/supply/", f"{own}/schedule/", f"{own}/"]:
        answer = api.get(f"/api/v1/{path}")
        assert answer.status_code in (200, 403, 404) and told(answer.content.decode()) == [], path


def test_no_text_of_a_task_tells_what_the_contract_says_of_money(order):
    texts = list(Task.objects.filter(order=order).values_list("requirements", flat=True))
    assert any("包装须用木箱" in one for one in texts) and told(" ".join(texts)) == []
