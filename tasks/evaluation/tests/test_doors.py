"""Pages and API of evaluations, rewards and cases."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.tests import builders as orders
from tasks.evaluation import cases, operations
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward, Score
from tasks.evaluation.tests.builders import CLOSED, make_evaluation
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


def _client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _nonce(answer) -> str:
    return answer.content.decode().split('name="nonce" value="')[1].split('"')[0]


def test_a_page_of_an_evaluation_says_everything_and_takes_scores():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    client = _client(shop.foreman)
    page = client.get(reverse("tasks:evaluation-detail", args=[evaluation.pk]))
    assert page.status_code == 200 and shop.foreman.name in page.content.decode()
    url = reverse("tasks:evaluation-score", args=[evaluation.pk])
    form = client.get(url)
    answer = client.post(url, {"nonce": _nonce(form), "TEAMWORK": "4", "COMMUNICATION": "", "PROBLEMS": "5"})
    assert answer.status_code in (204, 302, 303) and Score.objects.count() == 2


def test_nobody_is_offered_to_score_himself():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    url = reverse("tasks:evaluation-score", args=[evaluation.pk])
    offered = f'<option value="{shop.foreman.pk}">'
    assert offered not in _client(shop.foreman).get(url).content.decode()
    assert offered in _client(evaluation.order.salesperson).get(url).content.decode()


def test_only_who_ends_it_reads_who_gave_a_score():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    seller = evaluation.order.salesperson
    operations.give_scores(
        actor=seller, evaluation_id=evaluation.pk, person_id=shop.foreman.pk, values={"TEAMWORK": 2}, at=CLOSED
    )
    path = f"/api/v1/evaluations/{evaluation.pk}/"
    told = {
        person.pk: _client(person).get(path).json()["scores"][0]["by"]
        for person in (shop.foreman, seller, evaluation.order.department.head)
    }
    assert list(told.values()) == [None, seller.username, seller.username]


def test_the_list_shows_open_ones_and_takes_a_constant_number_of_statements(django_assert_max_num_queries):
    shop = make_shop()
    make_evaluation(shop)
    client = _client(shop.planner)
    client.get(reverse("tasks:evaluation-list"))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("tasks:evaluation-list"))
    assert OrderEvaluation.objects.get().order.number in page.content.decode()


def test_an_evaluation_ends_by_its_form_and_says_what_is_missing():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    client = _client(evaluation.order.department.head)
    url = reverse("tasks:evaluation-end", args=[evaluation.pk])
    assert client.post(url, {"version": evaluation.version, "conclusion": ""}).status_code == 422
    client.post(url, {"version": evaluation.version, "conclusion": "Late, but well told"})
    evaluation.refresh_from_db()
    assert evaluation.state == "DONE"


def test_performance_opens_to_the_tasks_it_counts():
    shop = make_shop()
    make_evaluation(shop)
    page = _client(shop.foreman).get(reverse("tasks:performance"), {"first": "2026-11-01", "last": "2026-12-31"})
    assert "owner=" in page.content.decode() and page.status_code == 200


def test_rewards_are_recorded_once_by_one_form():
    boss, worker = orders.make_order_cast().director, make_user("production")
    client = _client(boss)
    url = reverse("tasks:reward-new")
    entries = {
        "nonce": _nonce(client.get(url)),
        "person_id": worker.pk,
        "kind": "REWARD",
        "month": "2026-11",
        "order": "",
        "amount": "300",
        "reason": "Weekend",
    }
    client.post(url, entries)
    client.post(url, entries)
    assert Reward.objects.count() == 1
    assert "Weekend" in _client(worker).get(reverse("tasks:reward-list")).content.decode()
    assert "Weekend" not in _client(make_user("production")).get(reverse("tasks:reward-list")).content.decode()


def test_a_case_is_written_found_and_changed_on_its_version():
    planner = make_shop().planner
    client = _client(planner)
    url = reverse("tasks:case-new")
    entries = {
        "nonce": _nonce(client.get(url)),
        "title": "Short of sensors",
        "kind": "FAILURE",
        "cause": "One supplier only",
        "lesson": "Have a second one",
        "tags": "supply, sensors",
        "is_active": "on",
    }
    client.post(url, entries)
    case = CaseStudy.objects.get()
    assert case.tags == ["supply", "sensors"]
    assert "Short of sensors" in client.get(reverse("tasks:case-list"), {"q": "second"}).content.decode()
    edit = reverse("tasks:case-edit", args=[case.pk])
    first = client.get(edit)
    cases.save_case(
        actor=planner,
        title="Changed meanwhile",
        kind="FAILURE",
        texts={"cause": "a", "lesson": "b"},
        case_id=case.pk,
        at=CLOSED,
    )
    stale = client.post(edit, {**entries, "nonce": _nonce(first), "version": case.version})
    assert stale.status_code == 409


def test_the_api_reads_scores_and_ends_an_evaluation():
    shop = make_shop()
    evaluation, _task = make_evaluation(shop)
    client = _client(evaluation.order.department.head)
    path = f"/api/v1/evaluations/{evaluation.pk}/"
    body = client.get(path).json()
    assert body["figures"]["whole"]["tasks"] == 1
    scored = client.post(
        f"{path}score/",
        {"person": shop.foreman.username, "values": {"TEAMWORK": 4}},
        content_type="application/json",
        headers={"Idempotency-Key": "s1"},
    )
    assert scored.status_code == 200 and scored.json()["scores"][0]["value"] == 4
    ended = client.post(
        f"{path}end/",
        {"conclusion": "Well done"},
        content_type="application/json",
        headers={"Idempotency-Key": "e1"},
    )
    assert ended.json()["state"] == "DONE"
    again = client.post(
        f"{path}end/", {"conclusion": "x"}, content_type="application/json", headers={"Idempotency-Key": "e2"}
    )
    assert again.status_code == 409
