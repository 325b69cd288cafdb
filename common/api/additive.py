"""Is a change of the API additive? (docs/adr/0116)

Two contracts (``common.api.contract``) are held against each other: what a client that was written for the older one
sends must still be taken, and what it reads must still be there. What is sent may only grow wider (a field more that
nobody has to send, a value more that is taken), what is answered only richer (a field more). Each breach is one
sentence that says where and what.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_SENT, _TOLD = "sent", "told"
_MOST = ("maximum", "maxLength", "maxItems")
_LEAST = ("minimum", "minLength", "minItems")


def breaches(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> list[str]:
    """What a client of ``old`` would trip over in ``new``, a sentence each, in the order of addresses. An operation
    that was announced to end may be gone after its day."""
    return list(_Comparison(old["components"], new["components"]).of(old["operations"], new["operations"], today))


def additions(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The operations and components that are new or say more, by name."""
    return [
        name
        for part in ("operations", "components")
        for name, one in sorted(new[part].items())
        if old[part].get(name) != one
    ]


class _Comparison:
    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]):
        self.old, self.new = old, new
        self.seen: set[tuple[str, str, str]] = set()  # pairs of components that were compared, and for which way

    def of(self, old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[str]:
        for line, before in sorted(old.items()):
            if line in new:
                yield from self._operation(line, before, new[line])
            elif not before.get("sunset") or date.fromisoformat(before["sunset"]) > today:
                yield f"{line}: the operation is gone."

    def _operation(self, line: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
        if old["id"] != new["id"]:
            yield f"{line}: its operationId {old['id']} is called {new['id']}, which renames it in generated clients."
        yield from self._parameters(line, old["parameters"], new["parameters"])
        yield from self._body(line, old["body"], new["body"])
        for status, contents in old["answers"].items():
            if status not in new["answers"]:
                yield f"{line}: it answers {status} no more."
                continue
            now = new["answers"][status]
            yield from self._contents(f"{line} answers {status}", contents, now, _TOLD)
        for status in new["answers"].keys() - old["answers"].keys():
            yield f"{line}: it may answer {status} now, which nobody waits for."

    def _parameters(self, line: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
        for name, before in old.items():
            if name not in new:
                yield f"{line}: the parameter {name} is gone."
                continue
            if new[name]["required"] and not before["required"]:
                yield f"{line}: the parameter {name} is required now."
            yield from self._schema(f"{line}: {name}", before["schema"], new[name]["schema"], _SENT)
        for name in new.keys() - old.keys():
            if new[name]["required"]:
                yield f"{line}: the new parameter {name} is required."

    def _body(self, line: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
        if new["required"] and not old["required"]:
            yield f"{line}: it needs a body now."
        yield from self._contents(f"{line} takes", old["content"], new["content"], _SENT)

    def _contents(self, where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
        for kind, schema in old.items():
            if kind not in new:
                yield f"{where}: {kind} no more."
            else:
                yield from self._schema(where, schema, new[kind], way)

    def _schema(self, where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
        names = _reference(old), _reference(new)
        if names[0] and names[1]:
            if (*names, way) in self.seen:
                return
            self.seen.add((*names, way))
            where = names[0]
        before, now = _plain(old, self.old), _plain(new, self.new)
        yield from _of_type(where, before, now, way)
        yield from _of_values(where, before, now, way)
        if way == _SENT:
            yield from _of_bounds(where, before, now)
        yield from self._alternatives(where, before, now, way)
        yield from self._properties(where, before, now, way)
        for key, path in (("items", f"{where}[]"), ("additionalProperties", f"{where}.*")):
            if isinstance(before.get(key), Mapping) and isinstance(now.get(key), Mapping):
                yield from self._schema(path, before[key], now[key], way)

    def _properties(self, where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for name, schema in before.items():
            path = f"{where}.{name}"
            if name not in now:
                yield f"{path}: the field is gone."
                continue
            if way == _TOLD and name in needed - needs:
                yield f"{path}: it may be missing from an answer now."
            yield from self._schema(path, schema, now[name], way)
        if way == _SENT:
            for name in sorted(needs - needed):
                yield f"{where}.{name}: it has to be sent now."

    def _alternatives(self, where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
        before, now = (_named(one.get("oneOf") or one.get("anyOf") or ()) for one in (old, new))
        for name in sorted(before.keys() & now.keys()):
            yield from self._schema(where, before[name], now[name], way)
        if before and (gone := sorted(before.keys() - now.keys())):
            yield f"{where}: {', '.join(gone)} is no shape of it any more."
        if way == _TOLD and before and (more := sorted(now.keys() - before.keys())):
            yield f"{where}: {', '.join(more)} is a new shape that an answer may have."
        if way == _SENT and now and not before:
            yield f"{where}: only certain shapes are taken now."


def _of_type(where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
    kinds = old.get("type"), new.get("type")
    wider = ("integer", "number")
    fits = kinds[0] == kinds[1] or kinds == (wider if way == _SENT else wider[::-1])
    if not fits and not (way == _SENT and kinds[1] is None) and not (way == _TOLD and kinds[0] is None):
        yield f"{where}: {kinds[0] or 'anything'} became {kinds[1] or 'anything'}."
    if way == _SENT and old.get("nullable") and not new.get("nullable"):
        yield f"{where}: null is taken no more."
    if way == _TOLD and new.get("nullable") and not old.get("nullable"):
        yield f"{where}: it may be null in an answer now."
    forms = old.get("format"), new.get("format")
    if forms[0] != forms[1] and not (way == _SENT and not forms[1]) and not (way == _TOLD and not forms[0]):
        yield f"{where}: the format {forms[0] or 'of any kind'} became {forms[1] or 'any'}."


def _of_values(where: str, old: Mapping[str, Any], new: Mapping[str, Any], way: str) -> Iterator[str]:
    before, now = old.get("enum"), new.get("enum")
    verb = "taken" if way == _SENT else "told"
    if before is not None and now is not None:
        for value in before:
            if value not in now:
                yield f"{where}: the value {json.dumps(value, ensure_ascii=False)} is {verb} no more."
    elif now is not None and way == _SENT:
        yield f"{where}: only certain values are taken now."
    elif before is not None and way == _TOLD:
        yield f"{where}: it may be any value now."
    if way == _SENT and "default" in old and old["default"] != new.get("default"):
        yield f"{where}: without it {old['default']!r} was meant, now {new.get('default')!r}."


def _of_bounds(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in (*_MOST, *_LEAST):
        if key not in new or old.get(key) == new[key]:
            continue
        narrower = key not in old or (new[key] < old[key] if key in _MOST else new[key] > old[key])
        if narrower and not (key == "minLength" and "enum" in new):
            yield f"{where}: {key} is {new[key]} now, it was {old.get(key, 'free')}."
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{where}: it has to look like {new['pattern']} now."


def _reference(schema: Mapping[str, Any]) -> str:
    """The component that a schema stands for; '' where it is one of its own."""
    parts = schema.get("allOf", ())
    if len(parts) == 1 and not schema.keys() & {"properties", "oneOf", "anyOf"}:
        return _reference(parts[0])
    return schema.get("$ref", "").rpartition("/")[2]


def _plain(schema: Mapping[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to, its parts put together; a choice of lists of values is one list of values."""
    found = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    inherited = [components.get(schema["$ref"].rpartition("/")[2], {})] if "$ref" in schema else []
    for part in (*inherited, *schema.get("allOf", ())):
        plain = _plain(part, components)
        properties = {**plain.get("properties", {}), **found.get("properties", {})}
        required = sorted({*plain.get("required", ()), *found.get("required", ())})
        found = {**plain, **found}
        if properties:
            found |= {"properties": properties, "required": required}
    choices = [_plain(one, components) for one in found.get("oneOf", ())]
    if choices and all("enum" in one for one in choices):
        found.pop("oneOf")
        values = [value for one in choices for value in one["enum"]]
        found |= {"enum": values, "type": next((one["type"] for one in choices if "type" in one), None)}
        found["nullable"] = found.get("nullable", False) or None in values
    return found


def _named(schemas: Any) -> dict[str, Any]:
    return {_reference(one) or json.dumps(one, sort_keys=True): one for one in schemas}
