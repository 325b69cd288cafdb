"""The rulebook: clauses with wordings, bound to checks, cited by refusals, counted where they are run against."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.people import queries as people
from accounts.rulebook import numbers, operations, queries
from accounts.rulebook.checks import Check, checks
from accounts.rulebook.clauses import shipped
from accounts.rulebook.models import Clause, ClauseBreach, ClauseWording
from accounts.tests.builders import AT, make_user
from common import citations, clock, dates, doors, errors
from common.operation import attempt, operation
from common.refusals import refuse

pytestmark = pytest.mark.django_db
TODAY = dates.business_day(clock.now())
KEY, CODE = "test.no_more", "test_no_more"


@pytest.fixture
def keeper():
    return make_user("administrator", language="en")


@pytest.fixture
def check():
    checks._entries[KEY] = Check("No more than there is", "Tests", CODE)
    yield KEY
    del checks._entries[KEY]


def add(actor, number="9.1", **more):
    given = {
        "chapter": "ORDER",
        "title_zh": "不超量",
        "title_en": "No more",
        "text_zh": "不得超量。",
        "text_en": "Never.",
    }
    return operations.add_clause(actor=actor, number=number, at=AT, **{**given, "valid_from": TODAY, **more})


@operation
def take_too_much(*, actor):
    raise errors.Conflict("Too much.", code=CODE)


def refused(actor):
    with pytest.raises(errors.Conflict) as caught:
        take_too_much(actor=actor)
    return caught.value


def test_numbers_sort_as_people_count():
    assert [numbers.is_one(one) for one in ("3", "3.10.1", "0.1", "3.", "a", "3.1.1.1")] == [True, True, *[False] * 4]
    assert sorted(["3.10", "3.9", "10", "2.1"], key=numbers.place_of) == ["2.1", "3.9", "3.10", "10"]


def test_a_rulebook_is_shipped_whose_checks_all_exist():
    assert Clause.objects.count() == len(shipped()) > 25
    assert {clause.chapter for clause in shipped()} == set(Clause.Chapter.values)
    unknown = {key for clause in shipped() for key in clause.checks} - set(checks)
    assert not unknown, "a shipped clause names a check that no room registered"


def test_only_its_keeper_writes_it(keeper):
    with pytest.raises(errors.NotAllowed):
        add(make_user("order_desk"))
    clause = add(keeper)
    with pytest.raises(errors.Invalid):
        add(keeper)
    with pytest.raises(errors.Invalid):
        add(keeper, number="a.1")
    with pytest.raises(errors.Invalid):
        add(keeper, number="9.2", checked_by=["nothing"])
    with pytest.raises(errors.Invalid):
        add(keeper, number="9.2", valid_to=TODAY - timedelta(days=1))
    with pytest.raises(errors.NotAllowed):
        operations.bind_checks(actor=make_user("sales"), number=clause.number, keys=[], version=1, at=AT)


def test_a_new_wording_holds_from_its_day_and_the_old_one_stays(keeper):
    add(keeper)
    words = {"title_zh": "新", "text_zh": "新条文。", "valid_from": TODAY + timedelta(days=5)}
    operations.reword_clause(actor=keeper, number="9.1", version=1, at=AT, **words)
    shown = queries.get_clause("9.1", TODAY)
    assert (shown.wording.number, shown.planned.number, shown.clause.version) == (1, 2, 2)
    later = queries.get_clause("9.1", TODAY + timedelta(days=5))
    assert (later.wording.number, later.title, later.planned) == (2, "新", None)
    with pytest.raises(errors.Stale):
        operations.reword_clause(actor=keeper, number="9.1", version=1, at=AT, **words)
    ended = {**words, "valid_from": TODAY + timedelta(days=6), "valid_to": TODAY + timedelta(days=8)}
    operations.reword_clause(actor=keeper, number="9.1", version=2, at=AT, **ended)
    assert queries.get_clause("9.1", TODAY + timedelta(days=9)).wording is None
    assert len(queries.wordings_of(shown.clause)) == 3


def test_what_held_on_past_days_stays_as_it_was(keeper):
    now, yesterday, tomorrow = clock.now(), TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    clause, words = add(keeper, valid_from=TODAY - timedelta(days=9)), {"title_zh": "新", "text_zh": "新条文。"}
    with pytest.raises(errors.Invalid) as caught:
        operations.reword_clause(actor=keeper, number="9.1", version=1, valid_from=yesterday, at=now, **words)
    assert list(caught.value.fields) == ["valid_from"]
    operations.reword_clause(actor=keeper, number="9.1", version=1, valid_from=tomorrow, at=now, **words)
    with pytest.raises(errors.Invalid):  # the planned one would take over from it the day after
        operations.reword_clause(actor=keeper, number="9.1", version=2, valid_from=TODAY, at=now, **words)
    operations.reword_clause(actor=keeper, number="9.1", version=2, valid_from=tomorrow, at=now, **words)
    assert queries.get_clause("9.1", tomorrow).wording.number == 3
    assert [one.number for one in queries.wordings_of(clause)][-1:] in ([1], [3])


def test_what_does_not_hold_yet_is_shown_to_its_keeper_alone(keeper, client):
    add(keeper, number="9.7", title_zh="尚未生效", title_en="Not yet", valid_from=TODAY + timedelta(days=5))
    for person, is_shown in ((keeper, True), (make_user("sales", language="en"), False)):
        client.force_login(person)
        assert ("Not yet" in client.get(reverse("accounts:rulebook")).content.decode()) is is_shown


def test_a_day_at_the_edge_of_the_calendar_is_a_day(keeper, client):
    client.force_login(keeper)
    for path in ("/rulebook/review/", "/api/v1/rulebook/review/"):
        for day in ("0001-01-01", "9999-12-31"):
            assert client.get(path, {"until": day}).status_code == 200
            assert client.get(path, {"since": day, "until": day}).status_code == 200


def test_a_refusal_cites_the_clause_that_it_rests_on(keeper, check, rf):
    assert list(citations.of(refused(keeper))) == []
    add(keeper, checked_by=[check])
    [cited] = citations.of(refused(keeper))
    assert (cited.number, cited.url) == ("9.1", reverse("accounts:rulebook") + "#c9.1")
    request = rf.post("/")
    request.user, request.htmx = keeper, False
    assert "9.1" in refuse(request, refused(keeper)).content.decode()
    body = refuse(rf.post("/api/v1/x/"), refused(keeper))
    assert body.status_code == 409


def test_a_clause_that_does_not_hold_is_not_cited(keeper, check):
    add(keeper, checked_by=[check], valid_from=TODAY + timedelta(days=1))
    assert list(citations.of(refused(keeper))) == []


def test_a_form_names_the_clause_with_a_link(keeper, check):
    from accounts.rulebook.forms import PeriodForm

    add(keeper, checked_by=[check])
    form = PeriodForm({})
    assert not doors.accepted(form, lambda: _invalid(keeper))
    assert '<a class="so-r" href="/rulebook/#c9.1">' in str(form.non_field_errors())


@operation
def mistype(*, actor):
    raise errors.Invalid("Too much.", code=CODE)


def _invalid(actor):
    mistype(actor=actor)


def test_attempts_are_counted_by_day_and_person_and_looking_is_not(keeper, check):
    add(keeper, checked_by=[check])
    other = make_user("sales")
    for person in (keeper, keeper, other):
        error = refused(person)
        citations.of(error), citations.of(error)  # asked again at another door
    citations.of(errors.Conflict("Only looked at.", code=CODE))
    assert sorted(ClauseBreach.objects.values_list("count", flat=True)) == [1, 2]
    found = queries.review(TODAY, TODAY, TODAY)
    [row] = [one for one in found.breaches if one.key == check]
    assert (row.refused, row.people, row.warned) == (3, 2, None)
    assert not queries.review(TODAY - timedelta(days=9), TODAY - timedelta(days=1), TODAY).breaches


def test_the_review_names_clauses_without_checks_and_checks_without_clauses(keeper, check):
    add(keeper)
    found = queries.review(TODAY, TODAY, TODAY)
    assert "9.1" in [one.clause.number for one in found.unbound] and check in [key for key, _check in found.free]
    operations.bind_checks(actor=keeper, number="9.1", keys=[check], version=1, at=AT)
    found = queries.review(TODAY, TODAY, TODAY)
    assert "9.1" not in [one.clause.number for one in found.unbound] and check not in [key for key, _c in found.free]


def test_everybody_reads_it_and_its_keeper_edits_it(client, keeper, check, django_assert_max_num_queries):
    client.force_login(make_user("warehouse", language="en"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("accounts:rulebook")).content.decode()
    assert "Goods against the order" in page and 'id="c3.10"' in page and "New clause" not in page
    assert client.get(reverse("accounts:rulebook-review")).status_code == 403
    assert client.get(reverse("accounts:clause", args=["4.2"])).status_code == 200
    assert client.get(reverse("accounts:clause", args=["77"])).status_code == 404
    assert client.get(reverse("accounts:clause-new")).status_code == 403
    client.force_login(keeper)
    assert client.get(reverse("accounts:clause-new")).status_code == 200
    words = {"title_zh": "试", "text_zh": "试。", "valid_from": TODAY.isoformat()}
    given = {"number": "9.1", "chapter": "ORDER", "nonce": "n1", **words}
    assert client.post(reverse("accounts:clause-new"), given).status_code == 303
    url = reverse("accounts:clause-checks", args=["9.1"])
    assert "No more than there is" in client.get(url).content.decode()
    assert client.post(url, {"checks": [check], "version": 1}).status_code == 303
    assert client.post(url, {"checks": [], "version": 1}).status_code == 409
    url = reverse("accounts:clause-reword", args=["9.1"])
    assert client.post(url, {**words, "title_en": "Try", "version": 2}).status_code == 303
    assert "Try" in client.get(reverse("accounts:clause", args=["9.1"])).content.decode()
    page = client.get(reverse("accounts:rulebook-review"), {"since": "2020-01-01", "until": ""}).content.decode()
    assert "Targets of the year" in page


def test_the_api_reads_binds_and_words_it(client, keeper, check):
    client.force_login(keeper)
    rows = client.get("/api/v1/rulebook/").json()
    assert [row["number"] for row in rows[:2]] == ["1.1", "1.2"] and len(rows) == len(shipped())
    words = {"title_zh": "试", "text_zh": "试。", "valid_from": TODAY.isoformat()}
    made = client.post(
        "/api/v1/rulebook/",
        {"number": "9.1", "chapter": "ORDER", **words},
        content_type="application/json",
        headers={"Idempotency-Key": "a"},
    )
    assert (made.status_code, made.json()["checks"]) == (201, [])
    tagged = {"If-Match": made.headers["ETag"]}
    url = "/api/v1/rulebook/9.1/checks/"
    bound = client.put(url, {"checks": [check]}, content_type="application/json", headers=tagged)
    assert [one["code"] for one in bound.json()["checks"]] == [CODE]
    assert client.put(url, {"checks": []}, content_type="application/json", headers=tagged).status_code == 412
    tagged = {"If-Match": bound.headers["ETag"]}
    url = "/api/v1/rulebook/9.1/"
    assert client.put(url, words, content_type="application/json", headers=tagged).json()["version"] == 3
    found = client.get("/api/v1/rulebook/review/", {"since": "2026-01-01"}).json()
    assert "1.1" in found["unbound"]
    client.force_login(make_user("sales"))
    assert client.get("/api/v1/rulebook/9.1/").status_code == 200
    assert client.get("/api/v1/rulebook/review/").status_code == 403


def test_the_numbers_of_checks_are_read_in_one_statement(keeper, check, django_assert_num_queries):
    add(keeper, number="9.3", checked_by=[check])
    add(keeper, number="9.1", checked_by=[check])
    add(keeper, number="9.2", checked_by=[check], valid_from=TODAY + timedelta(days=1))
    with django_assert_num_queries(1):
        assert queries.numbers_of([check, "risk.below_floor"], TODAY) == {check: "9.1", "risk.below_floor": "2.2"}
    ended = {"title_zh": "新", "text_zh": "新", "valid_from": TODAY - timedelta(days=3), "valid_to": TODAY}
    clause = Clause.objects.get(number="9.1")
    ClauseWording.objects.create(clause=clause, number=2, saved_by=keeper, saved_at=AT, **ended)  # as they once were
    assert queries.numbers_of([check], TODAY + timedelta(days=1)) == {check: "9.1"}, "the wording begun last counts"


@operation
def take_several(*, actor, ways):
    outcomes = []
    for way in ways:
        try:
            outcomes.append(attempt(way))
        except errors.DomainError as error:
            outcomes.append(error)
    return outcomes


def test_an_attempt_is_counted_by_the_operation_whatever_the_door_does_with_the_refusal(keeper, check):
    add(keeper, checked_by=[check])
    refused(keeper)  # no door asked what it rests on
    assert ClauseBreach.objects.get().count == 1
    take_several(actor=keeper, ways=[lambda: take_too_much(actor=keeper), lambda: take_too_much(actor=keeper)])
    assert ClauseBreach.objects.get().count == 3, "parts that were refused while the rest stood"


def test_counting_takes_one_statement_and_none_where_nothing_is_registered(keeper, check, django_assert_num_queries):
    add(keeper, checked_by=[check])
    several = [errors.Conflict("", code=CODE) for _each in range(5)]
    for one in several:
        one.attempt = (keeper.pk, "page")
    with django_assert_num_queries(3):  # one, between the two of its savepoint
        citations.count(several)
    assert ClauseBreach.objects.get().count == 5
    other = errors.Conflict("", code="nobody_knows")
    other.attempt = (keeper.pk, "page")
    with django_assert_num_queries(0):
        citations.count([other])


def test_the_machine_runs_against_no_clause(keeper, check):
    add(keeper, checked_by=[check])
    refused(people.system_user())
    assert not ClauseBreach.objects.exists()


def test_doors_with_a_line_for_it_name_the_clause_and_ask_once_for_many_rows(keeper, check, django_assert_num_queries):
    add(keeper, checked_by=[check])
    assert citations.told(errors.Conflict("Too much.", code=CODE)) == "Too much. (clause 9.1)"
    assert citations.told(errors.Conflict("Too much.", code="nobody_knows")) == "Too much."
    several = citations.Several()
    with django_assert_num_queries(3):  # of the first
        texts = [several.told(errors.Conflict(f"Row {row}.", code=CODE)) for row in range(9)]
    assert texts[8] == "Row 8. (clause 9.1)"


def test_no_door_words_a_refusal_without_its_clause():
    """Whoever shows the message of an error asks ``common.citations``; those that may not, say why."""
    known = {
        "orders/answers/link_page.py",  # for customers: clauses are the company's own
        "orders/fulfilment/handover/link_page.py",  # for customers
        "orders/intake/pool/operations/receiving.py",  # why a file was not taken; kept with the item
        "accounts/single_sign_on/own_views.py",  # of signing in
    }
    found = set()
    for app in ("accounts", "common", "customers", "integration", "orders", "products", "reports", "segments", "tasks"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "/tests/" not in str(path) and re.search(r"[{(]error\.message[})]", text) and "citations" not in text:
                found.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert found <= known, "a door words a refusal without its clause: use common.citations.told"
