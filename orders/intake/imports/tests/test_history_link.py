"""The trail of an import is readable from its page."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.intake.imports.tests.builders import dry_run, write_files

pytestmark = pytest.mark.django_db


def test_the_history_of_an_import_is_a_link_for_who_may_see_it(client, tmp_path):
    run = dry_run(write_files(tmp_path))
    trail = reverse("accounts:audit", args=["common.importrun", run.pk])
    client.force_login(make_user("administrator"))
    assert trail in client.get(reverse("imports:run-detail", args=[run.pk])).text
    assert client.get(trail).status_code == 200
    client.force_login(make_user("order_desk"))
    assert client.get(trail).status_code in (403, 404)
