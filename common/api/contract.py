"""What the API document promises, without words and examples: the form that is kept from release to release.

``common.api.additive`` compares two of them; ``manage.py api_contract`` keeps the one of the last release as
docs/api/v1.json, an operation or a component a line, so that a change of it can be read.
"""

import json
from collections.abc import Mapping
from typing import Any

# what bounds a value; words, examples and the grouping of pages promise nothing
_KEPT = frozenset(
    (
        *("$ref", "allOf", "oneOf", "anyOf", "type", "format", "enum", "nullable", "default"),
        *("properties", "required", "additionalProperties", "readOnly", "writeOnly"),
        *("items", "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength", "pattern"),
    )
)
_METHODS = ("get", "post", "put", "patch", "delete")
SUNSET = "x-sunset"


def of_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The promises of an OpenAPI document: its operations by ``GET /api/v1/…`` and the components they are made of."""
    operations = {
        f"{method.upper()} {path}": _operation(item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    }
    schemas = {name: _schema(one) for name, one in document["components"]["schemas"].items()}
    used = _used(operations, schemas)
    return {"operations": operations, "components": {name: schemas[name] for name in sorted(used)}}


def write(contract: Mapping[str, Any]) -> str:
    """As text, in an order of its own: the same promises are the same text."""
    parts = []
    for part in ("operations", "components"):
        rows = [f"{_json(name)}: {_json(one)}" for name, one in sorted(contract[part].items())]
        parts.append(f'"{part}": {{\n' + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read(text: str) -> dict[str, Any]:
    """What ``write`` wrote."""
    return json.loads(text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {})
    found = {
        "id": operation["operationId"],
        "parameters": {
            f"{one['in']} {one['name']}": {"required": bool(one.get("required")), "schema": _schema(one["schema"])}
            for one in operation.get("parameters", ())
        },
        "body": {"required": bool(body.get("required")), "content": _contents(body)},
        # how it succeeds; refusals are problems, told apart by a code that is open
        "answers": {
            status: _contents(answer) for status, answer in operation["responses"].items() if status.startswith("2")
        },
    }
    if operation.get("deprecated"):
        found["deprecated"] = True
    if SUNSET in operation:
        found["sunset"] = operation[SUNSET]
    return found


def _contents(body: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: _schema(one.get("schema", {})) for kind, one in body.get("content", {}).items()}


def _schema(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_schema(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            found[key] = {name: _schema(one) for name, one in value.items()}
        elif key in ("enum", "required"):
            found[key] = sorted(value, key=str)
        elif key in _KEPT:
            found[key] = value if key == "default" else _schema(value)
    return found


def _used(operations: Any, schemas: Mapping[str, Any]) -> set[str]:
    """The components that the operations are made of, and those that these are made of."""
    found: set[str] = set()
    waiting = set(_references(operations))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= set(_references(schemas[name])) - found
    return found


def _references(node: Any) -> Any:
    if isinstance(node, list):
        for one in node:
            yield from _references(one)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
