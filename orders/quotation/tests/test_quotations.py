"""Making, changing, versioning, sending and deciding quotations (R083, R084)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core import mail

from common import errors, outbox
from customers.models import Customer
from orders.printing import pdf
from orders.quotation import mailing, operations, queries
from orders.quotation.models import Quotation, QuotationVersion
from orders.quotation.states import InquiryStatus, Status
from orders.quotation.tests.builders import fresh, line, lines_of, make_quotation, make_sent, offer
from orders.tests.builders import AT, TODAY, make_buyer, make_draft, make_order_cast
from orders.tests.builders import line as order_line
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def change(quotation, lines=None, code="A1", actor=None, **changes):
    return operations.change_quotation(
        actor=actor or quotation.created_by,
        quotation_id=quotation.pk,
        code=code,
        version=None,
        changes=changes,
        lines=lines,
        at=AT,
    )


def revise(quotation, alternative="A"):
    return operations.revise_quotation(
        actor=quotation.created_by, quotation_id=quotation.pk, alternative=alternative, version=None, at=AT
    )


def test_its_sums_are_to_the_cent_those_of_an_order_of_the_same_lines(cast):
    customer, one, two = make_buyer(cast.owner), make_product(list_price=D("33.33")), make_product(list_price=D("7"))
    same = {"reduction": D("3.21"), "freight": D("12")}
    lines = [(one, 7, None, D("0.05")), (two, 13, "6.99", D(0))]
    quotation = make_quotation(
        customer=customer,
        lines=[line(product, n, price, discount=less) for product, n, price, less in lines],
        **same,
    )
    order = make_draft(
        customer=customer,
        lines=[order_line(product, n, price, discount=less) for product, n, price, less in lines],
        **same,
    )
    version = offer(quotation)
    for name in ("lines_amount", "total_amount", "tax_amount", "net_amount"):
        assert getattr(version, name) == getattr(order, name), name
    columns = ("price", "price_source", "amount", "reduction", "tax", "net")
    assert [[getattr(row, name) for name in columns] for row in lines_of(quotation)] == [
        [getattr(row, name) for name in columns] for row in order.loaded_lines
    ]
    assert (quotation.number, quotation.total_amount) == ("QT20261120-0001", order.total_amount)
    assert quotation.valid_until == TODAY + timedelta(days=30)


def test_optional_lines_stand_outside_the_sums(cast):
    product = make_product()
    quotation = make_quotation(
        cast.owner, lines=[line(product, 1, 100), line(make_product(), 2, 30, is_optional=True)], reduction=D("10")
    )
    version = offer(quotation)
    assert (version.total_amount, version.optional_amount) == (90, 60)
    assert [row.reduction for row in lines_of(quotation)] == [10, 0]


def test_a_sent_version_is_frozen_and_a_new_one_copies_it(cast):
    quotation = make_sent(cast.owner)
    with pytest.raises(errors.WrongState) as refused:
        change(quotation, reduction=D(1))
    assert refused.value.details["possible"] == ["revise"]
    revise(quotation)
    with pytest.raises(errors.WrongState):
        revise(quotation)  # one unsent version of an alternative
    product = lines_of(quotation)[0].product
    change(quotation, [line(product, 10, 80, line_no=1)], code="A2")
    assert [(row.code, row.total_amount) for row in queries.versions_of(quotation)] == [("A1", 900), ("A2", 800)]
    assert fresh(quotation).total_amount == 900  # what the customer holds stands until the new one is sent
    sent = operations.send_quotation(actor=cast.owner, quotation_id=quotation.pk, at=AT)
    assert (sent.status, sent.total_amount) == (Status.SENT, 800)
    assert [row.code for row in queries.standing(queries.versions_of(quotation))] == ["A2"]


def test_alternatives_stand_side_by_side_and_one_is_accepted(cast):
    quotation = make_quotation(cast.owner)
    operations.add_alternative(
        actor=cast.owner, quotation_id=quotation.pk, copy_of="A1", label="With service", version=None, at=AT
    )
    change(quotation, [line(make_product(), 1, 1200)], code="B1")
    operations.send_quotation(actor=cast.owner, quotation_id=quotation.pk, at=AT)
    held = queries.standing(queries.versions_of(quotation))
    assert [(row.code, row.label, row.total_amount) for row in held] == [("A1", "", 900), ("B1", "With service", 1200)]
    won = operations.win_quotation(
        actor=cast.owner, quotation_id=quotation.pk, code="b1", outcome_code="QUALITY", at=AT
    )
    assert (won.status, won.accepted.code, won.total_amount) == (Status.WON, "B1", 1200)


def test_an_alternative_given_up_is_not_the_customers_any_more_and_one_stays(cast):
    quotation = make_quotation(cast.owner)
    drop = {"actor": cast.owner, "quotation_id": quotation.pk, "version": None, "at": AT}
    with pytest.raises(errors.WrongState):
        operations.drop_version(code="A1", **drop)
    operations.add_alternative(copy_of="A1", label="", **drop)
    operations.send_quotation(actor=cast.owner, quotation_id=quotation.pk, at=AT)
    operations.drop_version(code="A1", **drop)
    assert [row.code for row in queries.standing(queries.versions_of(quotation))] == ["B1"]
    with pytest.raises(errors.WrongState):
        operations.win_quotation(actor=cast.owner, quotation_id=quotation.pk, code="A1", at=AT)


def test_lost_needs_a_reason_and_a_new_version_takes_it_up_again(cast):
    quotation = make_sent(cast.owner)
    call = {"actor": cast.owner, "quotation_id": quotation.pk, "at": AT}
    with pytest.raises(errors.Invalid):
        operations.lose_quotation(outcome_code="", **call)
    lost = operations.lose_quotation(outcome_code="PRICE", reason="贵了 8%", competitor="某衡器厂", **call)
    assert (lost.status, lost.competitor) == (Status.LOST, "某衡器厂")
    again = revise(quotation)
    assert (again.status, again.outcome_code, again.decided_at) == (Status.DRAFT, "", None)


def test_it_expires_once_after_its_last_day(cast):
    quotation = make_sent(cast.owner, valid_until=TODAY)
    assert operations.expire_due_quotations(at=AT) == 0
    tomorrow = AT + timedelta(days=1)
    assert operations.expire_due_quotations(at=tomorrow) == 1
    assert operations.expire_due_quotations(at=tomorrow) == 0
    assert fresh(quotation).status == Status.EXPIRED


def test_what_cannot_be_is_named_by_its_field(cast):
    with pytest.raises(errors.Invalid) as refused:
        make_quotation(cast.owner, valid_until=date(2026, 11, 1), freight=D("0.005"), lines=[])
    assert set(refused.value.fields) == {"valid_until", "freight"}
    with pytest.raises(errors.Invalid) as refused:
        make_quotation(cast.owner, lines=[line(make_product(), 0)])
    assert set(refused.value.fields) == {"lines.1.quantity"}
    empty = make_quotation(cast.owner, lines=[])
    with pytest.raises(errors.Invalid):
        operations.send_quotation(actor=cast.owner, quotation_id=empty.pk, at=AT)
    assert Quotation.objects.get().number == "QT20261120-0001"  # refused ones left no gap


def test_others_neither_see_nor_change_it(cast):
    quotation = make_sent(cast.owner)
    for stranger in (cast.stranger, cast.mate):
        assert not queries.list_quotations(stranger).exists()
        with pytest.raises(errors.NotFound):
            operations.send_quotation(actor=stranger, quotation_id=quotation.pk, at=AT)
    assert queries.list_quotations(cast.head).get() == quotation


def test_two_who_edit_at_once_do_not_overwrite_each_other(cast):
    quotation = make_quotation(cast.owner)
    change(quotation, title="称重系统")
    with pytest.raises(errors.Stale):
        operations.change_quotation(
            actor=cast.owner, quotation_id=quotation.pk, code="A1", version=1, changes={"title": "x"}, at=AT
        )


def test_an_inquiry_becomes_a_quotation_with_its_customer_and_contact(cast):
    customer = make_buyer(cast.owner)
    asked = {"company": "远方工厂", "asked": "20 台台秤，年底前", "contact_name": "钱工", "channel": "MAIL"}
    inquiry = operations.record_inquiry(actor=cast.owner, values=asked, at=AT)
    assert (inquiry.number, inquiry.asked_by, inquiry.salesperson) == ("IQ20261120-0001", "远方工厂", cast.owner)
    quotation = make_quotation(customer=customer, inquiry_id=inquiry.pk)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.customer) == (InquiryStatus.QUOTED, customer)
    assert (quotation.contact_name, quotation.inquiry) == ("钱工", inquiry)
    with pytest.raises(errors.WrongState):
        operations.close_inquiry(actor=cast.owner, inquiry_id=inquiry.pk, reason="x", version=None, at=AT)


def test_an_inquiry_says_who_asked_and_is_closed_with_a_reason(cast):
    with pytest.raises(errors.Invalid):
        operations.record_inquiry(actor=cast.owner, values={"asked": "价格"}, at=AT)
    inquiry = operations.record_inquiry(actor=cast.owner, values={"asked": "价格", "company": "某厂"}, at=AT)
    closed = operations.close_inquiry(actor=cast.owner, inquiry_id=inquiry.pk, reason="不做", version=1, at=AT)
    assert closed.status == InquiryStatus.CLOSED


def test_versions_of_one_alternative_are_numbered_and_never_two_unsent(cast):
    quotation = make_sent(cast.owner)
    revise(quotation)
    assert QuotationVersion.objects.filter(quotation=quotation, sent_at__isnull=True).count() == 1


def test_a_new_line_never_falls_upon_the_gift_that_no_form_sends(cast):
    product, other = make_product(name="**DS3 数字仪表"), make_product()
    quotation = make_quotation(cast.owner, lines=[line(product, 14)])
    assert [(row.line_no, row.ordered) for row in lines_of(quotation)] == [(1, 14), (2, 2)]
    change(quotation, [line(product, 14, line_no=1), line(other, 3)])
    assert [(row.line_no, row.product_id, row.ordered) for row in lines_of(quotation)] == [
        *((1, product.pk, 14), (2, product.pk, 2), (3, other.pk, 3)),
    ]
    change(quotation, [line(product, 21, line_no=1), line(product, 2, line_no=2)])  # as it was read
    assert [(row.line_no, row.ordered) for row in lines_of(quotation)] == [(1, 21), (2, 3)]
    with pytest.raises(errors.Invalid) as refused:
        change(quotation, [line(product, 21, line_no=1), line(other, 1, line_no=2)])
    assert list(refused.value.fields) == ["lines.2.quantity"]


def test_it_goes_by_mail_with_every_version_as_pdf_in_the_customers_language(cast, monkeypatch):
    owner = cast.owner
    monkeypatch.setattr(pdf, "compile_sheet", lambda *given: b"%PDF-1.7 made")
    customer = make_buyer(owner)
    Customer.objects.filter(pk=customer.pk).update(paper_language="en")
    quotation = make_quotation(owner, customer=Customer.objects.get(pk=customer.pk))
    call = {"quotation_id": quotation.pk, "recipient": "qian@example.com", "at": AT}
    for wrong in ({"recipient": "nobody"}, {"language": "fr"}, {"note": "x" * 1001}):
        with pytest.raises(errors.Invalid) as refused:
            operations.mail_quotation(actor=owner, **{**call, **wrong})
        assert set(refused.value.fields) == set(wrong)
    with pytest.raises(errors.NotFound):
        operations.mail_quotation(actor=cast.stranger, **call)
    assert fresh(quotation).status == Status.DRAFT
    operations.mail_quotation(actor=owner, note="Steel as last time", **call)
    assert (fresh(quotation).status, offer(quotation).is_frozen) == (Status.SENT, True)
    outbox.relay()
    (letter,) = mail.outbox
    assert letter.to == ["qian@example.com"] and "Dear" in letter.body and "Steel as last time" in letter.body
    assert [name for name, _content, _type in letter.attachments] == [f"{quotation.number}-A1.pdf"]
    shown = mailing.letter(fresh(quotation), [offer(quotation)], "en", "Steel as last time")
    assert (shown.subject, shown.body) == (letter.subject, letter.body)  # the preview is what goes
    operations.mail_quotation(actor=owner, **call)  # what he holds, once more
    operations.withdraw_quotation(actor=owner, quotation_id=quotation.pk, reason="mistake", at=AT)
    outbox.relay()
    assert len(mail.outbox) == 1  # moot
    with pytest.raises(errors.WrongState):
        operations.mail_quotation(actor=owner, **call)
    assert [one.recipient for one in mailing.mails_of(owner, quotation)] == ["qian@example.com"] * 2
