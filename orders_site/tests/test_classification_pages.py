"""Pages of classification: rules in words, drafts, the page to try them, the list of deviations; and their API."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from rest_framework.test import APIClient

from accounts.tests.builders import AT, make_cast, make_user
from common import errors
from common.models import Job
from customers.tests.builders import make_customer
from products.tests.builders import make_product
from segments import conditions
from segments.classification import deviations, operations, preview, previewing, queries, recomputing, trying
from segments.classification.serializers import RulesSerializer, TriedSerializer
from segments.classification.subjects import subjects
from segments.classification.tests.builders import administrator, make_draft, present, put_in_force
from segments.fields import Level

pytestmark = pytest.mark.django_db
WIDER = ("domestic", {"operands": ["11.001", "60.000"]})


def url(name: str, *args: object) -> str:
    return reverse(f"classification:{name}", args=args)


@pytest.fixture
def admin(client):
    person = administrator()
    client.force_login(person)
    return person


def test_rules_are_read_as_sentences(client):
    client.force_login(make_user("order_desk"))
    body = client.get(url("version-detail", 1)).content.decode()
    assert "Customer code from 11.001 to 56.005" in body
    assert "if Digital kit: Product name is made like {*}-{Sensor count}" in body
    assert url("draft-activate") not in body
    assert client.get(url("version-list")).status_code == 200


def test_a_draft_is_edited_looked_at_and_put_in_force(client, admin):
    make_customer(code="57.001")
    assert client.post(url("draft-start")).status_code == 303
    rule = next(row for row in queries.rule_rows(present()) if row.key == "domestic")
    page = client.get(url("rule-edit", rule.pk)).content.decode()
    assert "11.001\n56.005" in page
    sent = {
        "key": "domestic",
        "subject": "customer.code",
        "kind": "RANGE",
        "operands": "11.001\r\n60.000",
        "tags": ["DOMESTIC"],
        "group": "CUSTOMER_CLASS",
        "version": present().version,
    }
    assert client.post(url("rule-edit", rule.pk), {**sent, "operands": "11.001"}).status_code == 422
    long = client.post(url("rule-edit", rule.pk), {**sent, "operands": "1\n" + "9" * 121})
    assert long.status_code == 422 and "A value has at most 120 letters." in long.text
    assert client.post(url("rule-edit", rule.pk), {**sent, "tags": ["NOBODY"]}).status_code == 422
    assert client.post(url("rule-edit", rule.pk), sent).status_code == 303
    assert client.post(url("rule-edit", rule.pk), {**sent, "operands": "11.001\n59.000"}).status_code == 409
    page = client.get(url("draft-activate")).content.decode()
    assert "1 of 1 changes." in page and "57.001" in page and "<ins>Domestic trade</ins>" in page
    answer = client.post(url("draft-activate"), {"version": present().version, "note": "wider"})
    assert answer.status_code == 303
    page = client.get(url("version-detail", 2)).content.decode()
    assert "Everything is classified anew" in page and "from 11.001 to 60.000" in page and "<del>" in page
    recomputing.scan(at=AT)
    assert "Everything is classified anew" not in client.get(url("version-detail", 2)).content.decode()


def test_more_than_a_page_waits_for_is_looked_at_completely_by_a_worker(client, admin, monkeypatch):
    monkeypatch.setattr(previewing, "AT_ONCE", 4)
    monkeypatch.setattr(preview, "CHUNK", 2)
    for n in range(5):
        make_customer(code=f"57.{n:03d}")
    make_draft(admin, WIDER)
    page = client.get(url("draft-activate")).content.decode()
    assert "5 entries are classified" in page and "change." not in page
    sent = {"version": present().version}
    assert client.post(url("draft-preview"), sent).status_code == client.post(url("draft-preview"), sent).status_code
    assert Job.objects.filter(kind=previewing.JOB).count() == 1  # asked twice, looked for once
    assert (
        "Everything is looked at" in client.get(url("draft-activate"), headers={"HX-Request": "true"}).content.decode()
    )
    assert previewing.scan(at=AT) == 5 and previewing.scan(at=AT) == 0
    page = client.get(url("draft-activate")).content.decode()
    assert "All 5 entries were looked at." in page and "5 of 5 change." in page and "<ins>Domestic trade</ins>" in page
    operations.save_rule(actor=admin, rule_id=_rule("domestic").pk, fields={"operands": ["11.001", "57.001"]}, at=AT,
                         version=present().version)  # fmt: skip
    assert "were looked at" not in client.get(url("draft-activate")).content.decode()  # said of the draft before
    assert client.post(url("draft-preview"), sent).status_code == 409
    operations.start_preview(actor=admin, version=present().version, at=AT)
    monkeypatch.setattr(preview, "subjects", _Edited(admin))
    assert previewing.scan(at=AT) == 0
    assert present().job.state == Job.State.CANCELLED


class _Edited(dict):
    """The subjects; whoever begins to read them finds the draft edited."""

    def __init__(self, admin):
        super().__init__(subjects.items())
        self.admin = admin

    def __getitem__(self, thing):
        operations.save_rule(actor=self.admin, rule_id=_rule("domestic").pk, fields={"operands": ["1", "2"]}, at=AT,
                             version=present().version)  # fmt: skip
        return super().__getitem__(thing)


def _rule(key):
    return next(row for row in queries.rule_rows(present()) if row.key == key)


def test_an_earlier_version_comes_back_by_a_draft(client, admin):
    put_in_force(admin, WIDER)
    assert url("draft-start") in client.get(url("version-detail", 1)).text
    assert client.post(url("draft-start"), {"source": "1"}).status_code == 303
    assert _rule("domestic").operands == ["11.001", "56.005"]
    assert client.post(url("draft-start"), {"source": "1"}).status_code == 409
    assert url("draft-start") not in client.get(url("version-detail", 1)).text


def test_patterns_and_ranges_are_written_as_they_are_read(client, admin):
    client.post(url("draft-start"))
    sent = {"key": "specification", "subject": "product.specification", "kind": "PATTERN", "version": "1"}
    page = client.get(url("rule-edit", _rule("specification").pk), headers={"Accept-Language": "zh-hans"}).text
    assert "{品牌}-{吨位}-{结构}" in page or "{Brand}-{Tonnage}-{Structure}" in page
    for operands in ("{品牌}/{吨位}", "{Brand}/{Tonnage}"):
        sent |= {"operands": operands, "version": present().version}
        assert client.post(url("rule-edit", _rule("specification").pk), sent).status_code == 303
        assert _rule("specification").operands == ["{brand}/{tonnage}"]
    sent = {"key": "domestic", "subject": "customer.code", "kind": "RANGE", "tags": ["DOMESTIC"]}
    for operands in ("11.001 - 60.000", "11.001 60.000", "11.001～60.000"):
        sent |= {"group": "CUSTOMER_CLASS", "operands": operands, "version": present().version}
        assert client.post(url("rule-edit", _rule("domestic").pk), sent).status_code == 303
        assert _rule("domestic").operands == ["11.001", "60.000"]


def test_a_draft_with_faults_stays_a_draft(client, admin):
    make_draft(admin, ("new_one", {"key": "new_one", "subject": "product.code", "kind": "PREFIX", "operands": ["05."],
                                   "tags": ["SERVICE"]}))  # fmt: skip
    page = client.get(url("draft-activate")).content.decode()
    assert "Name it first: SERVICE." in page
    assert client.post(url("draft-activate"), {"version": present().version}).status_code == 422
    sent = {"kind": "TAG", "code": "SERVICE", "name": "服务", "english_name": "Service", "thing": "product"}
    assert client.post(url("tag-new"), {**sent, "version": present().version}).status_code == 303
    assert client.post(url("draft-activate"), {"version": present().version}).status_code == 303
    assert str(queries.names()["SERVICE"]) == "Service"
    text = make_product(code="05.1.001").text
    assert "SERVICE" in text.tags


def test_rules_move_and_go_and_names_in_use_stay(client, admin):
    make_draft(admin)
    first, second = queries.rule_rows(present())[:2]
    client.post(url("rule-move", second.pk), {"version": present().version, "up": "1"})
    assert [row.key for row in queries.rule_rows(present())][:2] == [second.key, first.key]
    tag = next(row for row in queries.tag_rows(present()) if row.code == "DOMESTIC")
    assert client.post(url("tag-remove", tag.pk), {"version": present().version}).status_code == 409
    assert client.post(url("rule-remove", second.pk), {"version": present().version}).status_code == 303
    assert second.key not in [row.key for row in queries.rule_rows(present())]
    assert client.post(url("draft-discard"), {"version": present().version}).status_code == 303
    assert queries.draft() is None


def test_only_who_may_change_rules_changes_them(client):
    client.force_login(make_user("order_desk"))
    assert client.post(url("draft-start")).status_code == 403
    client.force_login(make_user("sales"))
    assert client.get(url("version-list")).status_code == 403
    assert client.get(url("deviation-list")).status_code == 200


def test_ten_thousand_codes_are_tried_at_once(client, admin):
    codes = [f"{n // 1000 + 1:02d}.{n % 1000:03d}" for n in range(10_000)]
    body = client.post(url("try"), {"way": "customer.code", "texts": "\n".join(codes)}).content.decode()
    assert "10000 lines" in body.replace(",", "") and "Unexplained" in body
    sent = {"way": "customer.code", "texts": "\n".join(codes), "shown": "FOREIGN"}
    body = client.post(url("try"), sent).content.decode()
    assert "02.015" in body and "03.015" not in body.split("</textarea>")[1]
    too_many = {"way": "customer.code", "texts": "\n".join(["11.001"] * 10_001)}
    assert client.post(url("try"), too_many).status_code == 422


def test_what_was_tried_is_taken_away_as_a_workbook_or_csv(client, admin):
    codes = [f"{n // 1000 + 1:02d}.{n % 1000:03d}" for n in range(10_000)]
    sent = {"way": "customer.code", "texts": "\n".join(codes)}
    answer = client.post(url("try-file"), {**sent, "format": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 10_001 and rows[0][:3] == ("Line", "Customer code", "Tags")
    assert rows[1016][:3] == (1016, "02.015", "Foreign trade") and "foreign" in rows[1016][-1]
    facts = [value for _label, value in book.worksheets[1].iter_rows(values_only=True)]
    assert "Rules: version 1 (In force)" in facts and "What is pasted: Customer code" in facts
    answer = client.post(url("try-file"), {**sent, "format": "csv", "shown": "UNEXPLAINED"})
    assert answer["Content-Disposition"].endswith('.csv"') and answer["Cache-Control"] == "private, no-store"
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    trial = trying.run(queries.rule_set(queries.active()), trying.WAYS["customer.code"], [[code] for code in codes])
    assert len(lines) - 1 == trial.unexplained > 0 and all("yes" in line for line in lines[1:])
    names = {"way": "kit.name", "texts": "=1+1\nDS1(铝合金)-4", "format": "csv"}
    lines = b"".join(client.post(url("try-file"), names).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[1:4] == ["Product name", "Tags", "Sensor count"] and lines[1].startswith("1,'=1+1,")
    assert client.post(url("try-file"), {**sent, "format": "pdf"}).status_code == 422
    assert client.post(url("try-file"), {**sent, "texts": "", "format": "csv"}).status_code == 422
    assert url("try-file") in client.post(url("try"), {**sent, "texts": "11.001"}).content.decode()


def test_names_of_kits_and_codes_with_names_are_tried(client, admin):
    body = client.post(url("try"), {"way": "kit.name", "texts": "DS1(铝合金)-4\nDS1-4台"}).content.decode()
    assert "Sensor count <b>4</b>" in body and "Kit without readable sensor count" in body
    line = "01.2.15.020-4\t**DS1(铝合金)-10\t\t本原-30T-桥式"
    body = client.post(url("try"), {"way": "product", "texts": line}).content.decode()
    assert "Buy seven get one" in body and "Base instrument code <b>01.2.15.020</b>" in body and "本原" in body


def test_deviations_show_what_the_reader_may_see(client):
    cast = make_cast()
    mine, other = make_customer(code="3.001", owner=cast.owner), make_customer(code="3.002", owner=cast.stranger)
    make_product(code="01.2.02.318-101", name="DS1-4")
    client.force_login(cast.owner)
    body = client.get(url("deviation-list"), {"kind": "customer.UNCLASSIFIED"}).content.decode()
    assert mine.code in body and other.code not in body
    assert "Kit without auxiliary attribute" in body  # a tab
    body = client.get(url("deviation-list"), {"kind": "product.AUXILIARY_MISSING"}).content.decode()
    assert "01.2.02.318-101" in body
    assert client.get(url("deviation-list"), {"kind": "nothing"}).status_code == 404


def test_deviations_open_with_the_first_kind_that_has_rows_grouped_by_what_they_are(client):
    cast = make_cast()
    client.force_login(cast.owner)
    kit = make_product(code="01.2.02.318-101", name="DS1-4")
    answer = client.get(url("deviation-list"))
    assert answer.context["chosen"].key.startswith("product.") and kit.code in answer.content.decode()
    counted = deviations.count_kinds(cast.owner)
    things = [str(one.kind.thing) for one in counted]
    assert list(dict.fromkeys(things)) == ["Customers", "Products", "Order lines"]
    for thing in dict.fromkeys(things):
        empty = [not one.count for one in counted if str(one.kind.thing) == thing]
        assert empty == sorted(empty), "those without rows stand last"
    assert [str(group["label"]) for group in answer.context["groups"]] == ["Customers", "Products", "Order lines"]


def test_deviations_are_found_by_what_is_entered(client):
    cast = make_cast()
    client.force_login(cast.owner)
    first, other = make_customer(code="3.001", owner=cast.owner), make_customer(code="3.002", owner=cast.owner)
    asked = {"kind": "customer.UNCLASSIFIED", "q": " 3.001 "}
    body = client.get(url("deviation-list"), asked).content.decode()
    assert first.code in body and str(cast.owner) in body and other.code not in body
    assert "Nothing found" in client.get(url("deviation-list"), asked | {"q": "%"}).content.decode()


def test_a_version_that_came_into_force_is_told_from_the_one_before(client, admin):
    put_in_force(admin, WIDER)
    with pytest.raises(errors.WrongState):
        operations.save_rule(actor=admin, rule_id=None, fields={}, version=1, at=AT)
    assert "In force until" in client.get(url("version-detail", 1)).content.decode()


def _api(user, method: str, path: str, body: dict | None = None):
    caller = APIClient()
    caller.force_authenticate(user)
    return getattr(caller, method)(f"/api/v1/{path}", body, format="json")


def test_the_rules_in_force_and_what_they_give_are_read_over_the_api():
    desk = make_user("order_desk")
    body = _api(desk, "get", "classification/").json()
    assert set(body) == set(RulesSerializer().fields)
    (kit,) = [one for one in body["names"] if one["code"] == "DIGITAL_KIT"]
    assert (kit["kind"], kit["of"], kit["group"]) == ("TAG", "product", "")
    sent = {"field": "product", "texts": [["01.2.15.020-4", "**DS1-10"], ["04.1"]]}
    body = _api(desk, "post", "classification/try/", sent).json()
    assert set(body) == set(TriedSerializer().fields)
    first, second = body["results"]
    assert first["facets"] == {"base_code": "01.2.15.020", "sensor_count": 10} and second["tags"] == ["OTHER"]
    assert body["counts"]["BUY7_GET1"] == 1
    plain = _api(desk, "post", "classification/try/", {"field": "customer.code", "texts": ["11.001", ["02.7"]]}).json()
    assert [row["tags"] for row in plain["results"]] == [["DOMESTIC"], ["FOREIGN"]]
    assert _api(make_user("sales"), "get", "classification/").status_code == 403


def test_lists_are_narrowed_by_tag_and_deviation_on_page_and_api(client):
    desk = make_user("order_desk")
    client.force_login(desk)
    make_customer(code="02.015", name="外商"), make_customer(code="11.001", name="内商")
    make_product(code="02.1.003", name="传感器", specification="本原-30T")
    make_product(code="00.1.001", name="仪表")
    for path in ("customers/", "products/"):
        every = _api(desk, "get", path).json()
        assert every["count"] == 2 and all(row["tags"] for row in every["results"])
    (row,) = _api(desk, "get", "customers/?tag=FOREIGN").json()["results"]
    assert (row["code"], row["customer_class"]) == ("02.015", "FOREIGN")
    (row,) = _api(desk, "get", "products/?flag=specification_nonconforming").json()["results"]
    assert (row["code"], row["product_class"], row["brand"]) == ("02.1.003", "DIGITAL_SENSOR", "")
    assert _api(desk, "get", "products/?tag=NOTHING").status_code == 400
    body = client.get("/customers/?tag=DOMESTIC").content.decode()
    assert "内商" in body and "外商" not in body
    page = client.get(reverse("products:product-detail", args=[row["id"]])).content.decode()
    assert "Digital sensor" in page and "Specification is not brand-tonnage-structure" in page


def test_conditions_name_classes_tags_and_facets_in_chinese():
    text = "(客户类别 = 内贸 且 产品标签 含 数字套件) 或 行关闭 = N"
    found = conditions.read(make_user("administrator"), Level.LINE, text)
    assert [(row.field, row.values) for row in found.rows] == [
        ("customer_class", ("DOMESTIC",)),
        ("product_tags", ("DIGITAL_KIT",)),
        ("row_closed", ("N",)),
    ]
