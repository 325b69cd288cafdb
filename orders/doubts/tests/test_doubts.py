"""Doubts about orders: asked, answered, closed, in the way of submission; orders set aside and released."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors, invariants, settings
from common.models import Setting
from common.operation import operation
from orders.doubts import operations, queries, states
from orders.doubts.models import Doubt, SetAside
from orders.doubts.states import Move, State
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.order.states import Status
from orders.tests import builders
from orders.tests.builders import AT, fresh
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def cast(db):
    return builders.make_order_cast()


def ask(order, actor, **options):
    return operations.ask_doubt(actor=actor, order_id=order.pk, text=options.pop("text", "40 or 14?"), at=AT, **options)


def answer(doubt, actor, text="14"):
    return operations.answer_doubt(actor=actor, doubt_id=doubt.pk, answer=text, at=AT)


def close(doubt, actor):
    return operations.close_doubt(actor=actor, doubt_id=doubt.pk, at=AT)


def submit(order, actor):
    return lifecycle.submit_order(actor=actor, order_id=order.pk, at=AT)


def inbox_of(person):
    return list(Notification.objects.filter(user=person, read_at=None).values_list("kind", flat=True))


@pytest.mark.parametrize(("state", "move"), [*itertools.product(State, Move)])
def test_every_move_from_every_state(state, move):
    if (state, move) in states.MOVES:
        assert states.after(state, move) == states.MOVES[state, move]
    else:
        with pytest.raises(errors.WrongState):
            states.after(state, move)


def test_a_doubt_is_asked_of_the_salesperson_answered_and_closed_on_record(cast):
    order = builders.make_draft(cast.owner)
    doubt = ask(order, cast.desk, line_no=1, field="quantity")
    assert (doubt.asked_to, doubt.path, fresh(order).open_doubts) == (cast.owner, "lines.1.quantity", 1)
    assert inbox_of(cast.owner) == ["doubt.asked"]
    answered = answer(doubt, cast.owner)
    assert (answered.state, inbox_of(cast.owner), inbox_of(cast.desk)) == ("ANSWERED", [], ["doubt.answered"])
    closed = close(doubt, cast.desk)
    assert (closed.state, closed.answer, fresh(order).open_doubts) == ("CLOSED", "14", 0)
    with pytest.raises(errors.WrongState):
        answer(doubt, cast.owner)
    assert operations.reopen_doubt(actor=cast.desk, doubt_id=doubt.pk, at=AT).state == "OPEN"
    assert fresh(order).open_doubts == 1


def test_who_is_asked_sees_the_order_and_answers_though_it_is_not_his(cast):
    order = builders.make_draft(cast.owner)
    doubt = ask(order, cast.desk, person_id=cast.stranger.pk)
    assert answer(doubt, builders.person(cast.stranger.pk)).answered_by == cast.stranger
    close(doubt, cast.desk)
    with pytest.raises(errors.NotFound):
        ask(order, builders.person(cast.stranger.pk))


def test_only_who_asked_or_whose_work_it_is_closes(cast):
    doubt = ask(builders.make_draft(cast.owner), cast.desk)
    with pytest.raises(errors.NotAllowed):
        close(doubt, cast.owner)
    assert close(doubt, cast.head).closed_by == cast.head


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"line_no": 9}, {"field": "freight"}, {"field": "quantity"}, {"person_id": 0}]
)
def test_a_doubt_names_what_there_is(cast, wrong):
    with pytest.raises(errors.Invalid):
        ask(builders.make_draft(cast.owner), cast.desk, **wrong)


def test_an_open_doubt_keeps_the_order_from_being_submitted(cast):
    order = builders.make_draft(cast.owner)
    doubt = ask(order, cast.desk)
    answer(doubt, cast.owner)
    with pytest.raises(errors.Conflict) as refused:
        submit(order, cast.owner)
    assert (refused.value.code, refused.value.details["doubts"]) == ("doubts_open", 1)
    close(doubt, cast.desk)
    assert submit(order, cast.owner).status == Status.SUBMITTED


@pytest.mark.parametrize(("setting", "passes"), [("OPEN", True), ("NONE", True), ("UNCLOSED", False)])
def test_the_company_says_which_doubts_block(cast, setting, passes):
    Setting.objects.create(key=queries.BLOCK, value=setting)
    settings.forget()
    order = builders.make_draft(cast.owner)
    answer(ask(order, cast.desk), cast.owner)
    if passes:
        assert submit(order, cast.owner).status == Status.SUBMITTED
    else:
        with pytest.raises(errors.Conflict):
            submit(order, cast.owner)


def test_asking_does_not_turn_an_open_form_stale(cast):
    order = builders.make_draft(cast.owner)
    ask(order, cast.desk)
    drafting.change_order(
        actor=cast.owner, order_id=order.pk, version=order.version, changes={"notes": "as agreed"}, at=AT
    )


def test_an_order_set_aside_waits_until_it_is_released(cast):
    order = builders.make_draft(cast.owner)
    operations.set_order_aside(actor=cast.desk, order_id=order.pk, reason="another head", at=AT)
    assert inbox_of(cast.owner) == ["order.set_aside"]
    with pytest.raises(errors.WrongState) as refused:
        submit(order, cast.owner)
    assert refused.value.code == "set_aside"
    assert [row.order_id for row in queries.list_set_aside(cast.desk)] == [order.pk]
    with pytest.raises(errors.WrongState):
        operations.set_order_aside(actor=cast.desk, order_id=order.pk, reason="again", at=AT)
    operations.release_order(actor=cast.desk, order_id=order.pk, note="confirmed", at=AT)
    assert (SetAside.objects.get().note, submit(order, cast.owner).status) == ("confirmed", Status.SUBMITTED)
    with pytest.raises(errors.WrongState):
        operations.set_order_aside(actor=cast.desk, order_id=order.pk, reason="too late", at=AT)


def test_what_the_desk_cannot_submit_for_others_is_set_aside_with_what_is_missing(cast):
    order = builders.make_draft(cast.owner, lines=[])
    with pytest.raises(errors.Incomplete):
        submit(order, cast.owner)
    assert fresh(order).set_aside_reason == ""  # one's own draft is simply not ready
    with pytest.raises(errors.Incomplete):
        submit(order, cast.desk)
    assert "At least one line" in fresh(order).set_aside_reason
    own = builders.make_draft(cast.owner, actor=cast.desk, lines=[])
    with pytest.raises(errors.Incomplete):
        submit(own, cast.desk)
    assert fresh(own).set_aside_reason == ""


def test_the_order_tells_its_doubts_and_leads_to_the_field(cast):
    order = builders.make_draft(cast.owner)
    ask(order, cast.desk, line_no=1, field="price", text="Which price?")
    operations.set_order_aside(actor=cast.desk, order_id=order.pk, reason="odd head", at=AT)
    page = Browser(cast.owner).get(f"/orders/{order.reference}/").content.decode()
    assert "Doubt asked" in page and "doubt.asked" not in page
    assert "Which price?" in page and "odd head" in page and f"/orders/{order.reference}/edit/#row-1" in page
    listed = Browser(cast.owner).get("/doubts/").content.decode()
    assert "Which price?" in listed
    assert "odd head" in Browser(cast.owner).get("/doubts/set-aside/").content.decode()
    assert "Which price?" not in Browser(cast.stranger).get("/doubts/").content.decode()


def test_pages_ask_answer_close_set_aside_and_release(cast):
    order = builders.make_draft(cast.owner)
    desk, sales = Browser(cast.desk), Browser(cast.owner)
    place = f"/orders/{order.reference}"
    form = {"text": "Colour?", "line_no": "1", "field": "customisation", "person": cast.owner.pk}
    assert desk.get(f"{place}/ask/").status_code == 200
    assert desk.send(f"{place}/ask/", **{**form, "text": ""}).status_code == 422
    assert desk.send(f"{place}/ask/", **form).headers["HX-Location"]
    doubt = Doubt.objects.get()
    assert sales.send(f"/doubts/{doubt.pk}/answer/", answer="red", version=1).headers["HX-Location"]
    assert sales.send(f"/doubts/{doubt.pk}/answer/", answer="blue", version=1).status_code == 409
    assert desk.post(f"/doubts/{doubt.pk}/close/", version=2).status_code == 303
    assert desk.post(f"/doubts/{doubt.pk}/reopen/", version=3).status_code == 303
    assert desk.send(f"{place}/set-aside/", reason="odd", version=1).headers["HX-Location"]
    assert desk.send(f"{place}/release/", note="", version=1).headers["HX-Location"]
    assert fresh(order).set_aside_reason == ""


def test_doubts_over_the_api(cast):
    order = builders.make_draft(cast.owner)
    api = APIClient()
    api.force_authenticate(cast.desk)

    def send(url, **body):
        return api.post(f"/api/v1/{url}", body, format="json", headers={"Idempotency-Key": f"d{next(_keys)}"})

    made = send("doubts/", order=order.reference, line_no=1, field="quantity", text="40 or 14?")
    assert made.status_code == 201, made.content
    assert (made.json()["asked_to"], made.json()["state"]) == (cast.owner.username, "OPEN")
    assert send("doubts/", order=order.reference, text="?", person="nobody").status_code == 400
    place = f"doubts/{made.json()['id']}"
    assert send(f"{place}/answer/", answer="14").json()["state"] == "ANSWERED"
    assert send(f"{place}/close/").json()["state"] == "CLOSED"
    assert send(f"{place}/reopen/").json()["state"] == "OPEN"
    assert api.get("/api/v1/doubts/?open=true").json()["count"] == 1
    aside = send("set-asides/", order=order.reference, reason="odd")
    assert (aside.status_code, aside.json()["reason"]) == (201, "odd")
    assert api.get("/api/v1/set-asides/").json()["count"] == 1
    assert send(f"set-asides/{order.reference}/release/", note="fine").status_code == 204


def test_what_must_hold_is_found_when_it_does_not(cast):
    order = builders.make_draft(cast.owner)
    ask(order, cast.desk)

    @operation
    def spoil(*, actor):
        Order.objects.filter(pk=order.pk).update(open_doubts=3, set_aside_reason="by hand")

    rules = [invariants.invariants[key] for key in ("order.open_doubts", "order.set_aside")]
    assert not any(invariants.offenders(rule) for rule in rules)
    spoil(actor=cast.desk)
    assert all(invariants.offenders(rule) for rule in rules)


def test_a_stranger_reaches_no_doubt(cast):
    doubt = ask(builders.make_draft(cast.owner), cast.desk)
    with pytest.raises(errors.NotFound):
        answer(doubt, make_user("sales"))


def test_where_the_salesperson_has_left_who_entered_the_order_is_asked(cast):
    order = builders.make_draft(cast.owner)
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(is_active=False)
    Order.objects.filter(pk=order.pk).update(created_by=cast.mate)
    assert ask(order, cast.desk).asked_to == cast.mate
