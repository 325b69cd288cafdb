"""Hidden fields × every door (R294, R308, ADR 0119): what a role hides is told at none of them, and a field or a door
that is new is asked too, or stands in the table with its reason."""

import copy
import re

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from accounts.roles.verbs import every_sensitive_field
from common import clock, errors
from common.api.throttle import RateThrottle
from common.exports.lists import Asked as AskedList
from common.exports.lists import lists
from common.imports.targets import importers
from orders.intake.imports import permitting
from orders_site.tests.crawling import crawl
from orders_site.tests.hidden_doors import (
    BROUGHT,
    DECIDED,
    DOORS,
    KINDS,
    NARROWED,
    Asked,
    Brought,
    NoDoor,
    Taken,
    Told,
    Written,
)
from orders_site.tests.hidden_world import COLUMNS, make_hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(make_hidden)


@pytest.fixture
def world(made, once_a_file, monkeypatch):
    monkeypatch.setattr(RateThrottle, "allow_request", lambda *_called: True)
    return copy.deepcopy(made)


def of(person):
    """A browser of somebody; what fails shows as its status."""
    client = Client(raise_request_exception=False)
    client.force_login(type(person).objects.get(pk=person.pk))
    return client


def place(world, text: str) -> str:
    subject = f"orders.order/{world.order.pk}"
    return text.format(
        order=world.order.number, customer=world.customer.code, product=world.product.code, subject=subject
    )


def leaks(world, text: str) -> set[str]:
    return {name for name, words in world.words.items() if any(word in text for word in words)}


def test_every_sensitive_field_stands_in_the_table_with_every_kind_of_door(world):
    assert set(every_sensitive_field()) == set(DOORS) == set(world.words) == set(COLUMNS)
    assert {name: set(doors) for name, doors in DOORS.items()} == {name: set(KINDS) for name in DOORS}
    assert all(door.why for doors in DOORS.values() for door in doors.values() if isinstance(door, NoDoor))


def _rows(kind) -> list[tuple[str, str]]:
    return [(name, of_kind) for name, doors in DOORS.items() for of_kind, door in doors.items() if type(door) is kind]


def test_what_is_told_to_who_sees_it_is_not_told_to_others(world):
    sighted, blind = of(world.sighted), of(world.blind)
    for name, kind in _rows(Told):
        door = DOORS[name][kind]
        address = place(world, door.address)
        if kind != "audit":  # who may read the trail reads everything there: he alone has the right to
            assert name in leaks(world, sighted.get(address, door.query).content.decode()), (name, kind)
        answer = blind.get(address, door.query)
        assert answer.status_code in ((403,) if kind == "audit" else (200, 403, 404)), (name, kind)
        assert leaks(world, answer.content.decode()) == set(), (name, kind)


def test_questions_about_it_are_refused(world):
    sighted, blind = of(world.sighted), of(world.blind)
    for name, kind in _rows(Asked):
        door = DOORS[name][kind]
        assert sighted.get(door.address, door.query).status_code == 200, (name, kind)
        refused = blind.get(door.address, door.query)
        assert refused.status_code in (400, 403), (name, kind)
        assert leaks(world, refused.content.decode()) == set(), (name, kind)


def test_it_is_changed_by_nobody_who_does_not_see_it(world):
    blind = of(world.blind)
    for name, kind in _rows(Written):
        door = DOORS[name][kind]
        body = {key: place(world, text) if isinstance(text, str) else text for key, text in door.body.items()}
        send = blind.patch if door.changes else blind.post
        headers = {"If-Match": f'"{door.changes and _version(world, door)}"', "Idempotency-Key": f"k-{name}"}
        answer = send(place(world, door.address), body, content_type="application/json", headers=headers)
        assert answer.status_code in (400, 403), (name, answer.status_code, answer.content)
        assert leaks(world, answer.content.decode()) == set(), name


def _version(world, door) -> int:
    thing = world.customer if "customer" in door.address else world.product
    return type(thing).objects.values_list("version", flat=True).get(pk=thing.pk)


def _sheet(actor, key: str, columns: list[str] | None = None) -> str:
    """What a list writes into a file for somebody; "" where it refuses."""
    try:
        with transaction.atomic():
            sheet = lists[key].open(actor, AskedList(QueryDict(""), clock.now(), columns))
            return " ".join([str(value) for row in sheet.rows() for value in row] + list(map(str, sheet.condition)))
    except errors.DomainError as error:
        return str(error)


def test_no_file_of_a_list_holds_it(world):
    told = {key: found for key in lists if (found := leaks(world, _sheet(world.blind, key)))}
    assert told == {}
    for name, kind in _rows(Taken):
        door = DOORS[name][kind]
        assert name in leaks(world, _sheet(world.sighted, door.list, [door.column])), (name, kind)
        assert leaks(world, _sheet(world.blind, door.list, [door.column])) == set(), (name, kind)


def test_no_file_brings_it_in(world):
    for name, kind in _rows(Brought):
        door = DOORS[name][kind]
        field = importers[door.entity].field(door.column)
        permitting._require_field(world.sighted, field)
        with pytest.raises(errors.NotAllowed):
            permitting._require_field(world.blind, field)


def test_every_figure_that_files_bring_in_says_which_field_guards_it(once_a_file):
    found = {
        entity: {one.name: one.sensitive for one in target.fields if one.kind == "decimal"}
        for entity, target in importers.items()
    }
    assert {entity: fields for entity, fields in found.items() if fields} == BROUGHT


# --- all doors there are, whether or not the table knows them ------------------------------------------------------


@pytest.mark.timeout(600)
def test_no_page_tells_it(world):
    client, told = of(world.blind), {}
    get = client.get

    def reading(address, *args, **kwargs):
        response = get(address, *args, **kwargs)
        name = response.resolver_match.view_name if response.resolver_match else address
        if not response.streaming:
            for field in leaks(world, response.content.decode(errors="replace")):
                told[name, field] = address
        return response

    client.get = reading
    pages, _failed = crawl(client, more=0)
    assert len(pages) > 300, "the crawl found little: is its reader shut out?"
    assert {place: address for place, address in told.items() if place not in DECIDED} == {}


def _operations() -> dict[str, dict]:
    """Reads of the API: path → its description."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return {path: verbs["get"] for path, verbs in sorted(schema["paths"].items()) if "get" in verbs}


def _keys(found) -> list[str]:
    rows = found.get("results") if isinstance(found, dict) else found
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return [str(first[key]) for key in ("number", "reference", "code", "id", "key", "username") if first.get(key)]


@pytest.mark.timeout(600)
def test_no_answer_of_the_api_tells_it(world):
    client, told, known, answered = of(world.blind), {}, {}, 0
    known["/api/v1/orders/"], known["/api/v1/customers/"] = [world.order.number], [world.customer.code]
    for path in sorted(_operations(), key=lambda one: one.count("{")):
        base = path.partition("{")[0]
        for key in known.get(base, ["1"]) if "{" in path else [""]:
            address = re.sub(r"\{\w+\}", "1", re.sub(r"\{\w+\}", key, path, count=1))
            response = client.get(address)
            if response.status_code == 200:
                break
        if response.streaming:
            continue
        text = response.content.decode(errors="replace")
        answered += response.status_code == 200
        if response.status_code == 200 and "{" not in path and "json" in response.headers["Content-Type"]:
            known.setdefault(path, _keys(response.json()) or ["1"])
        told |= {(response.resolver_match.view_name, field): address for field in leaks(world, text)}
    assert answered > 150
    assert {place: address for place, address in told.items() if place not in DECIDED} == {}


_PLACES = re.compile(r"\b(?:WHERE|ORDER BY|GROUP BY|HAVING)\b")


def _asked_for(queries) -> dict[str, int]:
    """Hidden columns that statements compare, group or sort by, and how often."""
    text = " ".join(part for one in queries for part in _PLACES.split(one["sql"])[1:])
    found = {
        column: text.count('"{}"."{}"'.format(*column.split("."))) for names in COLUMNS.values() for column in names
    }
    return {column: times for column, times in found.items() if times}


def _parameters(described: dict) -> tuple[dict[str, str], list[str]]:
    """A value for every text, figure or choice by which a list can be narrowed, and the ways to sort it."""
    filters, sorts = {}, []
    for one in described.get("parameters", []):
        name, schema = one["name"], one.get("schema", {})
        if one["in"] != "query" or name in ("cursor", "page_size") or name.startswith("f."):
            continue
        offered = schema.get("enum") or schema.get("items", {}).get("enum")
        if name == "sort":
            sorts = [sort for sort in offered or () if sort[0] not in "+-"]
        elif offered:
            filters[name] = str(offered[0])
        elif schema.get("format") not in ("date", "date-time"):
            filters[name] = {"boolean": "true"}.get(schema.get("type"), "1")
    return filters, sorts


def _answer(client, path: str, query: dict[str, str]) -> tuple[dict, dict[str, int]]:
    """What is wrong with a question ({} for nothing, or what is no fault of an entry), and what it compared."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(path, query)
    wrong = response.json().get("fields", {}) if response.status_code == 400 else {}
    return wrong, _asked_for(statements)


def _all_at_once(client, path: str, filters: dict[str, str], sort: dict[str, str]) -> tuple[dict, dict[str, int]]:
    """The same for all filters together, without those that refuse their value or are refused to this person."""
    for _attempt in range(4):
        wrong, found = _answer(client, path, filters | sort)
        if not (filters.keys() & wrong.keys()):
            break
        filters = {name: value for name, value in filters.items() if name not in wrong}
    return filters, found


@pytest.mark.timeout(600)
def test_no_list_is_narrowed_or_sorted_by_it(world):
    """Read off the statements: no parameter makes the database compare, group or sort by a column that is hidden."""
    client, asking, asked, known = of(world.blind), {}, 0, set()
    for path, described in _operations().items():
        filters, sorts = _parameters(described)
        if "{" in path or not (filters or sorts):
            continue
        room = resolve(path).func.cls.__module__  # lists of a room are sorted alike
        fresh = [{"sort": sort} for sort in sorts if (room, sort) not in known] or [{}]
        known |= {(room, sort) for sort in sorts}
        _wrong, plain = _answer(client, path, {})
        together, found = _all_at_once(client, path, filters, fresh[0])
        asked += len(together) + len(fresh)
        for query, columns in [(together | fresh[0], found)] + [
            (one, _answer(client, path, one)[1]) for one in fresh[1:]
        ]:
            if more := {column for column, times in columns.items() if times > plain.get(column, 0)}:
                asking[path, *query.items()] = more
    assert asked > 400
    assert {key: more for key, more in asking.items() if key[0] not in NARROWED} == {}
