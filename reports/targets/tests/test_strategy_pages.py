"""Notes on sales strategy beside the plan: written, changed, refused when stale, read by whom they concern."""

import pytest

from accounts.tests.builders import make_department, make_user
from common import clock, errors
from common.models import Event
from orders.tests.builders import AT, make_order_cast
from reports.targets import strategy
from reports.targets.models import StrategyNote

pytestmark = pytest.mark.django_db
PATH = "/reports/strategy/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def boss():
    return make_user("sales_manager")


def write(actor, **given):
    given = {"year": 2026, "subject": "PRICE", "text": "No discounts.", **given}
    return strategy.save_note(actor=actor, at=AT, **given)


def test_a_note_is_written_changed_and_taken_away(client, boss):
    client.force_login(boss)
    assert client.get(PATH, {"year": "2027"}).context["form"].initial["year"] == "2027"
    given = {"year": "2026", "subject": "PRICE", "department": "", "text": "One\r\ntwo", "nonce": "n1"}
    assert client.post(PATH, given).status_code == 303
    note = StrategyNote.objects.get()
    assert (note.text, note.department, note.written_by) == ("One\ntwo", None, boss)
    assert "One" in client.get("/reports/targets/?year=2026").content.decode()
    assert "One" not in client.get("/reports/targets/?year=2025").content.decode()
    changed = {**given, "text": "Three", "version": "1"}
    assert client.post(f"{PATH}{note.pk}/", changed).status_code == 303
    assert client.post(f"{PATH}{note.pk}/", {**changed, "text": "Four"}).status_code == 409
    assert client.post(f"{PATH}{note.pk}/remove/", {"version": "1"}).status_code == 409
    assert client.post(f"{PATH}{note.pk}/remove/", {"version": "2"}).status_code == 303
    assert not StrategyNote.objects.exists()
    kinds = list(Event.objects.filter(kind__startswith="strategy.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["strategy.noted", "strategy.noted", "strategy.removed"]


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": " \n "}, {"year": "1"}, {"subject": "X"}, {"text": "x" * 4001}]
)
def test_what_cannot_be_a_note_is_said_and_nothing_is_written(client, boss, wrong):
    client.force_login(boss)
    given = {"year": "2026", "subject": "PRICE", "department": "", "text": "x", "nonce": "n2", **wrong}
    assert client.post(PATH, given).status_code == 422
    assert not StrategyNote.objects.exists()


def test_the_same_form_sent_twice_writes_one_note(client, boss):
    client.force_login(boss)
    given = {"year": "2026", "subject": "PRICE", "department": "", "text": "Once", "nonce": "n3"}
    answers = [client.post(PATH, given) for _n in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert StrategyNote.objects.count() == 1


def test_a_head_writes_for_his_department_and_reads_no_other(client):
    cast = make_order_cast()
    head = make_user("department_head", department=cast.department)
    director = cast.director
    foreign = write(director, department=make_department(), text="Secret")
    ours = write(director, department=cast.department, text="Ours")
    company = write(director, text="Everybody")
    client.force_login(head)
    text = client.get("/reports/targets/?year=2026").content.decode()
    assert "Secret" not in text
    assert "Ours" in text
    assert "Everybody" in text
    assert client.get(f"{PATH}{foreign.pk}/").status_code == 404
    assert client.get(f"{PATH}{company.pk}/").status_code == 403
    assert client.get(f"{PATH}{ours.pk}/").status_code == 200
    with pytest.raises(errors.NotAllowed):
        write(head)
    with pytest.raises(errors.NotAllowed):  # it does not become another department's either
        strategy.save_note(actor=head, note_id=ours.pk, version=1, department=None, at=AT)
    client.force_login(cast.owner)
    assert client.get(PATH).status_code == 403
    assert client.post(f"{PATH}{ours.pk}/remove/", {"version": "1"}).status_code == 403


def test_words_of_people_are_words(client, boss):
    write(boss, text="<script>alert(1)</script>")
    client.force_login(boss)
    assert "<script>alert" not in client.get("/reports/targets/?year=2026").content.decode()
