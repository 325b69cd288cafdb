"""Navigation, counts and the search palette."""

from types import SimpleNamespace

import pytest

from common import navigation, search
from common.navigation import Action, NavEntry
from common.registry import Registry


@pytest.fixture
def house(monkeypatch):
    """Three pages that exist and one that does not, and a person who may open two of them."""
    entries, actions = Registry("test.navigation"), Registry("test.actions")
    addresses = {"home": "/", "orders": "/orders/", "drafts": "/orders/drafts/", "new": "/orders/new/"}
    monkeypatch.setattr(navigation, "navigation", entries)
    monkeypatch.setattr(navigation, "actions", actions)
    monkeypatch.setattr(navigation, "address", lambda name: addresses.get(name, ""))
    monkeypatch.setattr(navigation, "_can", lambda user, verb: verb in user.verbs)
    monkeypatch.setattr(search, "search", Registry("test.search"))
    entries.register("home", NavEntry("work", "My work", "inboxes", "home", mobile=1, order=1))
    entries.register("orders", NavEntry("orders", "销售订单", "receipt", "orders", verb="order.view", mobile=2,
                                        count=lambda user: 412))  # fmt: skip
    entries.register("drafts", NavEntry("orders", "Drafts", "pencil", "drafts", verb="order.create", count=lambda u: 0))
    entries.register("gone", NavEntry("admin", "Gone", "trash", "no-such-page"))
    actions.register("new", Action("新建订单", "plus-lg", "new", verb="order.create", keys="n"))
    return SimpleNamespace(is_authenticated=True, verbs={"order.view"})


def test_only_pages_that_exist_and_are_permitted_are_shown(house):
    groups = navigation.groups_for(house, "/orders/17/")
    assert [[item.key for item in group.items] for group in groups] == [["home"], ["orders"]]


def test_the_longest_address_is_the_current_one(house):
    house.verbs.add("order.create")
    current = [item.key for group in navigation.groups_for(house, "/orders/drafts/3/") for item in group.items
               if item.is_current]  # fmt: skip
    assert current == ["drafts"]
    assert [item.key for item in navigation.tabs_for(house, "/elsewhere/") if item.is_current] == []


def test_nobody_signed_in_sees_nothing(house):
    house.is_authenticated = False
    assert navigation.groups_for(house, "/") == []


def test_counts_leave_zero_out(house):
    house.verbs.add("order.create")
    assert navigation.counts_for(house) == {"orders": 412}


@pytest.mark.parametrize("typed", ["新建", "xjdd", "XINJIAN"])
def test_actions_are_found_by_name_pinyin_and_initials(house, typed):
    house.verbs.add("order.create")
    assert [hit.url for hit in search.find_actions(house, typed, 6)] == ["/orders/new/"]


def test_actions_without_the_right_are_not_found(house):
    assert search.find_actions(house, "xjdd", 6) == []


def test_sources_are_asked_for_the_person_and_grouped(house):
    seen = []

    def source(user, text, limit):
        seen.append((user, text, limit))
        return [search.SearchHit("SO1", "", "/orders/SO1/", "receipt", "Orders")]

    search.search.register("orders", source)
    assert [str(label) for label, _hits in search.find(house, "  so   1 ")] == ["Orders"]
    assert seen == [(house, "so 1", search.PER_SOURCE)]


def test_an_empty_search_offers_actions_and_pages_only(house):
    search.search.register("orders", lambda *given: pytest.fail("nothing was typed"))
    assert [hit.title for _label, hits in search.find(house, "") for hit in hits] == ["My work", "销售订单"]


def test_the_rights_of_the_house_decide_what_is_shown():
    assert navigation._can is not None, "nobody gave the navigation its policy: entries that need a right stay hidden"


def test_without_a_policy_nothing_that_needs_a_right_is_shown(house, monkeypatch):
    monkeypatch.setattr(navigation, "_can", None)
    assert [item.key for group in navigation.groups_for(house, "/") for item in group.items] == ["home"]


def test_entries_that_belong_together_stand_behind_the_first_that_may_be_opened(house, monkeypatch):
    addresses = {"rules": "/tasks/rules/", "skills": "/tasks/skills/", "list": "/tasks/", "mine": "/tasks/mine/"}
    monkeypatch.setattr(navigation, "address", lambda name: addresses.get(name, ""))
    under = ("task-rules", "tasks")
    for key, entry in (
        ("my-tasks", NavEntry("tasks", "My tasks", "check2", "mine", order=1)),
        ("tasks", NavEntry("tasks", "Tasks", "list", "list", order=2, tab="List")),
        ("skills", NavEntry("tasks", "Skills of people", "award", "skills", order=3, under=under, tab="Skills")),
        ("task-rules", NavEntry("tasks", "Rules", "diagram-3", "rules", verb="task.rules", order=9)),
    ):
        navigation.navigation.register(key, entry)

    def seen(path):
        items = [item for group in navigation.groups_for(house, path) for item in group.items]
        beside = navigation.beside(house, path)
        return (
            [item.key for item in items],
            [item.key for item in items if item.is_current],
            [(item.key, item.tab, item.is_current) for item in beside],
        )

    beside = [("tasks", "List", False), ("skills", "Skills", True)]
    assert seen("/tasks/skills/") == (["my-tasks", "tasks"], ["tasks"], beside)
    house.verbs.add("task.rules")
    beside = [("task-rules", "Rules", False), ("skills", "Skills", True)]
    assert seen("/tasks/skills/") == (["my-tasks", "tasks", "task-rules"], ["task-rules"], beside)
    assert seen("/tasks/mine/") == (["my-tasks", "tasks", "task-rules"], ["my-tasks"], [])
    assert seen("/tasks/rules/7/")[2] == [], "the pages behind one lead back by their crumb"
    assert "Skills of people" in [hit.title for _label, hits in search.find(house, "") for hit in hits]


def test_groups_are_open_until_somebody_folds_them_and_the_one_of_the_page_always_is(house):
    def folded(path, folds=""):
        return [group.key for group in navigation.groups_for(house, path, folds) if not group.is_open]

    assert folded("/") == []
    assert folded("/", "-orders.-work") == ["orders"]  # what has no heading does not fold
    assert folded("/orders/17/", "-orders") == []
    assert folded("/", "-orders.orders") == []
    assert navigation.read_folds("-orders.nonsense..-stock.<b>") == {"orders": False, "stock": False}


def test_a_long_menu_begins_with_what_is_seldom_used_folded(house, monkeypatch):
    addresses = {"orders": "/orders/", **{f"page{number}": f"/page{number}/" for number in range(30)}}
    monkeypatch.setattr(navigation, "address", lambda name: addresses.get(name, ""))
    for number in range(30):
        group = "admin" if number < 5 else "shipping"
        navigation.navigation.register(f"page{number}", NavEntry(group, f"Page {number}", "gear", f"page{number}"))
    groups = navigation.groups_for(house, "/orders/")
    assert {group.key: group.is_open for group in groups} == {"orders": True, "shipping": True, "admin": False}
    assert all(group.is_open for group in navigation.groups_for(house, "/page1/"))
    assert all(group.is_open for group in navigation.groups_for(house, "/orders/", "admin"))
