"""Calls that the API document allows, and some that it does not, made by schemathesis and aimed at what is there.

A drawn customer code names nobody, and a drawn number no order: what lists tell is put where bodies and addresses name
it, so that calls come past the first refusal.
"""

import json
import random
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import hypothesis
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi import checks

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
STRICT = [*CHECKS, checks.negative_data_rejection, checks.missing_required_header, checks.unsupported_method]
# what bodies and conditions name other rows by → the list that shows them, and the field there
_NAMED = {
    **dict.fromkeys(("customer", "into"), ("customers", "code")),
    **dict.fromkeys(("product", "gift"), ("products", "code")),
    **dict.fromkeys(("order", "orders"), ("orders", "reference")),
    **dict.fromkeys(("salesperson", "owner", "person", "assignee", "to"), ("orders", "salesperson")),
    "department": ("orders", "department"),
    "warehouse": ("warehouses", "code"),
    "category": ("product-categories", "code"),
    "supplier": ("products", "supplier"),
    **dict.fromkeys(("outbound", "document", "documents"), ("outbound-documents", "number")),
    "receipt": ("receipts", "number"),
    "material": ("materials", "name"),
}
_KEYS = ("reference", "number", "code", "id", "key", "name")


def operations() -> tuple[dict[str, Any], list[Any]]:
    """The document, and each of its operations as schemathesis takes it, in the order of their names."""
    document = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))
    read: Any = schemathesis.openapi.from_dict(document).get_all_operations()
    found = [one.ok() for one in read]
    return document, sorted(found, key=lambda one: one.label)


class World:
    """What lists tell, and cases that name it."""

    def __init__(self, secret: str, seed: int):
        self.headers = {"Authorization": f"Token {secret}"}
        self.document, self.operations = operations()
        self.chance = random.Random()
        self.seed = seed
        self.rows: dict[str, list[Any]] = defaultdict(list)

    def look(self) -> None:
        """Read every list anew."""
        client = Client(headers=self.headers)
        for one in self.operations:
            if one.method == "get" and "{" not in one.path:
                answer = client.get(one.path)
                if answer.status_code == 200 and answer["Content-Type"] == "application/json":
                    found = answer.json()
                    rows = found.get("results", []) if isinstance(found, dict) else found
                    self.rows[one.path] = [row for row in rows if isinstance(row, dict)]

    def aimed(self, body: Any) -> Any:
        """A body whose names of rows are names of rows that are there."""
        if isinstance(body, list):
            return [self.aimed(one) for one in body]
        if not isinstance(body, dict):
            return body
        return {name: self._named(name, value) for name, value in body.items()}

    def _named(self, name: str, value: Any) -> Any:
        values = self._values(*_NAMED[name]) if name in _NAMED else []
        if values and isinstance(value, str):
            return self.chance.choice(values)
        if values and isinstance(value, list) and value and isinstance(value[0], str):
            return [self.chance.choice(values)]
        return self.aimed(value)

    def _values(self, address: str, field: str) -> list[Any]:
        return [row[field] for row in self.rows[f"/api/v1/{address}/"] if row.get(field)]

    def address(self, path: str, name: str) -> Any:
        """What stands in the address where the path has ``{name}``; None where nothing of the kind is there."""
        if name == "month":
            return "2026-11"
        rows = self.rows[path.partition("{" + name)[0]]
        wanted = ("id",) if name.endswith("_id") else (name, *_KEYS)
        for key in wanted:
            if values := [row[key] for row in rows if row.get(key) not in (None, "")]:
                return self.chance.choice(values)
        return None

    # --- cases ------------------------------------------------------------------------------

    def example(self, one: Any) -> Any:
        """The body that the document shows for an operation; None where it has none."""
        operation = self.document["paths"][one.path][one.method]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        shown = [content["example"]] if "example" in content else []
        shown += [each["value"] for each in content.get("examples", {}).values()]
        return shown[0] if shown else None

    def is_chosen(self, one: Any, share: int) -> bool:
        """One in ``share`` operations, whichever others there are beside it."""
        return zlib.crc32(one.label.encode()) % share == self.seed % share

    def plain(self, one: Any) -> Any:
        """The call that the document shows, of something that is there."""
        self.chance.seed(f"{self.seed} {one.label}")  # what is drawn for an operation is its own affair
        body = self.aimed(self.example(one))
        names = {each.name: self.address(one.path, each.name) for each in one.path_parameters}
        headers = {each.name: "*" for each in one.headers if each.is_required}
        given = {} if body is None else {"body": body, "media_type": "application/json"}
        case = one.Case(path_parameters={name: "1" if at is None else at for name, at in names.items()}, **given)
        case.headers.update(headers)
        return self._keyed(case)

    def drawn(self, one: Any, count: int) -> Iterator[tuple[Any, bool]]:
        """``count`` calls that the document allows, of what is there, and as many that it does not; with whether they
        stand as they were drawn."""
        self.chance.seed(f"{self.seed} {one.label} drawn")
        for case in self._draw(one, GenerationMode.POSITIVE, count):
            for name in case.path_parameters:
                found = self.address(one.path, name)
                case.path_parameters[name] = case.path_parameters[name] if found is None else found
            if isinstance(case.body, dict | list):
                case.body = self.aimed(case.body)
            if "If-Match" in case.headers:
                case.headers["If-Match"] = "*"
            yield self._keyed(case), False
        for case in self._draw(one, GenerationMode.NEGATIVE, count):
            # an empty condition is none, as a form sends it, which no word of OpenAPI says
            yield case, "" not in (case.query or {}).values()

    def _keyed(self, case: Any) -> Any:
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(uuid.UUID(int=self.chance.getrandbits(128)))
        return case

    def _draw(self, one: Any, mode: Any, count: int) -> list[Any]:
        found: list[Any] = []
        if mode == GenerationMode.NEGATIVE and not one.body and not any(one.iter_parameters()):
            return found  # nothing to say wrongly
        checked = hypothesis.settings(
            max_examples=count,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            deadline=None,
        )
        strategy = one.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK)

        @hypothesis.seed(self.seed)
        @checked
        @hypothesis.given(strategy)
        def keep(case: Any) -> None:
            found.append(case)

        try:
            keep()
        except Unsatisfiable:
            pass
        return found[-count:]
