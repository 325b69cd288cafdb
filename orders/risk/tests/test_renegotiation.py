"""What a warning of the market is talked about with the customer: begun, moved, concluded (R113)."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from orders.quotation.tests import builders as quotations
from orders.risk import exporting, operations, queries
from orders.risk.choices import Rule
from orders.risk.models import RiskWarning
from orders.risk.tests.test_risk import cast, dear_family, live, load, scan  # noqa: F401
from orders.tests.builders import AT, TODAY, line, make_effective

pytestmark = pytest.mark.django_db


LATER = AT + timedelta(days=10)
DUE = TODAY + timedelta(days=17)


def talk(actor, warning, **more):
    call = {"asked": "PRICE", "text": "单价上调 6%", "owner_id": actor.pk, "due_date": DUE}
    return operations.renegotiate(actor=actor, warning_id=warning.pk, at=LATER, **call | more)


@pytest.fixture
def dear(cast):  # noqa: F811
    """An order and a quotation of goods whose material got dearer by half since."""
    product, material = dear_family(cast)
    load(material, (-30, 100))
    order = make_effective(cast.owner, lines=[line(product, 10)])
    quotation = quotations.make_sent(cast.owner, lines=[quotations.line(product, 10, 90)])
    load(material, (9, 150), at=LATER)
    return order, quotation, material


def test_a_warning_of_an_order_is_renegotiated_once_and_ends_with_what_came_of_it(cast, dear, client):  # noqa: F811
    order, _quotation, material = dear
    assert scan(Rule.MARKET_ORDER, LATER) == 1
    (warning,) = live()
    for wrong in ({"due_date": TODAY}, {"text": " "}, {"asked": "X"}):
        with pytest.raises(errors.Invalid):
            talk(cast.owner, warning, **wrong)
    with pytest.raises(errors.NotFound):
        talk(cast.stranger, warning)
    talks = talk(cast.owner, warning, owner_id=cast.mate.pk)
    (warning,) = live()
    assert (warning.state, talks.order, talks.quotation, talks.numbers) == (
        "ACKNOWLEDGED",
        order,
        None,
        warning.numbers,
    )
    with pytest.raises(errors.WrongState):
        talk(cast.owner, warning)
    with pytest.raises(errors.WrongState) as refused:
        operations.resolve(actor=cast.owner, warning_id=warning.pk, outcome="AVERTED", words="x", at=AT)
    assert refused.value.details["possible"] == ["renegotiation_end"]
    load(material, (10, 100), at=LATER)
    assert scan(Rule.MARKET_ORDER, LATER) == 0 and live() == [warning], (
        "it is talked about, whatever the market does now"
    )
    assert queries.renegotiations_due(cast.mate) == [talks]
    client.force_login(cast.mate)
    page = client.get(reverse("orders:renegotiation-list")).text
    assert "单价上调 6%" in page and order.number in page and "Margin now" not in page
    url = reverse("orders:renegotiation-end", args=[talks.pk])
    assert client.post(url, {"outcome": "AGREED", "words": "", "version": 1}).status_code == 422
    assert client.post(url, {"outcome": "AGREED", "words": "上调 5%", "version": 1}).status_code == 303
    assert (RiskWarning.objects.get().outcome, live()) == ("AVERTED", [])
    rate = next(one for one in queries.rates() if one.rule == Rule.MARKET_ORDER)
    assert (rate.hit_rate, rate.averted) == (100, 1)


def test_a_warning_of_a_quotation_begins_its_new_version(cast, dear, client):  # noqa: F811
    _order, quotation, _material = dear
    assert scan(Rule.MARKET_QUOTATION, LATER) == 1
    (warning,) = live()
    talks = talk(cast.owner, warning)
    assert (talks.quotation, talks.offer) == (quotation, "A2")
    operations.change_renegotiation(
        actor=cast.owner,
        renegotiation_id=talks.pk,
        owner_id=cast.owner.pk,
        due_date=DUE + timedelta(days=1),
        reason="客户出差",
        at=AT,
    )
    operations.end_renegotiation(
        actor=cast.owner, renegotiation_id=talks.pk, outcome="DROPPED", words="客户不谈", at=AT
    )
    assert [one.pk for one in live()] == [warning.pk], "what is not pursued leaves the warning"
    assert talk(cast.owner, live()[0]).offer == "A2", "the version that was begun is used"
    with pytest.raises(errors.WrongState):
        operations.end_renegotiation(actor=cast.owner, renegotiation_id=talks.pk, outcome="AGREED", words="x", at=AT)


def test_the_doors_of_renegotiation_and_the_file_of_warnings(cast, dear, client):  # noqa: F811
    scan(Rule.MARKET_ORDER, LATER)
    (warning,) = live()
    client.force_login(cast.owner)
    page = client.get(reverse("orders:risk-list")).text
    assert reverse("orders:risk-renegotiate", args=[warning.pk]) in page
    assert client.get(reverse("orders:risk-renegotiate", args=[warning.pk])).status_code == 200
    body = {"asked": "BOTH", "text": "x", "owner": cast.owner.username, "due_date": "2099-12-01"}
    path = f"/api/v1/risk-warnings/{warning.pk}/renegotiate/"

    def send(where, data, key):
        return client.post(where, data, content_type="application/json", headers={"Idempotency-Key": key})

    made = send(path, body, "r1")
    assert (made.status_code, made.json()["numbers"]) == (201, {"rise": "50.0"})
    listed = client.get("/api/v1/renegotiations/?state=OPEN").json()["results"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    moved = send(
        f"/api/v1/renegotiations/{listed[0]['id']}/change/",
        {"owner": cast.owner.username, "due_date": "2099-12-02", "reason": "x"},
        "r2",
    )
    assert moved.json()["due_date"] == "2099-12-02"
    ended = send(f"/api/v1/renegotiations/{listed[0]['id']}/end/", {"outcome": "REFUSED", "words": "不同意"}, "r3")
    assert ended.json()["state"] == "REFUSED" and RiskWarning.objects.get().outcome == "HAPPENED"
    rows = {}
    for person in (cast.owner, make_user("executive")):
        sheet = exporting.open_warnings(person, Asked(QueryDict("state=RESOLVED"), AT))
        rows[person] = dict(zip([one.key for one in sheet.columns], next(iter(sheet.rows())), strict=True))
    told, all_told = rows.values()
    assert told["reference"] == all_told["reference"] and told["words"] == "不同意"
    assert "Margin now" in all_told["numbers"] and "Margin" not in told["numbers"], "as on the page"
    shown = exporting.open_warnings(cast.owner, Asked(QueryDict(""), AT))
    assert shown.count(True)[0] == 0, "like the page: what is over is asked for"
