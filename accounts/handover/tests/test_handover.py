"""People who leave or move give their work away in one go."""

import pytest

from accounts.collaboration.models import Notification
from accounts.handover import operations
from accounts.handover.duties import Duty, handover
from accounts.people.models import Department, User
from accounts.tests.builders import AT, make_department, make_user
from common import errors
from common.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator")


@pytest.fixture
def giver():
    person = make_user()
    make_department(head=person)
    make_department(head=person)
    return person


def run(actor, giver, taker, **options):
    return operations.hand_over(actor=actor, from_user_id=giver.pk, to_user_id=taker.pk, at=AT, **options)


def test_everything_moves_and_is_told(boss, giver):
    taker = make_user("department_head")
    moved = run(boss, giver, taker, reason="moves to Xi'an")
    assert moved["departments"] == 2
    assert Department.objects.filter(head=taker).count() == 2
    event = Event.objects.get(kind="person.handed_over")
    assert (event.data["departments"], event.data["to"], event.reason) == (2, taker.username, "moves to Xi'an")
    assert Notification.objects.get(user=taker).parameters["count"] == 2


def test_a_leaver_is_deactivated_with_the_taker_as_substitute(boss, giver):
    taker = make_user("department_head")
    run(boss, giver, taker, deactivate=True)
    giver.refresh_from_db()
    assert not giver.is_active and giver.substitute == taker


@pytest.mark.django_db(transaction=True)
def test_deactivating_needs_its_own_right_and_without_it_nothing_moves(giver):
    manager = make_user("sales_manager", department=giver.department)
    with pytest.raises(errors.NotFound):
        run(manager, giver, make_user("department_head"), deactivate=True)
    assert User.objects.get(pk=giver.pk).is_active
    assert Department.objects.filter(head=giver).count() == 2


def test_a_manager_hands_over_in_his_department_only(giver):
    manager = make_user("sales_manager", department=giver.department)
    assert run(manager, giver, make_user("department_head"))["departments"] == 2
    with pytest.raises(errors.NotFound):
        run(make_user("sales_manager"), giver, make_user())


def test_a_headship_goes_only_to_who_may_approve(client, boss, giver):
    keeper = make_user("warehouse")
    with pytest.raises(errors.Invalid) as refusal:
        run(boss, giver, keeper)
    assert "to_user" in refusal.value.fields
    assert Department.objects.filter(head=giver).count() == 2
    assert run(boss, giver, keeper, only=["substitutions"]) == {"substitutions": 0}
    client.force_login(boss)
    page = client.get(f"/handover/?from_user={giver.pk}&to_user={keeper.pk}").content.decode()
    assert "may not hold this" in page


def test_without_the_right_nothing_moves(giver):
    with pytest.raises(errors.NotAllowed):
        run(make_user("sales"), giver, make_user())


def test_work_goes_to_somebody_else_who_works_here(boss, giver):
    gone = make_user()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for taker in (giver, gone):
        with pytest.raises(errors.Invalid):
            run(boss, giver, taker)


def test_one_kind_alone_can_move(boss, giver):
    handover.register("widgets", Duty("Widgets", lambda user: 7, lambda actor, giver, taker, at: 7))
    try:
        assert run(boss, giver, make_user(), only=["widgets"]) == {"widgets": 7}
        assert Department.objects.filter(head=giver).count() == 2
    finally:
        del handover._entries["widgets"]


def test_a_leavers_work_can_still_be_handed_over(boss, giver):
    first, second = make_user("department_head"), make_user("department_head")
    run(boss, giver, first, deactivate=True)
    assert run(boss, giver, second)["departments"] == 0
    moved = run(boss, first, second)
    assert moved == {**moved, "departments": 2, "substitutions": 1}
    giver.refresh_from_db()
    assert giver.substitute == second


class TestPage:
    def test_the_form_shows_what_would_move(self, client, boss, giver):
        client.force_login(boss)
        assert client.get("/handover/").status_code == 200
        part = client.get(
            f"/handover/?from_user={giver.pk}", headers={"HX-Request": "true", "HX-Target": "handover-piles"}
        )
        assert part.context["piles"][0].count == 2

    def test_sent_it_moves(self, client, boss, giver):
        taker = make_user("department_head")
        client.force_login(boss)
        sent = {"from_user": giver.pk, "to_user": taker.pk, "deactivate": "on", "nonce": "1"}
        response = client.post("/handover/", sent)
        assert response.status_code == 303
        assert Department.objects.filter(head=taker).count() == 2
        assert client.post("/handover/", {"from_user": giver.pk, "to_user": ""}).status_code == 422

    def test_the_page_is_for_those_who_may(self, client):
        client.force_login(make_user("sales"))
        assert client.get("/handover/").status_code == 403
        assert client.post("/handover/", {}).status_code == 403


class TestWhoIsOffered:
    def offered(self, client, **asked):
        page = client.get("/handover/", asked, headers={"HX-Request": "true", "HX-Target": "handover-piles"})
        return {int(key) for key, _label in page.context["form"].fields["to_user"].choices if key}

    def test_only_people_who_may_hold_what_is_handed_over(self, client, boss, giver):
        fit, keeper, bridge = make_user("department_head"), make_user("warehouse"), make_user("api_client")
        gone = make_user("department_head")
        User.objects.filter(pk=gone.pk).update(is_active=False)
        client.force_login(boss)
        before = self.offered(client)
        assert fit.pk in before and not before & {bridge.pk, gone.pk}
        known = self.offered(client, from_user=giver.pk)
        assert fit.pk in known and not known & {keeper.pk, bridge.pk, gone.pk, giver.pk}
        assert keeper.pk in self.offered(client, from_user=giver.pk, only="substitutions")

    def test_the_list_follows_the_person_whose_work_it_is(self, client, boss, giver):
        client.force_login(boss)
        part = client.get(
            "/handover/", {"from_user": giver.pk}, headers={"HX-Request": "true", "HX-Target": "handover-piles"}
        ).content.decode()
        assert 'id="handover-taker" hx-swap-oob="true"' in part

    def test_a_substitute_is_somebody_else_who_works_here(self, client, boss):
        person, bridge = make_user(), make_user("api_client")
        client.force_login(boss)
        page = client.get(f"/admin/accounts/user/{person.pk}/verb/deactivate/")
        offered = {key for key, _label in page.context["form"].fields["substitute"].choices if key}
        assert boss.pk in offered and not offered & {person.pk, bridge.pk}
