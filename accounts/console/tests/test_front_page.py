"""The front page of the console: everything by what it is about, found by words of either language."""

import pytest
from django.utils import translation

from accounts.console.shelves import SHELVES, Entry, arranged
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from common import dates, numbering

pytestmark = pytest.mark.django_db


@pytest.fixture
def console(client):
    client.force_login(make_user("administrator", name="Boss", language="zh-hans"))
    return client


def titles(response):
    return {shelf.code: [str(one.title) for one in shelf.entries] for shelf in response.context["shelves"]}


def test_everything_lies_on_a_shelf_and_says_what_it_is(console):
    shelves = console.get("/admin/").context["shelves"]
    assert [shelf.code for shelf in shelves] == list(SHELVES)
    silent = [str(one.title) for shelf in shelves for one in shelf.entries if not one.about]
    assert silent == []
    urls = [one.url for shelf in shelves for one in shelf.entries]
    assert len(urls) == len(set(urls))
    assert {"/admin/rights/", "/admin/accounts/role/", "/integration/webhooks/", "/admin/series/"} <= set(urls)


def test_words_of_either_language_find_a_page(console):
    with translation.override("zh-hans"):
        for typed in ("审批", "approval"):
            found = titles(console.get("/admin/", {"q": typed}))
            assert found["orders"] == ["审批矩阵", "核对项"], typed
    part = console.get("/admin/", {"q": "xyzzy"}, headers={"HX-Request": "true", "HX-Target": "shelves"})
    assert "so-shelves" not in part.text
    assert "<html" not in part.text


def test_what_somebody_may_not_open_is_not_there(client):
    role = Role.objects.get(code="executive")
    grants = {"admin.console": "ALL", "audit.view": ""}
    roles.set_grants(actor=make_user("administrator"), role_id=role.pk, grants=grants, at=AT)
    client.force_login(make_user("executive"))
    shelves = client.get("/admin/").context["shelves"]
    urls = [one.url for shelf in shelves for one in shelf.entries]
    assert "/admin/rights/" not in urls
    assert "/admin/accounts/role/" not in urls
    assert all(client.get(url).status_code == 200 for url in urls)


def test_an_app_has_no_page_of_its_own(console):
    assert console.get("/admin/accounts/").url == "/admin/"


def test_shelves_keep_their_order_and_entries_are_sorted():
    entries = [Entry("work", "b", "/b/"), Entry("people", "z", "/z/"), Entry("work", "A", "/a/")]
    assert [(shelf.code, [one.title for one in shelf.entries]) for shelf in arranged(entries)] == [
        ("people", ["z"]),
        ("work", ["A", "b"]),
    ]


def test_number_series_say_how_far_they_are(console, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)
    today = dates.business_day(AT)
    numbering.draw_many("SO", today.replace(day=1), 4)
    numbering.draw_many("SO", today, 3)
    numbering.draw("IV", today.replace(year=today.year - 1))
    rows = {row.code: row for row in console.get("/admin/series/").context["rows"]}
    assert (rows["SO"].today, rows["SO"].last_days) == (3, 7 if today.day > 1 else 3)
    assert rows["SO"].last_number == f"SO{today:%Y%m%d}-0003"
    assert (rows["IV"].today, rows["IV"].last_days) == (0, 0)
    assert rows["IV"].last_number.endswith("-0001")
    assert rows["CR"].last_number == ""


def test_every_series_has_a_name():
    codes = {value for name, value in vars(numbering.Series).items() if name.isupper()}
    assert set(numbering.LABELS) == codes
