"""A person's own views of the list: saved, shown as tabs, changed, deleted; nobody else's business."""

import html
import re

import pytest

from accounts.tests.builders import make_user
from orders.listing import own_views
from orders.tests import builders
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
LIST, SAVE = "/orders/", "/orders/views/own/"


@pytest.fixture
def cast():
    return builders.make_order_cast()


def save(user, name="Big drafts", query="status=DRAFT&amount_min=5&view=all", **more):
    return Browser(user).post(SAVE, query=query, name=name, **more)


def only(user):
    views = list(own_views.of(user).values())
    assert len(views) == 1
    return views[0]


def test_a_view_keeps_conditions_and_columns_and_stands_as_a_tab(cast):
    draft = builders.make_draft(cast.owner)
    waiting = builders.make_submitted(cast.owner)
    browser = Browser(cast.owner)
    browser.post("/orders/columns/", columns=["number", "customer", "channel"])
    response = save(cast.owner, query="status=DRAFT&view=all&cursor=x&sort=-total_amount&nonsense=1")
    assert response.status_code == 303
    view = only(cast.owner)
    assert view.query == "status=DRAFT&view=all&sort=-total_amount"
    assert response.headers["Location"] == view.url
    browser.post("/orders/columns/", reset="1")
    page = browser.get(view.url).content.decode()
    assert draft.display_number in page
    assert waiting.number not in page
    assert "Channel" in page, "the view's own columns"
    assert page.count('aria-current="page"') == browser.get(LIST).content.decode().count('aria-current="page"')
    assert "Big drafts" in browser.get(LIST).content.decode()
    tabs = browser.get("/orders/views/", mine=view.key).content.decode()
    assert 'Big drafts <span class="c">1</span>' in tabs


def test_a_view_is_changed_renamed_copied_and_deleted(cast):
    save(cast.owner)
    view = only(cast.owner)
    save(cast.owner, name="Drafts", query=f"status=DRAFT&mine={view.key}")
    assert (only(cast.owner).name, only(cast.owner).query) == ("Drafts", "status=DRAFT")
    save(cast.owner, name="Void ones", query=f"status=VOID&mine={view.key}", as_new="on")
    assert [one.name for one in own_views.of(cast.owner).values()] == ["Drafts", "Void ones"]
    Browser(cast.owner).post(SAVE, query=f"mine={view.key}", then="delete")
    assert only(cast.owner).name == "Void ones"


def test_columns_chosen_within_a_view_are_the_view_s(cast):
    save(cast.owner)
    view, browser = only(cast.owner), Browser(cast.owner)
    browser.post("/orders/columns/", columns=["number", "customer", "invoicing"], next=view.url)
    assert only(cast.owner).columns == ["number", "customer", "invoicing"]
    assert "Invoicing</th>" not in browser.get(LIST).content.decode()


def test_a_view_stays_while_conditions_change(cast):
    save(cast.owner)
    view = only(cast.owner)
    page = Browser(cast.owner).get(view.url).content.decode()
    assert page.count(f'name="mine" value="{view.key}"') == 1, "the quick search carries it along"
    assert f"view=all&amp;mine={view.key}" in page, "so do the chips"


def test_the_dialog_shows_what_will_be_kept(cast):
    page = Browser(cast.owner).part(SAVE, "dialog", status="DRAFT", order_date_from="2026-11-01").content.decode()
    assert page.count("so-chip") == 2
    assert "<html" not in page


def test_a_name_is_needed_short_and_new(cast):
    save(cast.owner)
    for name in ("", "x" * 41, "Big drafts"):
        assert save(cast.owner, name=name).status_code == 422
    assert only(cast.owner).name == "Big drafts"


def test_there_is_an_end_to_views(cast):
    for number in range(own_views.MOST):
        save(cast.owner, name=f"View {number}")
    assert save(cast.owner, name="One more").status_code == 422


def test_views_of_others_are_neither_seen_nor_touched(cast):
    save(cast.owner)
    view, other = only(cast.owner), Browser(cast.mate)
    assert "Big drafts" not in other.get(view.url).content.decode()
    other.post(SAVE, query=f"mine={view.key}", then="delete", name="x")
    assert only(cast.owner).name == "Big drafts"


def test_a_view_whose_conditions_are_no_longer_understood_breaks_nothing(cast):
    view = own_views.OwnView("abcd", "Old", "order_date_from=someday", [])
    own_views.keep(cast.owner, view, builders.AT)
    tabs = Browser(cast.owner).get("/orders/views/")
    assert tabs.status_code == 200
    assert "Old" in tabs.content.decode()


def test_views_cost_the_list_no_statement(cast):
    browser = Browser(cast.owner).warm()
    before = statements(lambda: browser.get(LIST))
    for number in range(3):
        save(cast.owner, name=f"View {number}")
    assert statements(lambda: browser.get(LIST)) == before


def test_nobody_needs_a_right_to_keep_a_view():
    user = make_user("warehouse")
    assert save(user, query="amount_min=5").status_code == 303


def test_a_view_is_deleted_without_scripts_and_enter_saves(cast):
    save(cast.owner)
    view, browser = only(cast.owner), Browser(cast.owner)
    page = browser.get(SAVE, mine=view.key).content.decode()
    assert "Delete this view" in page
    form = page.partition('<form id="view-delete"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert 'form="view-delete"' in page and fields["then"] == "delete"
    assert browser.post(SAVE, query=html.unescape(fields["query"]), then=fields["then"]).status_code == 303
    assert not own_views.of(cast.owner)
