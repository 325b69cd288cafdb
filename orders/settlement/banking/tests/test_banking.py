"""Bank statements: each row once, certain ones proposed, doubtful ones chosen by a person, nothing lost (issue 5)."""

from datetime import date
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.settlement.banking import matching, operations, queries
from orders.settlement.banking.models import BankLine
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from orders.tests.racing import race

STATEMENT = masters(
    ["bank_lines"],
    section("bank_lines", booked_date="day", amount="in", payer="who", reference="ref", text="what"),
)


@pytest.fixture
def order(db):
    cast = builders.make_order_cast()
    return builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner, name="东海仪表有限公司"))


def load(*rows):
    lines = [
        operations.NewLine(TODAY, D(amount), "CNY", reference, payer, "", text)
        for amount, reference, payer, text in rows
    ]
    return operations.load_lines(actor=people.system_user(), source="CMB", lines=lines, at=AT)


def record(line, customer_id, **more):
    return operations.record_line(actor=people.system_user(), line_id=line.pk, customer_id=customer_id, at=AT, **more)


class TestMatching:
    """Pure: what speaks for whom."""

    def found(self, amount="100", named=(), by_name=(), paid_before=(), opens=(), fitting=()):
        return matching.candidates(
            amount=D(amount),
            currency="CNY",
            named=dict(named),
            by_name=by_name,
            paid_before=paid_before,
            opens=[matching.Open(*row) for row in opens],
            fitting=fitting,
        )

    def test_a_name_and_an_amount_that_is_due_are_enough(self):
        opens = [("SO1", 1, 7, "CNY", D(30)), ("SO1", 2, 7, "CNY", D(70)), ("SO2", 1, 7, "CNY", D(5))]
        ranked = self.found("70", by_name=[7], opens=opens)
        assert (ranked[0].reasons, ranked[0].pays) == (["NAME", "PART"], [["SO1", 2]])
        assert matching.is_certain(ranked)
        assert self.found("100", by_name=[7], opens=opens)[0].reasons == ["NAME", "ORDER"]
        assert self.found("105", by_name=[7], opens=opens)[0].reasons == ["NAME", "ALL"]

    def test_a_name_alone_an_amount_alone_or_two_of_a_name_are_not(self):
        assert not matching.is_certain(self.found(by_name=[7]))
        ranked = self.found(fitting=[8])
        assert ranked[0].reasons == ["AMOUNT"] and not matching.is_certain(ranked)
        opens = [("SO1", 1, 7, "CNY", D(100)), ("SO2", 1, 8, "CNY", D(100))]
        assert not matching.is_certain(self.found(by_name=[7, 8], opens=opens))

    def test_what_is_owed_in_another_currency_does_not_fit(self):
        assert self.found(by_name=[7], opens=[("SO1", 1, 7, "USD", D(100))])[0].reasons == ["NAME"]

    def test_numbers_are_found_however_they_are_written(self):
        assert matching.numbers_in("货款so20261120-0001，SO20261120–0002") == ["SO20261120-0001", "SO20261120-0002"]
        assert matching.numbers_in("XSO20261120-0001 SO2026") == []


def test_a_row_that_names_the_order_is_certain_and_pays_just_that(order):
    other = builders.make_effective(order.salesperson, customer=order.customer)
    (line,) = load(("1000", "B1", "代付公司", f"货款 {other.number}"))
    assert line.is_certain and line.proposal["candidates"][0]["reasons"] == ["NUMBER", "PART"]
    done = operations.record_certain(actor=people.system_user(), line_id=line.pk, at=AT)
    assert (done.state, done.receipt.external_id, done.receipt.allocated) == ("RECORDED", "B1", D(1000))
    assert builders.fresh(other).received_amount == D(1000) and builders.fresh(order).received_amount == 0
    assert flow.broken_invariants() == {}


def test_a_payers_name_fits_whatever_its_legal_form(order):
    (line,) = load(("1000", "B1", "東海仪表 有限公司".replace("東", "东"), ""))
    assert [one["customer_id"] for one in line.proposal["candidates"]] == [order.customer_id]
    assert line.is_certain


def test_a_row_comes_in_once_and_equal_rows_as_often_as_they_are_there(order):
    twice = [("10", "", "甲", "x"), ("20", "R", "乙", "")]
    assert len(load(*twice)) == 2
    assert load(*twice) == []
    again = operations.NewLine(TODAY, D("10.00"), "CNY", "", "甲", "", "x", place=2)
    assert len(operations.load_lines(actor=people.system_user(), source="CMB", lines=[again], at=AT)) == 1
    assert len(operations.load_lines(actor=people.system_user(), source="ICBC", lines=[again], at=AT)) == 1


def test_a_statement_as_a_file_keeps_every_row_of_money_and_names_the_others(order, tmp_path):
    rows = [
        "2026-11-19,1000,东海仪表有限公司,F1,货款",
        "2026-11-19,,手续费,F2,",
        "2026-11-20,50,甲,,利息",
        "2026-11-20,50,甲,,利息",
    ]
    files = write(tmp_path, bank_lines="day,in,who,ref,what\n" + "\n".join(rows) + "\n")
    run = dry_run(files, STATEMENT)
    assert [(code, line) for _entity, code, line in issues(run)] == [("no_money_in", 3)]
    bring_in(files, STATEMENT)
    assert list(BankLine.objects.order_by("pk").values_list("amount", "is_certain")) == [
        (1000, True),
        (50, False),
        (50, False),
    ]
    longer = write(tmp_path, bank_lines="day,in,who,ref,what\n" + "\n".join([*rows, "2026-11-20,60,乙,F3,"]) + "\n")
    bring_in(longer, STATEMENT)
    assert BankLine.objects.count() == 4, "what came before is left as it is"


def test_a_person_decides_what_is_doubtful(order):
    (line,) = load(("400", "B1", "某个人", "借款？"))
    assert line.proposal == {"candidates": []} and not line.is_certain
    with pytest.raises(errors.Conflict) as doubtful:
        operations.record_certain(actor=people.system_user(), line_id=line.pk, at=AT)
    assert doubtful.value.code == "not_certain"
    finance = Browser(make_user("finance"))
    page = finance.get("/bank-lines/").text
    assert "某个人" in page and "400<" in page
    url = f"/bank-lines/{line.pk}/record/"
    form = {"allocate": "proposed", "version": line.version, "nonce": "n"}
    assert finance.post(url, **form).status_code == 422
    form |= {"candidate": "0", "customer": order.customer_id}
    assert [finance.post(url, **form).status_code for _ in range(2)] == [303, 303]
    assert builders.fresh(order).received_amount == D(400)
    assert Receipt.objects.get().payer == "某个人"
    (second,) = load(("30", "B2", "某个人", ""))
    assert second.proposal["candidates"][0]["reasons"] == ["PAID_BEFORE"], "learned from the first"


def test_what_is_no_payment_is_set_aside_and_taken_up_again(order):
    (line,) = load(("400", "B1", "银行", "结息"))
    finance = Browser(make_user("finance"))
    url = f"/bank-lines/{line.pk}/"
    assert finance.post(f"{url}set-aside/", reason="结息", version=1).status_code == 303
    with pytest.raises(errors.WrongState):
        record(line, order.customer_id)
    assert finance.post(f"{url}take-up/", version=2).status_code == 303
    assert record(line, order.customer_id, allocate="later").receipt.allocated == 0


def test_certain_rows_are_recorded_together_each_with_its_own_result(order):
    sure, doubtful = load(("1000", "B1", "东海仪表", ""), ("7", "B2", "谁", ""))
    finance = Browser(make_user("finance"))
    answer = finance.post("/bank-lines/certain/", ids=[sure.pk, doubtful.pk])
    assert answer.status_code == 303
    assert list(BankLine.objects.order_by("pk").values_list("state", flat=True)) == ["RECORDED", "NEW"]


def test_systems_bring_rows_and_record_them(order):
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    row = {"source": "bank", "reference": "X9", "booked_date": "2026-11-20", "currency": "cny", "amount": "1000"}
    row["payer"] = "东海仪表"
    made = [
        client.post("/api/v1/bank-lines/", row, format="json", headers={"Idempotency-Key": key}).json()
        for key in ("a", "b")
    ]
    assert made[0]["id"] == made[1]["id"] and made[0]["is_certain"]
    to_come = {**row, "reference": "X10", "booked_date": "9999-12-31"}
    refused = client.post("/api/v1/bank-lines/", to_come, format="json", headers={"Idempotency-Key": "d"})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["booked_date"])
    url = f"/api/v1/bank-lines/{made[0]['id']}/record-certain/"
    done = client.post(url, headers={"Idempotency-Key": "c"}).json()
    assert done["state"] == "RECORDED" and builders.fresh(order).received_amount == 1000


def test_only_who_records_receipts_sees_statements(order):
    load(("400", "B1", "银行", "结息"))
    assert Browser(order.salesperson).get("/bank-lines/").status_code == 403
    with pytest.raises(errors.NotAllowed):
        queries.list_lines(order.salesperson)


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_same_row_make_one_receipt():
    order = builders.make_effective()
    (line,) = load(("1000", "B1", "谁", ""))
    found = race(*(lambda: record(line, order.customer_id) for _ in range(3)))
    assert sorted(type(one).__name__ for one in found) == ["BankLine", "WrongState", "WrongState"]
    assert Receipt.objects.count() == 1
    assert flow.broken_invariants() == {}


def test_days_are_kept_as_the_bank_wrote_them(order):
    assert load(("5", "B1", "", ""))[0].booked_date == date(2026, 11, 20)
