"""With other eyes no page or list opens that is shut for one's own (ADR 0118)."""

import pytest

from accounts.roles.models import Role
from accounts.roles.verbs import verbs
from accounts.tests.builders import make_user
from common.models import Setting
from orders_site.tests.role_pages import PAGES

pytestmark = pytest.mark.django_db
# what an administrator cannot open, though he may look at the area: statements, letters, forms, plans
SHUT = (
    *("/api/v1/bank-lines/", "/bank-lines/", "/api/v1/allocations/", "/api/v1/check-cadences/"),
    *("/api/v1/order-templates/", "/periods/close/", "/rewards/new/", "/receipts/new/", "/orders/new/"),
)


def test_nothing_opens_that_is_shut_for_the_one_who_looks(client):
    client.raise_request_exception = False
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    client.force_login(make_user("administrator"))
    assert [path for path in SHUT if client.get(path).status_code not in (403, 404)] == []
    everything = make_user(roles=list(Role.objects.filter(is_active=True).values_list("code", flat=True)))
    assert client.post("/trying/begin/", {"person": everything.pk}).status_code == 303
    assert [path for path in SHUT if client.get(path).status_code not in (403, 404)] == []


def test_no_page_of_many_rows_is_opened_by_a_right_that_is_a_press():
    presses = {verb for verb, found in verbs.items() if found.is_press}
    assert {"order.approve", "quotation.send"} <= presses and not {"order.create", "receipt.record"} & presses
    lists = {name: verb for name, verb in PAGES.items() if name.endswith(("-list", "-queue", "-index"))}
    assert lists and not presses & set(lists.values())
