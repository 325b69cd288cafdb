"""The pages of the connectors name operations, events and rights that exist, and what their clients use."""

import re

import pytest
from drf_spectacular.generators import EndpointEnumerator

from accounts.roles.verbs import verbs
from integration.catalogue import kinds
from integration.connectors.contracts import CONTRACTS
from integration.connectors.tests.running import FOLDER, SYSTEMS, named, page

_OPERATION = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/api/v1/[\w/{}-]*)`")
_CODE = re.compile(r"`([a-z_]+\.[a-z_*]+)`")


def _nameless(path):
    return re.sub(r"\{[^{}]*\}", "{}", path)


@pytest.fixture(scope="module")
def operations():
    found = EndpointEnumerator().get_api_endpoints()
    return {(method, _nameless(path)) for path, _regex, method, _view in found}


def _section(name, title):
    return page(name).split(f"## {title}")[1].split("\n## ")[0]


def _events(name):
    return {one for one in _CODE.findall(_section(name, "Events")) if not one.endswith(".py")}


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_operation_that_is_named_is_there(name, operations):
    told = {(method, _nameless(path)) for method, path in _OPERATION.findall(page(name))}
    assert len(told) >= 3 and told <= operations, told - operations


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_event_that_is_followed_is_in_the_catalogue(name):
    told = _events(name)
    assert told and all(kinds.matching(one) for one in told), [one for one in told if not kinds.matching(one)]


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_rights_of_its_operations_are_its_scopes(name):
    scopes = set(named(name, "Scopes"))
    needed = set(_CODE.findall(" ".join(row.split("|")[2] for row in _rows(_section(name, "Operations")))))
    assert scopes <= set(verbs) and needed <= scopes, needed - scopes


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_client_calls_what_the_page_names(name):
    code = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    told = {_nameless(path) for _method, path in _OPERATION.findall(page(name))} | {"/api/v1/events/"}
    called = {_nameless(path) for path in re.findall(r"/api/v1/[\w/{}\[\]'.-]*", code)}
    assert called <= told, called - told
    followed = set(re.findall(r"\b[a-z_]+\.(?:\*|[a-z_]+)", " ".join(re.findall(r'"([a-z_.*,]+\.[a-z_.*,]+)"', code))))
    assert followed <= _events(name), followed - _events(name)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_page_says_who_leads_how_it_goes_what_fails_and_what_it_costs(name):
    assert "```mermaid\nsequenceDiagram" in _section(name, "Sequence")
    for title in ("Who leads", "When something fails", "Rights of its account"):
        assert _section(name, title).strip()
    days = [int(row.split("|")[2].strip(" *")) for row in _rows(_section(name, "Method and effort"))[1:]]
    assert sum(days[:-1]) == days[-1]
    assert f"({name}.md)" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_app_lists_what_the_pages_say():
    assert tuple(one.code for one in CONTRACTS) == SYSTEMS
    for one in CONTRACTS:
        total = _rows(_section(one.code, "Method and effort"))[-1]
        assert (one.days, list(one.scopes)) == (int(total.split("|")[2].strip(" *")), named(one.code, "Scopes"))


def _rows(section):
    return [row for row in section.splitlines() if row.startswith("| ") and not row.startswith("| ---")]
