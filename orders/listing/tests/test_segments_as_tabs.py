"""Conditions over the order list: in its address, as chips, as tabs that people save for themselves and for others."""

import pytest

from accounts.tests.builders import make_user
from common import planner
from orders.listing import own_views
from orders.tests import builders
from orders.tests.page_builders import Browser
from segments import operations, queries
from segments.models import Segment

pytestmark = pytest.mark.django_db
LIST, SAVE, TABS = "/orders/", "/orders/views/own/", "/orders/views/"
DRAFTS = "status = DRAFT"


@pytest.fixture
def cast():
    return builders.make_order_cast()


def page(user, **query):
    return Browser(user).get(LIST, **query).content.decode()


def saved(user, **form):
    return Browser(user).post(SAVE, **{"name": "Drafts", "audience": "PERSON", "query": f"condition={DRAFTS}", **form})


def keep(actor, text=DRAFTS, **more):
    return operations.create_segment(actor=actor, name=more.pop("name", "Kept"), condition=text, at=builders.AT, **more)


def test_a_condition_in_the_address_narrows_the_list_and_stands_as_a_chip(cast):
    draft, waiting = builders.make_draft(cast.owner), builders.make_submitted(cast.owner)
    found = page(cast.owner, condition=DRAFTS)
    assert draft.display_number in found and waiting.number not in found
    words = "State of the order = Draft"
    assert f'<span class="k">Condition</span><span class="v" title="{words}">{words}</span>' in found
    assert "Remove Condition" in found
    foot = Browser(cast.owner).get("/orders/totals/", condition=DRAFTS).content.decode()
    assert "<b>1</b>" in foot


def test_the_builder_opens_with_what_the_address_says_and_leads_back_with_the_filters(cast):
    found = page(cast.owner, condition=DRAFTS, order_date_from="2026-01-01")
    url = found.partition('data-pop-url="')[2].partition('"')[0].replace("&amp;", "&")
    built = Browser(cast.owner).client.get(url).content.decode()
    assert 'value="DRAFT" selected' in built
    assert 'name="next" value="/orders/?order_date_from=2026-01-01"' in built
    assert 'name="save" value="/orders/views/own/?order_date_from=2026-01-01"' in built


def test_an_address_that_cannot_be_read_opens_the_builder_at_the_fault(cast):
    answer = Browser(cast.owner).get(LIST, condition="status = DRAFT AND moon = 1")
    assert answer.status_code == 302
    assert "<mark>moon</mark>" in Browser(cast.owner).client.get(answer.headers["Location"]).content.decode()


def test_saved_conditions_stand_as_tabs_with_their_counts_for_whom_they_are(cast):
    builders.make_draft(cast.owner)
    keep(cast.owner, name="Only mine")
    keep(make_user("administrator"), name="Of the company", audience="COMPANY")
    tabs = Browser(cast.owner).get(TABS).content.decode()
    assert 'Only mine <span class="c">1</span>' in tabs
    assert 'Of the company <span class="c">1</span>' in tabs
    others = Browser(cast.stranger).get(TABS).content.decode()
    assert "Only mine" not in others
    assert 'Of the company <span class="c">0</span>' in others, "each counts what he may see"
    company = Segment.objects.get(name="Of the company")
    shown = page(cast.owner, segment=company.pk).partition('id="views"')[2].partition("</nav>")[0]
    assert shown.partition(f'segment={company.pk}" aria-current="page"')[1]
    assert shown.count('aria-current="page"') == 1
    changed = page(cast.owner, condition="status = SUBMITTED", base=company.pk).partition('id="views"')[2]
    assert changed.partition("</nav>")[0].partition(f'segment={company.pk}" aria-current="page"')[1]


def test_one_that_somebody_may_not_read_is_no_tab_and_no_filter(cast):
    boss = make_user("administrator")
    kept = keep(boss, "total > 5", name="Big", audience="COMPANY")
    keeper = make_user("warehouse")
    assert "Big" not in page(keeper)
    assert Browser(keeper).get(LIST, segment=kept.pk).status_code == 422


def test_saved_for_oneself_it_is_one_tab_and_a_condition_of_his_own(cast):
    builders.make_draft(cast.owner)
    answer = saved(cast.owner, query=f"condition={DRAFTS}&sort=-total_amount")
    (view,) = own_views.of(cast.owner).values()
    segment = Segment.objects.get(code="")
    assert (segment.name, segment.audience, segment.owner) == ("Drafts", "PERSON", cast.owner)
    assert view.query == f"sort=-total_amount&segment={segment.pk}"
    assert answer.headers["Location"] == view.url
    tabs = Browser(cast.owner).get(TABS).content.decode()
    assert tabs.count("Drafts") == 1 and 'Drafts <span class="c">1</span>' in tabs
    sent = f"condition=status = SUBMITTED&mine={view.key}&base={segment.pk}"
    saved(cast.owner, name="Sent", query=sent, version=segment.version)
    segment.refresh_from_db()
    assert (segment.name, segment.rows[0]["values"], segment.revision) == ("Sent", ["SUBMITTED"], 2)
    assert [one.name for one in own_views.of(cast.owner).values()] == ["Sent"]
    Browser(cast.owner).post(SAVE, query=f"mine={view.key}", then="delete")
    assert not own_views.of(cast.owner) and not queries.list_segments(cast.owner).filter(code="")


def test_it_is_shared_by_whom_the_right_allows(cast):
    refused = saved(cast.owner, audience="COMPANY")
    assert refused.status_code == 403
    boss = make_user("administrator")
    answer = saved(boss, audience="COMPANY")
    segment = Segment.objects.get(audience="COMPANY", code="")
    assert answer.headers["Location"] == f"/orders/?segment={segment.pk}"
    query = f"condition=status = VOID&base={segment.pk}"
    assert f'name="version" value="{segment.version}"' in Browser(boss).get(f"{SAVE}?{query}").content.decode()
    changed = saved(boss, name="Two", audience="COMPANY", query=query, version=segment.version)
    assert changed.headers["Location"] == f"/orders/?segment={segment.pk}"
    segment.refresh_from_db()
    assert (segment.name, segment.revision) == ("Two", 2)
    late = saved(make_user("administrator"), name="Mine", audience="COMPANY", query=query, version=segment.version - 1)
    assert late.status_code == 409, "somebody else saved it meanwhile"
    segment.refresh_from_db()
    assert segment.name == "Two"
    query = f"segment={segment.pk}"
    copy = saved(boss, name="Three", audience="COMPANY", query=query, as_new="on", version=segment.version)
    assert Segment.objects.get(name="Three").rows == segment.rows and copy.status_code == 303


def test_filters_alone_are_not_shared(cast):
    answer = saved(make_user("administrator"), audience="COMPANY", query="status=DRAFT")
    assert answer.status_code == 422
    assert "Build a condition first" in answer.content.decode()


def test_a_tab_that_counts_too_long_has_no_number(cast, monkeypatch):
    keep(cast.owner, name="Slow")

    def never(*_args):
        raise planner.TimeIsUp

    monkeypatch.setattr("segments.queries.Reader.condition", never)
    tabs = Browser(cast.owner).get(TABS).content.decode()
    assert "Slow</a>" in tabs


def test_the_row_says_why_it_is_there(cast):
    order = builders.make_draft(cast.owner)
    found = page(cast.owner, condition=DRAFTS)
    assert f"Why {order.display_number} is here" in found
    assert "Why it is here" not in page(cast.owner)
