"""How many doors the navigation has for whom."""

import pytest

from accounts.tests.builders import make_user
from common import navigation
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db
MOST = 7


def _doors(role: str) -> list[str]:
    groups = navigation.groups_for(make_user(role), "/")
    return [item.key for group in groups if str(group.label) == "Teamwork" for item in group.items]


def test_nobody_sees_more_than_a_handful_of_doors_to_work_on_orders():
    for role in ("production", "warehouse", "sales", "decomposition_admin", "administrator"):
        assert 0 < len(_doors(role)) <= MOST, (role, _doors(role))


def test_every_entry_stands_behind_one_that_is_there():
    entries = dict(navigation.navigation.items())
    for key, entry in entries.items():
        for other in entry.under:
            assert other in entries and entries[other].group == entry.group, key
            assert not entries[other].under, f"{key}: a door leads to a page, not to another door"


def test_who_leads_nobody_is_offered_nothing_to_lead_with():
    shop = make_shop()
    entries = {key for key, _entry, _url in navigation.entries_for(shop.worker)}
    assert {"my-tasks", "tasks", "absences"} <= entries
    assert not entries & {"task-plans", "conflicts", "weights", "skills", "capacity"}
    entries = {key for key, _entry, _url in navigation.entries_for(shop.foreman)}
    assert entries >= {"task-plans", "conflicts", "weights", "capacity"}
