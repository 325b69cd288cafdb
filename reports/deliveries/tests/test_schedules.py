"""Kept reports sent by mail: to whom, with whose figures, in which language, once, and told when they fail."""

import copy
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.collaboration.models import Notification
from accounts.handover.duties import handover
from accounts.people.models import User
from accounts.roles.models import FieldRule
from accounts.tests.builders import make_user
from common import dates, errors, outbox
from common.models import Event, OutboxMessage
from common.operation import in_operation
from customers.disclosures.models import Disclosure
from customers.models import Customer
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.builder import operations as reports
from reports.builder.models import SavedReport
from reports.deliveries import operations, previewing, queries, running
from reports.deliveries.models import ReportDelivery, ReportSchedule, Rhythm
from reports.facts import operations as facts
from reports.figures import asking

pytestmark = pytest.mark.django_db
State = ReportDelivery.State
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai
ASKED = {"measures": "orders,amount,quantity", "rows": "customer", "since": "2024-01-01", "until": "2027-12-31"}


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("common.clock.now", lambda: MONDAY)
        return once_a_file(_make_cast)


@pytest.fixture
def cast(standing):
    return copy.deepcopy(standing)


def _make_cast():
    """A manager who sees all orders, a salesperson who sees his own, and another."""
    made = make_order_cast()
    for number, name in enumerate(("Northern Mills", "Southern Foods"), start=1):
        seller = made.owner if number == 1 else made.stranger
        buyer = make_buyer(seller)
        Customer.objects.filter(pk=buyer.pk).update(name=name)
        make_effective(seller, customer=buyer, lines=[line(make_product(list_price=D(10)), number)])
    facts.keep_up(at=AT, patience=0)
    for user, language in ((made.owner, "en"), (made.stranger, "zh-hans")):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@house.example", language=language)
        user.refresh_from_db()
    return made


@pytest.fixture
def boss(cast):
    return make_user("executive", email="boss@house.example", language="en")


def kept(actor, **given):
    given = {"name": "By customer", "asked": ASKED, **given}
    return reports.save_report(actor=actor, at=AT, **given)


def schedule(actor, report=None, **given):
    given = {"rhythm": Rhythm.WEEKLY, "place": 1, "hour": 8, "file": "XLSX", **given}
    report = report or kept(actor)
    return operations.save_schedule(actor=actor, report_id=report.pk, at=MONDAY - timedelta(days=3), **given)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The clock that mails are written by."""
    monkeypatch.setattr("common.clock.now", lambda: _NOW[0])
    _NOW[0] = MONDAY


_NOW = [MONDAY]


def run(at=MONDAY):
    """A beat, and the relay after it."""
    _NOW[0] = at
    queued = running.scan(at=at)
    outbox.relay(now=lambda: at)
    return queued


def states():
    rows = ReportDelivery.objects.order_by("pk").values_list("recipient__username", "state", "message")
    return {name: (state, message) for name, state, message in rows}


def sheet_of(mail):
    [(name, content, kind)] = [
        part for part in mail.attachments if isinstance(part, tuple) or hasattr(part, "filename")
    ]
    assert kind.startswith("application/vnd.openxml")
    book = load_workbook(io.BytesIO(content))
    return name, [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]


def test_each_gets_the_figures_of_his_own_rights_in_his_own_language(cast, boss, mailoutbox):
    schedule(boss, recipients=[boss.pk, cast.owner.pk, cast.stranger.pk])
    assert run() == 3
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert set(mails) == {boss.email, cast.owner.email, cast.stranger.email}
    cells = {name: sheet_of(mail)[1] for name, mail in mails.items()}
    assert {"Northern Mills", "Southern Foods"} <= set(cells[boss.email])
    assert "Northern Mills" in cells[cast.owner.email] and "Southern Foods" not in cells[cast.owner.email]
    assert "Southern Foods" in cells[cast.stranger.email] and "Northern Mills" not in cells[cast.stranger.email]
    assert "Customer" in cells[cast.owner.email] and "客户" in cells[cast.stranger.email]
    english, chinese = mails[cast.owner.email], mails[cast.stranger.email]
    assert "Northern Mills | 1 |" in english.body and "Southern Foods" not in english.body + str(english.alternatives)
    assert f"{boss.name} has the report sent to you: every Monday, 08:00" in english.body
    assert boss.name in chinese.body and "has the report" not in chinese.body
    assert "/reports/?" in english.body and "rows=customer" in english.body
    assert sheet_of(english)[0] == "By_customer-20261130.xlsx"
    noted = Disclosure.objects.filter(kind="MAIL", form="xlsx", door="job").values_list("taken_by", "customers")
    assert set(noted) == {(boss.pk, 2), (cast.owner.pk, 1), (cast.stranger.pk, 1)}
    assert set(states().values()) == {(State.SENT, "")}
    assert Event.objects.filter(kind="report.delivered").count() == 3


def test_it_goes_once_for_its_time_and_once_after_a_long_pause(cast, boss, mailoutbox):
    made = schedule(boss, rhythm=Rhythm.DAILY)
    assert made.next_at == MONDAY
    assert run(MONDAY - timedelta(seconds=1)) == 0
    assert run() == 1
    assert run(MONDAY + timedelta(minutes=1)) == 0
    later = MONDAY + timedelta(days=14, hours=2)
    assert run(later) == 1
    made.refresh_from_db()
    assert made.next_at == MONDAY + timedelta(days=15)
    assert len(mailoutbox) == 2


def test_who_left_lost_the_right_has_no_address_or_sees_none_of_it_is_left_out(cast, boss, mailoutbox):
    gone, blind, lost = (make_user("sales", email=f"{n}@house.example") for n in range(3))
    nobody = make_user("sales")
    User.objects.filter(pk=nobody.pk).update(email="")
    report = kept(boss, asked={**ASKED, "measures": "amount"})
    schedule(boss, report, recipients=[gone.pk, blind.pk, lost.pk, nobody.pk])
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for role in blind.user_roles.all():
        FieldRule.objects.update_or_create(role=role.role, field="order.amount", defaults={"effect": "HIDE"})
    lost.user_roles.all().delete()
    nobody.user_roles.all().delete()
    nobody.user_roles.create(role=boss.user_roles.get().role)
    run()
    assert mailoutbox == []
    found = states()
    assert {state for state, _message in found.values()} == {State.SKIPPED}
    assert len({message for _state, message in found.values()}) == 4
    assert not Notification.objects.filter(user=boss, message__contains="could not be sent").exists()


def test_a_hidden_measure_is_left_out_and_the_rest_comes(cast, boss, mailoutbox):
    schedule(
        boss, kept(boss, asked={**ASKED, "measures": "orders,profit", "order_by": "profit"}), recipients=[cast.owner.pk]
    )
    run()
    [mail] = mailoutbox
    _name, cells = sheet_of(mail)
    assert "Gross profit" not in cells and "Orders" in cells
    assert "Left out, as your roles do not show it: Gross profit." in mail.body


def test_a_report_without_figures_says_so_and_brings_no_file(cast, boss, mailoutbox):
    empty = {**ASKED, "since": "2001-01-01", "until": "2001-01-31"}
    schedule(boss, kept(boss, asked=empty))
    run()
    [mail] = mailoutbox
    assert "Nothing was found in this period." in mail.body
    assert mail.attachments == []


def test_a_pdf_comes_as_one(cast, boss, mailoutbox):
    schedule(boss, file="PDF")
    run()
    [(name, content, kind)] = mailoutbox[0].attachments
    assert (name[-4:], content[:5], kind) == (".pdf", b"%PDF-", "application/pdf")


def test_what_cannot_be_made_tells_its_owner_once(cast, boss, mailoutbox):
    made = schedule(boss, recipients=[boss.pk, cast.owner.pk])
    SavedReport.objects.update(asked={**ASKED, "measures": "no_such"})
    Notification.objects.all().delete()
    run()
    assert {state for state, _message in states().values()} == {State.FAILED}
    assert Notification.objects.filter(user=boss).count() == 1
    assert Event.objects.filter(kind="report.delivery_failed", subject_id=made.pk).count() == 2
    assert [mail.to for mail in mailoutbox if mail.attachments] == []


def test_a_report_of_too_many_figures_tells_its_owner_what_to_narrow(boss, mailoutbox, monkeypatch):
    schedule(boss, recipients=[boss.pk])
    monkeypatch.setattr(asking, "MOST_GROUPS", 0)
    run()
    [(state, message)] = states().values()
    assert (state, "Narrow it: a shorter period" in message) == (State.FAILED, True)
    assert [mail.to for mail in mailoutbox if mail.attachments] == []


def test_a_fault_of_ours_fails_and_is_not_tried_for_days(cast, boss, monkeypatch):
    schedule(boss)
    monkeypatch.setattr("reports.builder.files.written", lambda *_args: 1 / 0)
    run()
    [(state, message)] = states().values()
    assert state == State.FAILED and "ZeroDivisionError" in message
    assert OutboxMessage.objects.get(topic=operations.TOPIC).state == OutboxMessage.State.MOOT


def test_killed_while_sending_it_is_never_sent_twice(cast, boss, mailoutbox, monkeypatch):
    schedule(boss)
    running.scan(at=MONDAY)

    def killed(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("common.mailing.server.give", killed)
        with pytest.raises(KeyboardInterrupt):
            outbox.relay(now=lambda: MONDAY)
    assert states() == {boss.username: (State.QUEUED, "")}
    for minutes in (5, 15, 30):
        run(MONDAY + timedelta(minutes=minutes))
    assert [mail for mail in mailoutbox if mail.attachments] == []
    [(state, message)] = states().values()
    assert state == State.FAILED and "may have arrived" in message
    # a person who found that it did not arrive has it sent again
    OutboxMessage.objects.filter(topic=operations.TOPIC).update(state=OutboxMessage.State.PENDING)
    outbox.relay(now=lambda: MONDAY + timedelta(hours=1))
    assert states() == {boss.username: (State.SENT, "")}


def test_killed_between_beat_and_relay_it_goes_once(cast, boss, mailoutbox):
    schedule(boss)

    class _Killed(Exception):
        pass

    def half_way():
        running.queue_due(actor=boss, at=MONDAY)
        raise _Killed

    with pytest.raises(_Killed):
        in_operation(boss.pk, half_way)
    assert not ReportDelivery.objects.exists()
    assert run(MONDAY + timedelta(minutes=1)) == 1
    run(MONDAY + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_a_dropped_report_is_sent_no_more_and_its_owner_is_told(cast, boss, mailoutbox):
    made = schedule(boss)
    reports.drop_report(actor=boss, report_id=made.report_id, version=None, at=AT)
    run()
    made.refresh_from_db()
    assert (made.is_active, made.next_at, ReportDelivery.objects.count()) == (False, None, 0)
    assert Notification.objects.filter(user=boss, message__contains="is sent by mail no more").exists()


def test_a_report_that_is_shared_no_more_is_sent_no_more(cast, boss):
    report = kept(boss, sharing="EVERYBODY")
    made = schedule(cast.owner, report)
    reports.save_report(actor=boss, report_id=report.pk, sharing="PRIVATE", at=AT)
    assert run() == 0
    made.refresh_from_db()
    assert not made.is_active


def test_to_others_only_who_may_share(cast, boss):
    report = kept(boss, sharing="EVERYBODY")
    with pytest.raises(errors.NotAllowed):
        schedule(cast.owner, report, recipients=[boss.pk])
    assert schedule(cast.owner, report).recipients.get() == cast.owner
    with pytest.raises(errors.NotFound):
        schedule(cast.owner, kept(boss, name="Private"))


@pytest.mark.parametrize(
    "given",
    [
        {"recipients": []},
        {"place": 6},
        {"rhythm": Rhythm.MONTHLY, "place": 29},
        {"hour": 24},
        {"rhythm": "HOURLY"},
        {"recipients": [999_999]},
    ],
)
def test_what_does_not_fit_is_refused(boss, given):
    with pytest.raises(errors.Invalid):
        schedule(boss, **given)


def test_only_its_owner_changes_it_on_the_version_he_saw(cast, boss):
    made = schedule(boss, recipients=[boss.pk, cast.owner.pk])
    for change in (
        lambda: operations.save_schedule(actor=cast.owner, schedule_id=made.pk, hour=9, at=AT),
        lambda: operations.pause(actor=cast.owner, schedule_id=made.pk, at=AT),
        lambda: operations.remove(actor=cast.owner, schedule_id=made.pk, at=AT),
    ):
        with pytest.raises(errors.NotAllowed):
            change()
    with pytest.raises(errors.NotFound):
        operations.pause(actor=cast.stranger, schedule_id=made.pk, at=AT)
    operations.save_schedule(actor=boss, schedule_id=made.pk, version=1, recipients=[boss.pk], at=AT)
    with pytest.raises(errors.Stale):
        operations.save_schedule(actor=boss, schedule_id=made.pk, version=1, hour=9, at=AT)


def test_paused_it_rests_and_goes_on_at_its_next_time(boss, mailoutbox):
    made = schedule(boss)
    operations.pause(actor=boss, schedule_id=made.pk, at=AT)
    assert run() == 0
    with pytest.raises(errors.WrongState):
        operations.pause(actor=boss, schedule_id=made.pk, at=AT)
    again = operations.resume(actor=boss, schedule_id=made.pk, at=MONDAY)
    assert again.next_at == MONDAY + timedelta(days=7)


def test_one_tries_it_alone_also_while_it_is_paused(cast, boss, mailoutbox):
    made = schedule(boss, recipients=[cast.owner.pk])
    operations.pause(actor=boss, schedule_id=made.pk, at=AT)
    operations.send_now(actor=boss, schedule_id=made.pk, at=MONDAY)
    with pytest.raises(errors.Conflict):
        operations.send_now(actor=boss, schedule_id=made.pk, at=MONDAY + timedelta(seconds=1))
    outbox.relay(now=lambda: MONDAY)
    assert [mail.to[0] for mail in mailoutbox if mail.attachments] == [boss.email]
    assert "Unsubscribe" not in mailoutbox[-1].body


def test_who_was_taken_off_between_beat_and_relay_gets_none(cast, boss, mailoutbox):
    made = schedule(boss, recipients=[cast.owner.pk, boss.pk])
    running.scan(at=MONDAY)
    operations.leave(actor=cast.owner, schedule_id=made.pk, at=MONDAY)
    outbox.relay(now=lambda: MONDAY)
    assert [mail.to[0] for mail in mailoutbox if mail.attachments] == [boss.email]


def test_new_recipients_are_told_in_the_app(cast, boss):
    made = schedule(boss, recipients=[boss.pk, cast.owner.pk])
    assert [row.user for row in Notification.objects.filter(kind="report.schedule")] == [cast.owner]
    operations.save_schedule(actor=boss, schedule_id=made.pk, hour=9, at=AT)
    assert Notification.objects.filter(kind="report.schedule").count() == 1


def test_a_recipient_takes_himself_off_and_the_last_lets_it_rest(cast, boss):
    made = schedule(boss, recipients=[cast.owner.pk])
    operations.leave(actor=cast.owner, schedule_id=made.pk, at=AT)
    made.refresh_from_db()
    assert (made.is_active, made.recipients.count()) == (False, 0)
    assert Notification.objects.filter(user=boss, message__contains="does not want").exists()
    with pytest.raises(errors.NotFound):
        queries.get_schedule(actor=cast.owner, schedule_id=made.pk)


def test_one_click_unsubscribes_without_signing_in(client, cast, boss, mailoutbox):
    made = schedule(boss, recipients=[cast.owner.pk, boss.pk])
    run()
    mail = next(one for one in mailoutbox if one.to == [cast.owner.email])
    address = mail.extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert made.recipients.filter(pk=cast.owner.pk).exists()  # a scanner that opens it changes nothing
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "does not come to you by mail any more" in answer.content.decode()
    assert [one.pk for one in made.recipients.all()] == [boss.pk]
    assert client.post(path).status_code == 200
    run(MONDAY + timedelta(days=7))
    assert [one.to[0] for one in mailoutbox].count(cast.owner.email) == 1


def test_a_preview_tells_everything_but_anothers_figures(cast, boss):
    made = schedule(boss, recipients=[boss.pk, cast.owner.pk])
    given = {"schedule_id": made.pk, "at": MONDAY}
    his = previewing.preview(actor=boss, person_id=cast.owner.pk, **given)
    assert his.paper is None and not his.why_not
    assert [str(one) for one in his.columns][:2] == ["Customer", "Orders"]
    mine = previewing.preview(actor=boss, person_id=boss.pk, **given)
    assert mine.paper is not None and len(mine.paper.rows) == 2
    with pytest.raises(errors.NotFound):
        previewing.preview(actor=cast.owner, person_id=boss.pk, **given)
    with translation.override("zh-hans"):
        User.objects.filter(pk=cast.owner.pk).update(is_active=False)
        assert "离职" in previewing.preview(actor=boss, person_id=cast.owner.pk, **given).why_not


def test_schedules_are_handed_over(boss):
    made, other = schedule(boss), make_user("executive")
    duty = handover["report-schedules"]
    assert duty.count(boss) == 1
    in_operation(boss.pk, lambda: duty.move(boss, boss, other, AT))
    made.refresh_from_db()
    assert made.created_by == other


def test_removed_it_is_gone_with_what_was_sent(boss, mailoutbox):
    made = schedule(boss)
    run()
    operations.remove(actor=boss, schedule_id=made.pk, at=AT)
    assert not ReportSchedule.objects.exists() and not ReportDelivery.objects.exists()
    assert Event.objects.filter(kind="report.schedule_removed").exists()


def test_a_kept_standard_report_comes_as_any_other(client, cast, boss, mailoutbox):
    report = kept(boss, name="Trend", standard="sales-trend", asked={"period": "this_year"})
    client.force_login(boss)
    page = client.get(f"/reports/kept/{report.pk}/", follow=True)
    assert f"/reports/kept/{report.pk}/mail/" in page.content.decode()
    schedule(boss, report, recipients=[cast.owner.pk])
    run()
    [mail] = mailoutbox
    name, cells = sheet_of(mail)
    assert name == "Trend-20261130.xlsx" and "Trend" in cells
    assert "/reports/standard/sales-trend/?" in mail.body and "period=this_year" in mail.body


def test_the_period_of_a_kept_report_moves_with_the_day(cast, boss, mailoutbox):
    schedule(boss, kept(boss, asked={"measures": "orders", "period": "last_month"}))
    run()
    assert "2026-10-01" in mailoutbox[-1].body
    assert dates.business_day(MONDAY).isoformat() in mailoutbox[-1].subject


@pytest.mark.parametrize("file", ["XLSX", "PDF"])
def test_a_report_of_too_many_rows_leads_to_its_page_instead_of_a_file(cast, boss, mailoutbox, monkeypatch, file):
    monkeypatch.setattr("reports.deliveries.contents.MOST_ROWS", 1)
    schedule(boss, kept(boss, name="Buyers", standard="customer-ranking", asked={"period": "this_year"}), file=file)
    run()
    [mail] = mailoutbox
    assert mail.attachments == []
    assert "rows, too many for a mail" in mail.body and "/reports/standard/customer-ranking/?" in mail.body
    assert "The file holds" not in mail.body
