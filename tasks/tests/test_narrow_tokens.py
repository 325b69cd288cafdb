"""A token that was given for something else opens nothing of tasks: neither what is its person's own, nor what he may
because he answers for a stage, nor the orders that he only sees for the sake of his tasks."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock
from products.tests.builders import make_product
from tasks.checks import making
from tasks.checks.models import ProgressCheck
from tasks.duties import operations as duties
from tasks.duties.models import StageDuty
from tasks.evaluation import operations as evaluation
from tasks.requirements.tests.builders import make_asked, wanted
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Doors read the clock: it stands still."""
    monkeypatch.setattr(clock, "now", lambda: AT)


class Token(APIClient):
    """A system that presents a token of somebody, narrowed to these verbs."""

    def __init__(self, user, *scopes):
        super().__init__()
        name = f"system {next(_numbers)}"
        _token, secret = tokens.issue_token(actor=system_user(), user_id=user.pk, name=name, scopes=list(scopes), at=AT)
        self.credentials(HTTP_AUTHORIZATION=f"Token {secret}")

    def read(self, path):
        return self.get(f"/api/v1/{path}")

    def send(self, path, **body):
        key = f"narrow-{next(_numbers)}"
        return self.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": key})


def is_empty(answer):
    return answer.status_code in (403, 404) or not answer.json().get("results")


def test_it_reads_nothing_of_what_is_its_persons_own():
    shop = make_shop()
    task = make_task(shop=shop)
    Task.objects.update(owner=shop.planner)
    make_asked(shop, wanted(make_product(), 4))
    making.run(at=AT)
    ProgressCheck.objects.update(owner=shop.planner)
    evaluation.give_reward(
        actor=system_user(), person_id=shop.planner.pk, kind="REWARD", reason="Well done", order_id=task.order_id, at=AT
    )
    narrow, wide = Token(shop.planner, "product.view"), Token(shop.planner)
    for path in ("tasks/", "checks/", "requirements/", "rewards/"):
        assert wide.read(path).json()["results"], path
        assert is_empty(narrow.read(path)), path
    number = task.order.number
    for path in (f"orders/{number}/", f"tasks/{task.pk}/", f"progress-reports/{number}/"):
        assert wide.read(path).status_code == 200, path
        assert narrow.read(path).status_code in (403, 404), path


def test_it_checks_no_order_and_enters_no_absence():
    shop = make_shop()
    order = make_task(shop=shop).order
    making.run(at=AT)
    ProgressCheck.objects.update(owner=shop.worker)
    narrow = Token(shop.worker, "order.view")
    assert narrow.send("checks/", order=order.number).status_code in (403, 404)
    away = {"user": shop.worker.username, "kind": "LEAVE", "first": "2026-11-23", "last": "2026-11-24"}
    assert narrow.send("absences/", **away).status_code in (403, 404)
    assert Token(shop.worker).send("absences/", **away).status_code == 201


def test_who_answers_for_a_stage_works_by_a_token_that_says_so():
    shop = make_shop()
    person = make_user("production")
    task = make_task(shop=shop)
    duty = StageDuty.objects.get(stage=task.order.stage, area=None)
    duties.save_duty(
        actor=system_user(), duty_id=duty.pk, changes={"person_id": person.pk}, version=duty.version, at=AT
    )
    path = f"tasks/{task.pk}/start/"
    assert Token(person, "order.view", "task.view").send(path).status_code == 403
    assert Token(person, "order.view", "task.*").send(path).status_code == 200
