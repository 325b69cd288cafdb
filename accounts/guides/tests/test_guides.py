"""The guides: one for every role that people hold, with links that lead somewhere."""

import pytest
from django.urls import reverse

from accounts.guides.shapes import shipped
from accounts.roles.verbs import RoleCode
from accounts.tests.builders import make_user
from common.navigation import navigation

pytestmark = pytest.mark.django_db


def test_every_role_of_people_has_one_guide_in_both_languages():
    covered = [role for guide in shipped() for role in guide.roles]
    assert sorted(covered) == sorted(set(RoleCode.EVERYONE) - {RoleCode.API_CLIENT})
    for guide in shipped():
        for step in (*guide.steps, *guide.stops):
            assert all((*step.title, *step.text)), step.title.en
            assert not set(step.pages) - set(navigation), f"{step.title.en} leads to a page that is none"


def test_ones_own_guide_comes_first_and_links_only_what_one_may_open(client):
    client.force_login(make_user("warehouse", language="en"))
    page = client.get(reverse("accounts:help")).content.decode()
    assert page.index("Warehouse and logistics") < page.index("For other roles") < page.index("Finance")
    page = client.get(reverse("accounts:guide", args=["shipping"])).content.decode()
    assert f'href="{reverse("orders:dispatch-board")}"' in page
    assert "The right goods" in page
    page = client.get(reverse("accounts:guide", args=["administrator"])).content.decode()
    assert f'<a class="so-r" href="{reverse("integration:webhooks")}"' not in page and "Webhooks" in page
    assert client.get(reverse("accounts:guide", args=["nobody"])).status_code == 404
    client.cookies.clear()
    client.force_login(make_user("sales", language="zh-hans"))
    assert "业务员" in client.get(reverse("accounts:guide", args=["sales"])).content.decode()
