"""Customers kept twice: found over the whole archive, shown as far as one may see, decided, merged with a preview."""

import itertools
from contextlib import contextmanager

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors
from common.likeness import searching
from common.likeness.models import DuplicatePair
from common.models import Job
from customers.cleaning import operations, queries
from customers.models import Customer
from customers.tests.builders import make_address, make_contact, make_customer

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def system():
    return people.system_user()


@pytest.fixture
def desk(client):
    user = make_user("order_desk")
    client.force_login(user)
    return user


def found(actor, **conditions):
    operations.search_duplicates(actor=people.system_user(), at=AT)
    searching.scan(at=AT)
    rows = queries.list_pairs(actor).filter(**conditions).order_by("-score", "pk")
    return queries.shown(actor, rows)


def pair(**fields):
    return make_customer(name="杭州华衡科技有限公司", **fields), make_customer(name="杭州（华衡）科技股份有限公司")


def test_names_tax_numbers_codes_and_sounds_are_compared_over_the_archive(system):
    one, other = pair(tax_number="91330108 MA27")
    Customer.objects.filter(pk=other.pk).update(tax_number="91330108ma27")
    make_customer(name="上海正泰")
    heard = make_customer(name="上海证泰")
    pairs = found(system)
    assert [(row.score, list(row.reasons)) for row in pairs] == [
        (100, ["TAX_NUMBER", "NAME_CORE"]),
        (45, ["PINYIN"]),
    ]
    assert {pairs[0].one.customer, pairs[0].other.customer} == {one, other}
    assert heard in (pairs[1].one.customer, pairs[1].other.customer)


def test_members_of_a_group_are_several_and_other_tax_numbers_make_a_pair_less_sure(system):
    head, member = pair()
    Customer.objects.filter(pk=member.pk).update(group=head)
    assert found(system) == []
    Customer.objects.filter(pk=member.pk).update(group=None, tax_number="91330108MA28")
    assert [row.score for row in found(system)] == [85]
    Customer.objects.filter(pk=head.pk).update(tax_number="91330108MA27")
    assert [row.score for row in found(system)] == [45]


def test_two_that_are_not_the_same_do_not_come_back(system):
    pair()
    (row,) = found(system, state="OPEN")
    operations.decide_pair(actor=system, pair_id=row.id, are_two=True, at=AT)
    assert found(system, state="OPEN") == []
    operations.decide_pair(actor=system, pair_id=row.id, are_two=False, at=AT)
    assert len(found(system, state="OPEN")) == 1


def test_two_that_are_not_the_same_stay_so_though_they_differed_for_a_while(system):
    _one, other = pair()
    (row,) = found(system)
    operations.decide_pair(actor=system, pair_id=row.id, are_two=True, at=AT)
    name = other.name
    Customer.objects.filter(pk=other.pk).update(name="苏州天平")
    found(system)
    Customer.objects.filter(pk=other.pk).update(name=name)
    assert found(system, state="OPEN") == []
    assert DuplicatePair.objects.get().decided_by_id == system.pk


def test_a_worker_searches_and_the_page_says_how_far_it_is(client, desk):
    one, _other = pair()
    assert client.post(reverse("customers:duplicate-search")).status_code == 303
    job = searching.latest(queries.KIND)
    assert (job.state, job.actor_id) == (Job.State.QUEUED, desk.pk)
    assert operations.search_duplicates(actor=desk, at=AT) == job  # one that waits is enough
    url = reverse("customers:duplicate-list")
    page = client.get(url).text
    assert "The archive is being searched" in page
    assert "data-poll" in page
    assert reverse("customers:duplicate-search") not in page
    assert not DuplicatePair.objects.exists()
    assert searching.scan(at=AT) == 1
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert (part.headers["HX-Refresh"], part.text.strip()) == ("true", "")
    page = client.get(url).text
    assert one.code in page
    assert "Last searched" in page
    job.refresh_from_db()
    assert (job.state, job.result, job.total) == (Job.State.DONE, {"pairs": 1}, 2)


def test_a_search_whose_worker_died_is_begun_again_and_a_failed_one_says_so(client, desk, monkeypatch):
    pair()
    job = operations.search_duplicates(actor=desk, at=AT)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=1)
    assert searching.scan(at=AT) == 1
    job = operations.search_duplicates(actor=desk, at=AT)

    def fail(*arguments):
        raise RuntimeError("no memory")

    monkeypatch.setattr(searching.scoring, "pairs", fail)
    with pytest.raises(RuntimeError):
        searching.scan(at=AT)
    assert searching.scan(at=AT) == 0  # nobody tries it for ever
    page = client.get(reverse("customers:duplicate-list")).text
    assert "no memory" in page
    assert reverse("customers:duplicate-search") in page


def test_one_process_searches_at_a_time(system, monkeypatch):
    pair()
    operations.search_duplicates(actor=system, at=AT)

    @contextmanager
    def taken(lock):
        yield False

    monkeypatch.setattr(searching.locks, "held", taken)
    assert searching.scan(at=AT) == 0
    assert searching.latest(queries.KIND).state == Job.State.QUEUED


def test_a_pair_goes_when_they_no_longer_agree_or_became_one(system):
    one, other = pair()
    assert len(found(system)) == 1
    Customer.objects.filter(pk=other.pk).update(name="苏州天平")
    assert found(system) == []
    third = make_customer(name="杭州华衡科技")
    assert len(found(system)) == 1
    operations.merge_customers(actor=system, source_id=third.pk, target_id=one.pk, at=AT)
    assert queries.shown(system, queries.list_pairs(system)) == []


def test_of_a_customer_that_one_may_not_see_only_the_department_shows(client):
    rep = make_user("sales")
    make_customer(name="杭州华衡科技有限公司", owner=rep)
    hidden = make_customer(name="杭州华衡科技", tax_number="SECRET1", owner=make_user("sales"))
    (row,) = found(rep)
    assert row.is_whole is False
    client.force_login(rep)
    page = client.get(reverse("customers:duplicate-list")).text
    assert hidden.code not in page
    assert "SECRET1" not in page
    assert "may not see" in page
    assert found(make_user("sales")) == []
    with pytest.raises(errors.NotFound):
        operations.decide_pair(actor=rep, pair_id=row.id, are_two=True, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.search_duplicates(actor=rep, at=AT)


def test_the_list_page_searches_decides_and_leads_to_the_preview(client, desk):
    one, other = pair()
    assert client.post(reverse("customers:duplicate-search")).status_code == 303
    searching.scan(at=AT)
    page = client.get(reverse("customers:duplicate-list")).text
    assert reverse("customers:customer-merge-preview", args=[other.pk, one.pk]) in page
    (row,) = queries.shown(desk, queries.list_pairs(desk))
    assert client.post(reverse("customers:duplicate-decide", args=[row.id]), {"are_two": "1"}).status_code == 303
    assert one.code not in client.get(reverse("customers:duplicate-list")).text
    assert one.code in client.get(reverse("customers:duplicate-list"), {"state": "NOT_SAME"}).text


def test_the_preview_says_field_by_field_what_would_happen(client, desk):
    source, target = pair(tax_number="91330108", short_name="华衡")
    Customer.objects.filter(pk=target.pk).update(short_name="华衡科技")
    make_contact(source)
    make_address(source)
    shown = queries.preview(desk, source, Customer.objects.get(pk=target.pk))
    assert {one.name: one.taken for one in shown.choices} == {"name": False, "short_name": False, "tax_number": True}
    assert {str(label): count for label, count in shown.moves}["Contacts"] == 1
    url = reverse("customers:customer-merge-preview", args=[source.pk, target.pk])
    assert "91330108" in client.get(url).text
    assert client.post(url, {"version": 99, "take": ["short_name"]}).status_code == 409
    source.refresh_from_db()
    assert client.post(url, {"version": source.version, "take": ["short_name"]}).status_code == 303
    target.refresh_from_db()
    assert (target.short_name, target.tax_number) == ("华衡", "")  # what was not chosen was not taken


def test_what_stands_in_the_way_is_shown_and_no_button_offered(client, desk):
    source, target = make_customer(), make_customer(currency_id="USD")
    page = client.get(reverse("customers:customer-merge-preview", args=[source.pk, target.pk])).text
    assert "different currencies" in page
    assert "btn-danger" not in page
    with pytest.raises(errors.Invalid):
        operations.merge_customers(
            actor=desk, source_id=source.pk, target_id=make_customer().pk, take=["credit_limit"], at=AT
        )


def test_the_api_previews_before_it_merges():
    source, target = pair(tax_number="91330108")
    api = APIClient()
    api.force_authenticate(make_user("order_desk"))

    def send(**body):
        headers = {"Idempotency-Key": f"dup{next(_keys)}"}
        return api.post(f"/api/v1/customers/{source.code}/merge/", body, format="json", headers=headers)

    dry = send(into=target.code, dry_run=True)
    assert dry.status_code == 200, dry.content
    assert {"field": "tax_number", "kept": "", "other": "91330108", "taken": True} in dry.json()["choices"]
    assert Customer.objects.get(pk=source.pk).merged_into is None
    assert send(into=target.code, take=["code"]).status_code == 400
    assert send(into=target.code, take=["tax_number"]).json()["tax_number"] == "91330108"


def test_the_api_lists_decides_and_searches(desk):
    one, other = pair()
    api = APIClient()
    api.force_authenticate(desk)
    base = "/api/v1/customer-duplicates/"

    def post(path, body=None):
        return api.post(base + path, body, format="json", headers={"Idempotency-Key": f"k{next(_keys)}"})

    assert api.get(f"{base}search/").json()["state"] is None
    assert post("search/").status_code == 202
    searching.scan(at=AT)
    assert api.get(f"{base}search/").json()["state"] == "DONE"
    (row,) = api.get(base).json()["results"]
    assert (row["score"], row["reasons"], row["state"]) == (85, ["NAME_CORE"], "OPEN")
    assert {row["one"]["code"], row["other"]["code"]} == {one.code, other.code}
    decided = post(f"{row['id']}/decide/", {"not_the_same": True})
    assert (decided.status_code, decided.json()["state"]) == (200, "NOT_SAME")
    assert api.get(base).json()["count"] == 0
    assert [one["id"] for one in api.get(base, {"state": "NOT_SAME"}).json()["results"]] == [row["id"]]
    assert post(f"{row['id']}/decide/", {"not_the_same": False}).json()["state"] == "OPEN"
    assert post(f"{row['id']}/decide/", {}).status_code == 400
    assert api.get(base, {"state": "nope"}).status_code == 400
    assert api.get(base, {"stat": "OPEN"}).status_code == 400


def test_the_api_tells_nothing_of_a_customer_who_is_not_ones_own():
    owner = make_user("sales")
    mine, theirs = pair(owner_id=owner.pk, department_id=owner.department_id)
    found(people.system_user())
    api = APIClient()
    api.force_authenticate(owner)
    (row,) = api.get("/api/v1/customer-duplicates/").json()["results"]
    sides = {row["one"]["code"], row["other"]["code"]}
    assert sides == {mine.code, None} and theirs.code not in str(row)
    refused = api.post(
        f"/api/v1/customer-duplicates/{row['id']}/decide/",
        {"not_the_same": True},
        format="json",
        headers={"Idempotency-Key": "k"},
    )
    assert refused.status_code == 404
    assert api.get("/api/v1/customer-duplicates/search/").status_code == 403
