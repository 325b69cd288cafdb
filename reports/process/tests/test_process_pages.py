"""Every report of the room stands on its page, told in every way, in both languages, and as a file."""

import pytest

from accounts.tests.builders import make_user
from orders.tests.builders import AT, make_effective
from reports.facts import operations as facts
from reports.process import wiring
from reports.standard.reports import Control

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("one", wiring._ALL, ids=lambda one: one.code)
def test_it_has_a_page_and_a_file(one, client):
    make_effective()
    facts.keep_up(at=AT, patience=0)
    for language in ("en", "zh-hans"):
        client.force_login(make_user("executive", language=language))
        for by, _label in one.choices:
            given = {"by": by}
            if Control.AGAINST in one.controls:
                given["against"] = "before"
            answer = client.get(f"/reports/standard/{one.code}/", given)
            assert answer.status_code == 200, (by, answer.content[:300])
    by = one.choices[-1][0]
    for form in ("xlsx", "csv", "pdf"):
        answer = client.get(f"/reports/standard/{one.code}/file/", {"by": by, "file": form})
        assert answer.status_code == 200, form


def test_whoever_has_no_reports_gets_none(client):
    client.force_login(make_user(None))
    for one in wiring._ALL:
        assert client.get(f"/reports/standard/{one.code}/").status_code in (403, 404)
