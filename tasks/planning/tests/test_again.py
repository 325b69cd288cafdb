"""Plans in the console's list of background work."""

import pytest

from accounts.background import operations as background
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from common.background import works
from common.background.works import Asked
from tasks.planning import operations
from tasks.planning.models import PlanRun
from tasks.planning.tests.scenes import AT
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


@pytest.fixture
def shop():
    return make_shop()


def ask(shop):
    return operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, at=AT)


def fail(plan):
    operations.fail_plan(actor=system_user(), run_id=plan.pk, words="away", at=AT)


def test_a_plan_stands_with_all_other_work(shop):
    plan = ask(shop)
    [work] = works.newest(Asked(kind=operations.JOB))
    assert (work.ref, work.state, work.what) == (f"plan-{plan.pk}", "QUEUED", shop.production.name)
    assert next(one for one in works.counts(at=AT) if one.kind == operations.JOB).waiting == 1


def test_one_that_failed_is_asked_again_for_its_person_and_moves_nothing(boss, shop):
    plan = ask(shop)
    fail(plan)
    effect = works.effect_of(works.get("plan", plan.pk), "again", at=AT)
    assert "No task is moved by it" in str(effect.keeps[0])
    background.retry_work(actor=boss, ref=f"plan-{plan.pk}", at=AT)
    plan.refresh_from_db()
    assert (plan.state, plan.failure, plan.asked_by_id) == ("ASKED", "", shop.foreman.pk)


def test_not_when_a_newer_one_was_asked_for(boss, shop):
    plan = ask(shop)
    fail(plan)
    ask(shop)
    with pytest.raises(errors.WrongState, match="newer plan"):
        background.retry_work(actor=boss, ref=f"plan-{plan.pk}", at=AT)
    assert PlanRun.objects.filter(state="ASKED").count() == 1


def test_one_that_waits_is_left(boss, shop):
    plan = ask(shop)
    background.cancel_work(actor=boss, ref=f"plan-{plan.pk}", at=AT)
    plan.refresh_from_db()
    assert plan.state == "DISCARDED" and works.get("plan", plan.pk).state == "CANCELLED"
    assert operations.begin_plan(actor=system_user(), run_id=plan.pk, at=AT) is None
