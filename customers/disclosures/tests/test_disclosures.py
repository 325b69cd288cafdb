"""Who took which customers' data away: noted with the file, read by who may."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.exports import operations as exports
from accounts.exports import running
from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import FieldRule
from accounts.tests.builders import AT, make_cast, make_user
from common import clock, errors, settings
from common.exports import plain
from common.exports.lists import Sheet
from common.models import Event, Setting
from customers import queries as queries_of_customers
from customers.cleaning import operations as cleaning
from customers.disclosures import looking, operations, queries
from customers.disclosures.models import ContactLook, DisclosedCustomer, Disclosure
from customers.disclosures.paths import path_to
from customers.models import Contact, Customer
from customers.tests.builders import make_contact, make_customer
from segments.classification import deviations

pytestmark = pytest.mark.django_db


def take(actor, **options):
    return exports.start_export(actor=actor, list_key="customers", form="csv", at=clock.now(), **options)


def limit(key, value):
    Setting.objects.create(key=key, value=value)
    settings.forget()


def note(actor, counts, at=AT, **more):
    given = {"kind": "REPORT", "what": "report", "title": "统计", "form": "xlsx", "door": "page", "rows": 1, **more}
    return operations.note_disclosure(actor=actor, counts=counts, at=at, **given)


def named(row):
    return dict(DisclosedCustomer.objects.filter(disclosure=row).values_list("customer", "rows"))


def test_a_list_as_a_file_names_the_customers_in_it():
    cast = make_cast()
    mine, _others = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    export = take(cast.owner)
    row = Disclosure.objects.get()
    assert (row.kind, row.what, row.rows, row.customers, row.export_id) == ("LIST", "customers", 1, 1, export.pk)
    assert (row.taken_by, row.door, row.form) == (cast.owner, "page", "csv")
    assert named(row) == {mine.pk: 1}
    exports.fetch_file(actor=cast.owner, export_id=export.pk, at=AT)
    exports.fetch_file(actor=cast.owner, export_id=export.pk, at=AT + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.fetches, row.last_fetched_at) == (2, AT + timedelta(hours=1))
    exports.delete_export(actor=cast.owner, export_id=export.pk, at=AT)
    assert Disclosure.objects.count() == 1, "what left the house stays on record when its file goes"


def test_a_worker_notes_what_it_writes():
    person = make_user("administrator")
    made = [make_customer() for _one in range(3)]
    limit("exports.rows_at_once", 2)
    export = take(person)
    assert not Disclosure.objects.exists()
    running.run(export.pk, at=clock.now())
    assert named(Disclosure.objects.get()) == {one.pk: 1 for one in made}


def test_a_list_about_nobody_is_not_noted():
    exports.start_export(actor=make_user("administrator"), list_key="products", form="csv", at=clock.now())
    assert not Disclosure.objects.exists()


def test_rows_that_are_read_again_are_counted_once():
    customer = make_customer()
    make_contact(customer), make_contact(customer, name="李梅")
    column = plain.Plain(plain.Column("name", "Name"), ("name",))
    sheet = plain.sheet(Contact.objects.order_by("pk"), [column])
    assert [list(sheet.rows()) for _again in range(2)] == [[("王建国",), ("李梅",)]] * 2, "no column more"
    assert sheet.whom() == {"customers": {customer.pk: 2}}


def test_many_customers_are_counted_and_not_named():
    person = make_user("administrator")
    limit(operations.MOST_NAMED, 1)
    first, second = make_customer(), make_customer()
    row = note(person, {first.pk: 3, second.pk: 1}, at=clock.now())
    assert (row.customers, row.is_each_named, named(row)) == (2, False, {})
    note(person, None, at=clock.now())
    found = queries.of_customer(person, first)
    assert (found.rows, found.of_many) == ([], 2)


def test_who_may_see_it():
    cast = make_cast()
    hers, others = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    her, his, untold = note(cast.owner, {hers.pk: 2}), note(cast.stranger, {others.pk: 1}), note(cast.owner, None)
    everything = make_user("executive")
    assert set(queries.list_disclosures(everything)) == {her, his, untold}
    manager = make_user("sales_manager", department=cast.department)
    assert list(queries.list_disclosures(manager)) == [her], "only what names a customer of the department"
    assert not queries.list_disclosures(cast.owner).exists()
    found = queries.of_customer(manager, hers)
    assert ([(one, one.their_rows) for one in found.rows], found.of_many) == ([(her, 2)], None)
    with pytest.raises(errors.NotFound):
        queries.of_customer(manager, others)
    with pytest.raises(errors.NotAllowed):
        queries.of_customer(cast.owner, hers)


def test_who_asks_for_a_customer_that_is_not_his_learns_nothing(client):
    cast = make_cast()
    hers, others = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    note(cast.stranger, {hers.pk: 1, others.pk: 7})
    client.force_login(make_user("sales_manager", department=cast.department))
    url = "/api/v1/disclosures/"
    assert [one["their_rows"] for one in client.get(url, {"customer": hers.code}).json()["results"]] == [1]
    assert client.get(url, {"customer": others.pk}).json()["results"] == []
    unknown, foreign = (client.get(url, {"customer": f"code:{code}"}) for code in ("none", others.code))
    assert (unknown.status_code, foreign.status_code) == (400, 400)
    assert foreign.content.replace(others.code.encode(), b"none") == unknown.content
    page = client.get(reverse("customers:disclosure-list"), {"customer": others.pk}).content.decode()
    assert cast.stranger.username not in page.partition('id="list"')[2]


def test_who_looked_is_read_by_who_holds_the_right_for_the_customer(client):
    cast = make_cast()
    hers, others = make_contact(make_customer(owner=cast.owner)), make_contact(make_customer(owner=cast.stranger))
    keeper = make_user("warehouse")
    look(keeper, hers), look(keeper, others)
    manager = make_user("sales_manager", department=cast.department)
    assert [one.contact_id for one in queries.list_looks(manager)] == [hers.pk]
    assert queries.list_looks(make_user("executive")).count() == 2
    client.force_login(manager)
    assert client.get("/api/v1/contact-looks/", {"customer": f"code:{others.customer.code}"}).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_a_day(client, day):
    client.force_login(make_user("administrator"))
    for path in ("/api/v1/disclosures/", reverse("customers:disclosure-list")):
        assert client.get(path, {"taken_to": day}).status_code == 200
        assert client.get(path, {"taken_from": day}).status_code == 200


def test_what_holds_anybodys_data_is_noted_as_such():
    boss = make_user("administrator")
    make_contact(make_customer())
    exports.start_export(actor=boss, list_key="trail", form="csv", at=clock.now())
    row = Disclosure.objects.get()
    assert (row.what, row.customers, row.is_each_named) == ("trail", None, False)


def test_a_list_of_deviations_names_the_customers_in_it():
    customer = make_customer(code="zzz")
    for key in deviations.kinds(boss := make_user("administrator")):
        exports.start_export(actor=boss, list_key="deviations", form="csv", at=clock.now(), query=f"kind={key}")
    assert {customer.pk} <= {pk for row in Disclosure.objects.all() for pk in named(row)}


def test_a_sheet_that_says_nothing_is_about_anybody():
    assert Sheet(columns=[], rows=lambda: iter(()), count=lambda _exactly: (0, False)).whom() is None


def test_the_way_that_it_was_asked_for_is_kept(client):
    boss = make_user("administrator")
    make_customer()
    client.force_login(boss)
    answer = client.post(
        "/api/v1/exports/", {"list": "customers", "form": "csv"}, "application/json", headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code in (201, 202), answer.content
    assert Disclosure.objects.get().door == "api", "without scopes of a token too"


def test_merged_customers_have_one_record():
    source, target = make_customer(), make_customer()
    person = make_user("administrator")
    both, one = note(person, {source.pk: 2, target.pk: 3}), note(person, {source.pk: 4})
    machine = people.system_user()
    cleaning.merge_customers(actor=machine, source_id=source.pk, target_id=target.pk, at=AT)
    assert (named(both), named(one)) == ({target.pk: 5}, {target.pk: 4})
    both.refresh_from_db(), one.refresh_from_db()
    assert (both.customers, one.customers) == (1, 1)


def test_looks_go_along_with_a_merged_customer():
    contact, target = make_contact(make_customer()), make_customer()
    source = contact.customer
    look(make_user("warehouse"), contact)
    cleaning.merge_customers(actor=people.system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    assert list(ContactLook.objects.values_list("customer", flat=True)) == [target.pk]


def test_looks_are_forgotten_too():
    contact, keeper = make_contact(make_customer()), make_user("warehouse")
    look(keeper, contact), look(keeper, contact, at=AT + timedelta(days=10))
    assert operations.forget_old(actor=people.system_user(), at=AT + timedelta(days=1_095, seconds=1)) == 1
    assert ContactLook.objects.count() == 1


def test_having_one_shown_is_a_right_of_its_own():
    keeper, contact = make_user("warehouse"), make_contact(make_customer())
    keeper.user_roles.get().role.grants.filter(verb=looking.VERB).delete()
    with pytest.raises(errors.NotAllowed):
        look(User.objects.get(pk=keeper.pk), contact)
    assert not ContactLook.objects.exists()


def test_records_are_forgotten_after_the_days_that_the_setting_says():
    customer, person = make_customer(), make_user("administrator")
    old, new = note(person, {customer.pk: 1}), note(person, {customer.pk: 1}, at=AT + timedelta(days=10))
    machine = people.system_user()
    assert operations.forget_old(actor=machine, at=AT + timedelta(days=1_095, seconds=1)) == 1
    assert list(Disclosure.objects.all()) == [new] and not named(old)


def test_the_way_to_the_customer_is_the_nearest():
    order, line = (apps.get_model("orders", name) for name in ("Order", "OrderLine"))
    assert (path_to(Customer), path_to(Contact)) == ("pk", "customer_id")
    assert (path_to(order), path_to(line)) == ("customer_id", "order__customer_id")
    assert path_to(Setting) == ""


def test_the_page_and_the_customers_page_show_it(client, django_assert_max_num_queries):
    cast = make_cast()
    hers, others = make_customer(owner=cast.owner), make_customer(owner=cast.stranger)
    note(cast.owner, {hers.pk: 2}, title="Her list"), note(cast.stranger, {others.pk: 1}, title="His list")
    client.force_login(make_user("administrator", language="en"))
    url = reverse("customers:disclosure-list")
    page = client.get(url).content.decode()
    assert "Her list" in page and "His list" in page
    page = client.get(url, {"customer": f"code:{hers.code}"}).content.decode()
    assert "Her list" in page and "His list" not in page
    page = client.get(url, {"person": cast.stranger.username}).content.decode()
    assert "Her list" not in page and "His list" in page
    with django_assert_max_num_queries(25):
        page = client.get(reverse("customers:customer-detail", args=[hers.pk]), {"tab": "taken"}).content.decode()
    assert "Her list" in page and "His list" not in page
    client.force_login(cast.owner)
    assert client.get(url).status_code == 403
    page = client.get(reverse("customers:customer-detail", args=[hers.pk]), {"tab": "taken"}).content.decode()
    assert "Her list" not in page


def test_the_api_lists_it(client):
    customer, person = make_customer(), make_user("administrator", username="adm")
    note(person, {customer.pk: 2})
    client.force_login(person)
    body = client.get("/api/v1/disclosures/", {"customer": customer.code}).json()
    assert [(one["their_rows"], one["taken_by"], one["customers"]) for one in body["results"]] == [(2, "adm", 1)]
    client.force_login(make_user("sales"))
    assert client.get("/api/v1/disclosures/").status_code == 403


# --- contacts that are shown masked --------------------------------------------------------------


def look(actor, contact, reason="送货前确认地址", at=AT):
    given = {"customer_id": contact.customer_id, "contact_id": contact.pk, "reason": reason, "at": at}
    return looking.reveal_contact(actor=actor, **given)


def test_a_masked_contact_is_shown_by_a_deed_that_is_noted():
    customer = make_customer()
    contact, keeper = make_contact(customer), make_user("warehouse")
    assert queries_of_customers.contact_rows(keeper, customer)[0]["phone"] == "138****2217"
    assert look(keeper, contact).phone == "13812342217"
    noted = ContactLook.objects.get()
    assert (noted.looked_by, noted.contact, noted.reason, noted.looked_at) == (keeper, contact, "送货前确认地址", AT)
    told = Event.objects.get(kind="contact.revealed")
    assert told.subject_id == customer.pk and "138" not in str(told.data), "what was shown is written nowhere"
    boss = make_user("administrator")
    assert queries.of_customer(boss, customer).looks == [(noted, "王建国")]
    FieldRule.objects.create(role=boss.user_roles.get().role, field="customer.contact", effect="HIDE")
    assert queries.of_customer(User.objects.get(pk=boss.pk), customer).looks == [(noted, None)]


def test_who_sees_contacts_in_full_is_not_noted_and_who_may_not_look_does_not():
    contact = make_contact(make_customer())
    look(make_user("finance"), contact)
    assert not ContactLook.objects.exists()
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        look(make_user("production"), contact)
    hidden = make_user("warehouse")
    FieldRule.objects.filter(role__code="warehouse", field="customer.contact").update(effect="HIDE")
    with pytest.raises(errors.NotAllowed):
        look(hidden, contact)
    assert not ContactLook.objects.exists()


def test_a_reason_is_needed_and_there_are_so_many_a_day():
    contact, keeper = make_contact(make_customer()), make_user("warehouse")
    with pytest.raises(errors.Invalid):
        look(keeper, contact, reason=" ")
    limit(looking.MOST, 2)
    look(keeper, contact), look(keeper, contact)
    with pytest.raises(errors.Conflict) as refused:
        look(keeper, contact)
    assert refused.value.code == looking.NO_MORE
    assert look(keeper, contact, at=AT + timedelta(days=1))


def test_the_page_and_the_api_show_it_once_asked(client):
    customer = make_customer()
    contact, keeper = make_contact(customer), make_user("warehouse", language="en")
    client.force_login(keeper)
    tab = client.get(reverse("customers:customer-detail", args=[customer.pk]), {"tab": "contacts"}).content.decode()
    url = reverse("customers:contact-reveal", args=[customer.pk, contact.pk])
    assert url in tab and "13812342217" not in tab
    assert "13812342217" not in client.get(url).content.decode()
    shown = client.post(url, {"reason": "delivery", "nonce": "n"})
    assert shown.status_code == 200 and "13812342217" in shown.content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    url = f"/api/v1/customers/{customer.code}/contacts/{contact.pk}/reveal/"
    answer = client.post(url, {"reason": "delivery"}, content_type="application/json")
    assert (answer.status_code, answer.json()["phone"]) == (200, "13812342217")
    client.force_login(make_user("administrator"))
    found = client.get("/api/v1/contact-looks/", {"customer": customer.code, "person": keeper.username}).json()
    assert [(one["looked_by"], one["reason"]) for one in found["results"]] == [(keeper.username, "delivery")] * 2
