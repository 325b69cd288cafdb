"""The OpenAPI document is complete: every operation, body, condition, error and example."""

import re
from io import StringIO
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework import parsers

from common import clock, dates
from common.api import additive, contract, examples
from common.api.views import ApiViewSet
from orders_site.management.commands import api_contract
from orders_site.tests.role_table import SCOPED, SIGNED_IN, TABLE


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def _operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield f"{method} {path}", operation


def _bodies(operation):
    yield "request", operation.get("requestBody", {}).get("content", {})
    for status, answer in operation["responses"].items():
        yield status, answer.get("content", {})


def _strict(schema: Any) -> Any:
    """OpenAPI 3.0's ``nullable`` in the words of JSON schema, and no property that is not described."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _strict(value) for key, value in schema.items() if key not in ("nullable", "example", "examples")}
    if schema.get("type") == "object" and "properties" in schema and "allOf" not in schema:
        found.setdefault("additionalProperties", False)
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") else found


def _strict_components(document):
    components = {name: _strict(one) for name, one in document["components"]["schemas"].items()}
    for name, one in components.items():
        if name.startswith("Problem"):
            one.pop("additionalProperties", None)
            for part in one.get("allOf", ()):
                part.pop("additionalProperties", None)
    return components


def _check(components, schema, example, where):
    checker = jsonschema.Draft202012Validator({**_strict(schema), "components": {"schemas": components}})
    faults = [f"{fault.message} at {list(fault.path)}" for fault in checker.iter_errors(example)]
    assert not faults, f"{where}: {faults}"


def _examples_of(content):
    return (
        [content["example"]] if "example" in content else [one["value"] for one in content.get("examples", {}).values()]
    )


def test_every_body_of_every_operation_has_an_example(document):
    lacking = [
        f"{line} {status}"
        for line, operation in _operations(document)
        for status, contents in _bodies(operation)
        for content in contents.values()
        if content["schema"].get("format") != "binary" and not _examples_of(content)
    ]
    assert lacking == []


def test_every_example_fits_what_it_is_an_example_of(document):
    seen = set()
    components = _strict_components(document)
    for line, operation in _operations(document):
        for status, contents in _bodies(operation):
            for kind, content in contents.items():
                if "multipart" in kind:  # files are not text
                    continue
                for example in _examples_of(content):
                    key = (str(content["schema"]), str(example))
                    if key not in seen:
                        seen.add(key)
                        _check(components, content["schema"], example, f"{line} {status}")
    assert len(seen) > 60


def test_an_answer_shows_every_field(document):
    components = document["components"]["schemas"]
    for name, example in examples.examples.items():
        assert name in components, f"{name} is an example of nothing"
        if not name.endswith("Request"):
            assert set(example) == set(components[name]["properties"]), name


def test_every_status_of_every_operation_is_described(document):
    wanted = {
        "get": {400, 401, 403, 404, 409, 429, 503},
        "post": {400, 401, 403, 404, 409, 412, 415, 422, 429, 503},
        "patch": {400, 401, 403, 404, 409, 412, 415, 428, 429, 503},
        "put": {400, 401, 403, 404, 409, 412, 415, 428, 429, 503},
        "delete": {400, 401, 403, 404, 409, 412, 428, 429, 503},
    }
    for line, operation in _operations(document):
        there = {int(status) for status in operation["responses"] if not status.startswith("2")}
        free = {422} if operation.get("x-freely-repeatable") else set()
        needs_version = any(
            one["name"] == "If-Match" and one.get("required") for one in operation.get("parameters", ())
        )
        assert there == wanted[line.split()[0]] - free | ({428} if needs_version else set()), line


def test_a_list_tells_its_conditions_and_its_orders(document):
    for path, name in (
        ("orders", "salesperson"),
        ("outbound-documents", "carrier"),
        ("receipts", "is_unallocated"),
        ("customers", "owner"),
        ("products", "supplier"),
        ("stock", "warehouse"),
    ):
        parameters = {one["name"]: one for one in document["paths"][f"/api/v1/{path}/"]["get"]["parameters"]}
        assert name in parameters
        assert parameters["sort"]["schema"]["enum"]
    for line, operation in _operations(document):
        names = [one["name"] for one in operation.get("parameters", ())]
        assert len(names) == len(set(names)), line
        assert ("cursor" in names) == ("sort" in names) == ("page_size" in names), line


def test_what_needs_a_key_says_so_and_what_does_not_says_that(document):
    free = {line for line, operation in _operations(document) if operation.get("x-freely-repeatable")}
    looks = ("bulk", "conditions/check", "classification/try", "allocations/preview", "allocations/preview-move")
    looks += ("customers/{code}/contacts/{row_id}/reveal",)  # its answer is kept nowhere
    assert free == {f"post /api/v1/{path}/" for path in ("imports", "commission-rules/preview", *looks)}
    for line, operation in _operations(document):
        needs = any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))
        assert needs == (line.startswith("post ") and line not in free), line


def test_the_refusals_of_a_verb_are_described_with_their_figures(document):
    audit = document["paths"]["/api/v1/outbound-documents/{number}/audit/"]["post"]["responses"]["409"]
    found = audit["content"]["application/problem+json"]["examples"]
    assert {"out_of_stock", "credit_exceeded", "payment_missing", "over_delivery", "wrong_state"} <= set(found)
    assert found["out_of_stock"]["value"]["available"] == "12"
    assert "ProblemOutOfStock" in str(audit["content"]["application/problem+json"]["schema"])


def test_what_the_last_release_promised_is_kept(document):
    """Where it fails: take the change back, or add beside it (docs/api.md, Versions)."""
    now = contract.read(contract.write(contract.of_document(document)))
    assert additive.breaches(api_contract.kept(), now, dates.business_day(clock.now())) == []


def _views(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns)
        elif isinstance(getattr(pattern.callback, "cls", None), type) and issubclass(pattern.callback.cls, ApiViewSet):
            yield pattern.name, pattern.callback.cls, pattern.callback.actions


def test_every_post_says_which_right_a_stored_answer_needs():
    """The verb that is asked before a replay is the one of the table of addresses."""
    for name, view, actions in _views():
        action = actions.get("post")
        if action is None or action in view.freely_repeatable:
            continue
        assert action in view.verbs, f"{view.__name__}.verbs lacks {action}"
        if not TABLE[name].startswith(SCOPED) and "get" not in actions:
            assert view.verbs[action] == ("" if TABLE[name] == SIGNED_IN else TABLE[name]), name


def test_every_door_reads_json_by_our_own_parser():
    """Half of a character is refused before a field or a refusal repeats it (``common.api.parsing``)."""
    for name, view, actions in _views():
        own = [getattr(getattr(view, action), "kwargs", {}).get("parser_classes", ()) for action in actions.values()]
        assert not [one for kinds in (view.parser_classes, *own) for one in kinds if one is parsers.JSONParser], name


def test_descriptions_name_no_place_of_this_machine(document):
    assert not re.search(r"/(work|root|tmp)/", str(document))


def test_at_a_release_the_promise_is_renewed_unless_one_is_broken(document, settings, tmp_path, monkeypatch):
    """The command: the first promise is everything, a change that adds is told, one that takes away is refused."""
    settings.BASE_DIR, said = tmp_path, StringIO()
    now = contract.read(contract.write(contract.of_document(document)))
    monkeypatch.setattr(api_contract, "present", lambda: now)
    (tmp_path / "docs" / "api").mkdir(parents=True)
    call_command("api_contract", "--renew", stdout=said)
    kept = api_contract.kept()
    assert "is renewed" in said.getvalue() and "GET /api/v1/orders/" in kept["operations"]
    less = {**kept, "operations": {name: one for name, one in kept["operations"].items() if "/bulk/" not in name}}
    (tmp_path / api_contract.KEPT).write_text(contract.write(less))
    call_command("api_contract", stdout=said)
    assert "POST /api/v1/bulk/" in said.getvalue()
    more = {**kept, "operations": kept["operations"] | {"GET /api/v1/gone/": kept["operations"]["GET /api/v1/orders/"]}}
    (tmp_path / api_contract.KEPT).write_text(contract.write(more))
    with pytest.raises(SystemExit):
        call_command("api_contract", "--renew", stdout=said)
    assert "not additive: GET /api/v1/gone/: the operation is gone." in said.getvalue()
    assert api_contract.kept() == more
