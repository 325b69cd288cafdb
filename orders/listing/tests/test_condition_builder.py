"""The condition builder through the whole stack: with scripts and without, rows and text, what is wrong and where."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common.conditions import rows as condition_rows
from common.conditions.kinds import Operator
from common.conditions.rows import Row
from orders.tests import builders
from orders.tests.page_builders import Browser
from segments import building, conditions
from segments.fields import Level, visible_fields
from segments.models import Segment

pytestmark = pytest.mark.django_db
BUILD, CHECK = "/conditions/", "/conditions/check/"
TEXT = "order_date = LAST_MONTH AND (status IN (DRAFT, EFFECTIVE) OR row_closed = N)"


@pytest.fixture
def owner():
    return builders.make_order_cast().owner


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser without scripts would send of the form on a page."""
    form = html.unescape(page.partition('<form class="so-build"')[2].partition("</form>")[0])
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]*\bname="([\w-]+)"[^>]*\bvalue="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    for name, body in re.findall(r'<select[^>]*\bname="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'<option value="([^"]*)"[^>]* selected', body)
    for name, body in re.findall(r'<textarea[^>]*\bname="([\w-]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [body]
    found.pop("csrfmiddlewaretoken", None)
    return found


def opened(user, **query):
    answer = Browser(user).get(BUILD, **{"next": "/orders/", **query})
    assert answer.status_code == 200
    return answer.content.decode()


def pressed(user, page, do, **changes):
    return Browser(user).client.post(BUILD, {**fields_of(page), **changes, "do": do})


def led_to(answer) -> dict[str, list[str]]:
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def test_a_condition_goes_through_the_rows_and_comes_out_the_same(owner):
    page = opened(owner, condition=TEXT)
    assert page.count("data-row ") == 3
    sent = led_to(pressed(owner, page, "apply"))
    again = conditions.read(owner, Level.ORDER, sent["condition"][0])
    assert again.rows == conditions.read(owner, Level.ORDER, TEXT).rows


def test_rows_and_text_change_over_without_loss_in_both_languages(owner):
    wanted = conditions.read(owner, Level.ORDER, TEXT).rows
    for language in ("en", "zh-hans"):
        owner.language = language
        owner.save(update_fields=["language"])
        as_text = pressed(owner, opened(owner, condition=TEXT), "text").content.decode()
        text = fields_of(as_text)["text"][0]
        assert conditions.read(owner, Level.ORDER, text).rows == wanted
        back = pressed(owner, as_text, "rows").content.decode()
        sent = led_to(pressed(owner, back, "apply"))
        assert conditions.read(owner, Level.ORDER, sent["condition"][0]).rows == wanted


def test_rows_are_added_moved_bracketed_and_removed_without_scripts(owner):
    page = opened(owner, condition="order_date = TODAY")
    page = pressed(owner, page, "add").content.decode()
    assert page.count("data-row ") == 2
    page = pressed(owner, page, "refresh", **{"c1-field": "status"}).content.decode()
    page = pressed(owner, page, "refresh", **{"c1-v": "DRAFT", "c1-join": "OR"}).content.decode()
    page = pressed(owner, page, "wrap", **{"c0-pick": "on", "c1-pick": "on"}).content.decode()
    page = pressed(owner, page, "open-0").content.decode()
    page = pressed(owner, page, "unopen-0").content.decode()
    found = led_to(pressed(owner, page, "apply"))["condition"][0]
    assert found == "(order_date = TODAY OR status = DRAFT)"
    page = pressed(owner, page, "unwrap").content.decode()
    page = pressed(owner, page, "up-1").content.decode()
    assert led_to(pressed(owner, page, "apply"))["condition"] == ["status = DRAFT AND order_date = TODAY"]
    page = pressed(owner, page, "remove-0").content.decode()
    assert led_to(pressed(owner, page, "apply"))["condition"] == ["order_date = TODAY"]
    page = pressed(owner, page, "remove-0").content.decode()
    assert "condition" not in led_to(pressed(owner, page, "apply"))


def test_a_part_is_sent_the_list_of_fields_once(owner):
    text = " AND ".join(["status = DRAFT"] * 6)
    page = opened(owner, condition=text)
    part = Browser(owner).part(BUILD, "conditions", next="/orders/", condition=text).content.decode()
    assert page.count('value="line_amount"') == 6 and part.count('value="line_amount"') == 1
    assert part.count('data-options="fields"') == 1 and part.count('data-options-of="fields"') == 5
    assert fields_of(part) == fields_of(page)


def test_each_kind_has_its_operators_and_its_control(owner):
    days = "status in (DRAFT, EFFECTIVE) AND order_date between TODAY to 2026-12-31 AND is_urgent = Y"
    page = opened(owner, condition=f'{days} AND total > 5 AND order_notes in ("a, b", c) AND order_notes is empty')
    assert re.search(r'name="c0-v" data-picklist aria-label="Value" multiple', page)
    assert page.count('list="day-words"') == 2 and 'value="today"' in page
    assert re.search(r'name="c2-v".*?<option value="Y" selected>', page, re.DOTALL)
    assert 'inputmode="decimal"' in page
    assert '<textarea class="form-control sm" id="c4-v" name="c4-list"' in page
    assert 'name="c5-v"' not in page
    assert "contains" not in page.partition('name="c3-op"')[2].partition("</select>")[0]
    kept = led_to(pressed(owner, page, "apply"))["condition"][0]
    assert conditions.read(owner, Level.ORDER, kept).rows[4].values == ("a, b", "c")


def test_what_is_wrong_stands_at_its_row(owner):
    page = opened(owner, condition="order_date = TODAY AND total > 5")
    answer = pressed(owner, page, "apply", **{"c1-v": "much"})
    assert answer.status_code == 422
    wrong = answer.content.decode()
    assert 'id="c1-fault"' in wrong and "Row 2" in wrong
    assert re.search(r'id="c1-field"[^>]*aria-invalid="true"', wrong)
    assert not re.search(r'id="c0-field"[^>]*aria-invalid="true"', wrong)
    unbalanced = pressed(owner, pressed(owner, page, "open-0").content.decode(), "apply")
    assert unbalanced.status_code == 422
    assert "A bracket is not closed." in unbalanced.content.decode()


def test_what_is_wrong_with_a_text_is_marked_at_its_position(owner):
    page = pressed(owner, opened(owner, condition="total > 5"), "text").content.decode()
    answer = pressed(owner, page, "apply", text="total > 5 AND moon = 3")
    assert answer.status_code == 422
    assert "<mark>moon</mark>" in answer.content.decode()
    assert "at character 15" in answer.content.decode()
    assert "<mark>moon</mark>" in opened(owner, condition="total > 5 AND moon = 3"), "an address can be wrong too"
    stays = pressed(owner, page, "rows", text="total > 5 AND moon = 3").content.decode()
    assert 'name="text"' in stays, "nothing is lost"


def test_the_check_says_expression_numbers_and_the_other_reading(owner):
    builders.make_draft(owner)
    builders.make_submitted(owner)
    page = opened(owner, condition="status = DRAFT OR status = SUBMITTED AND total < 0")
    form = fields_of(page)
    part = Browser(owner).send(CHECK, "found", **form).content.decode()
    assert "<html" not in part and 'id="found-count"' in part and "hx-swap-oob" in part
    assert '<span class="t3">(</span>' in part, "implied brackets are quiet"
    assert 'Finds <b class="so-num">0</b> orders, <b class="so-num">0</b> lines' in part
    assert "finds 0 orders" in part and "would expect 1" in part
    own = Browser(owner).client.post(CHECK, {**form, "c0-open": "1", "c1-close": "1"}).content.decode()
    assert '<span class="bk">(</span>' in own
    assert "would expect" not in own


def test_a_slow_condition_gives_a_marked_estimate(owner, monkeypatch, transactional_db):
    from common import keyset

    builders.make_draft(owner)
    monkeypatch.setattr(keyset, "count", lambda rows, limit: list(rows.extra(select={"z": "pg_sleep(2)"})))
    from orders.order.models import Order

    number, is_estimate = keyset.count_within(Order.objects.all(), 100)
    assert is_estimate and number >= 0


def test_a_hidden_field_is_neither_offered_nor_understood():
    keeper = make_user("warehouse")
    assert "total" not in visible_fields(keeper, Level.ORDER)
    page = opened(keeper, condition="total > 5")
    assert 'value="total"' not in page
    hidden, unknown = (
        pressed(keeper, opened(keeper), "apply", **{"c0-field": key, "c0-op": "GT", "c0-v": "5"})
        for key in ("total", "moons")
    )
    assert hidden.status_code == unknown.status_code == 422
    assert "There is no field “total”." in hidden.content.decode()
    assert "There is no field “moons”." in unknown.content.decode(), "as if there were none"


def test_it_leads_to_pages_of_this_site_only(owner):
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/no-such-page/"):
        assert Browser(owner).get(BUILD, next=elsewhere).status_code == 422


def test_every_field_is_led_back_to_by_its_key(owner):
    known = visible_fields(builders.make_order_cast().desk, Level.LINE)
    words = conditions.vocabulary(known)
    assert {key: words.names.get(key.casefold()) for key in known} == {key: key for key in known}


def test_an_address_is_read_back_in_both_languages(owner):
    found = (
        Row("order_notes", Operator.IN, ('say "no"', "a, b"), opens=1),
        Row("order_date", Operator.BETWEEN, ("LAST_DAYS:7", "2026-12"), condition_rows.Connector.OR, closes=1),
        Row("order_notes", Operator.EMPTY),
    )
    known = visible_fields(owner, Level.ORDER)
    text = building.address(conditions.Condition(found, known, conditions.vocabulary(known)))
    assert conditions.read(owner, Level.ORDER, text).rows == found


def test_what_no_address_holds_is_kept_under_a_name(owner):
    """Applied it would be refused by the servers before us; the dialog that asks for the name comes in the answer."""
    codes = [f"33.{number:05}" for number in range(1_200)]
    rows = [Row("customer_code", Operator.IN, tuple(codes))]
    page = opened(owner, condition="customer_code in (33.00000)", save=f"{reverse('orders:order-view-save')}?mine=1")
    typed = {"c0-list": "\n".join(codes)}
    refused = pressed(owner, page, "apply", **typed)
    assert refused.status_code == 422
    assert "too many values for an address" in refused.content.decode() and codes[-1] in refused.content.decode()
    assert refused.content.decode().count(codes[600]) == 1, "in the list, not in the expression"
    dialog = pressed(owner, page, "save", **typed)
    assert dialog.status_code == 200 and dialog.headers["HX-Retarget"] == "#dialog"
    query = html.unescape(re.search(r'name="query" value="([^"]*)"', dialog.content.decode())[1])
    assert parse_qs(query)["next"] == ["/orders/"]
    kept = Browser(owner).post("/segments/new/", query=query, name="Our thousand", audience="PERSON")
    segment = Segment.objects.get(name="Our thousand")
    assert kept.headers["Location"] == f"/orders/?segment={segment.pk}"
    assert segment.rows == condition_rows.to_json(rows)
    assert Browser(owner).get("/orders/", segment=str(segment.pk)).status_code == 200


def test_a_thousand_values_without_a_place_to_keep_them_go_as_text(owner):
    page = opened(owner, condition="customer_code in (33.00000)")
    refused = pressed(owner, page, "apply", **{"c0-list": "\n".join(f"33.{number:05}" for number in range(1_200))})
    assert refused.status_code == 422 and "Write them as text" in refused.content.decode()


def test_a_flag_may_be_asked_whether_it_is_there(owner):
    page = opened(owner, condition="is_urgent is empty")
    assert led_to(pressed(owner, page, "apply"))["condition"] == ["is_urgent is empty"]
