"""A change of the API is additive, or the sentence says what a client of today would trip over."""

import copy
from datetime import date

import pytest

from common.api import additive, contract

TODAY = date(2026, 11, 23)


def document():
    """A small API: a list with conditions, a thing that is made, one that is removed."""
    reference = {"$ref": "#/components/schemas/Thing"}
    made = {"$ref": "#/components/schemas/ThingRequest"}
    return {
        "paths": {
            "/things/": {
                "get": {
                    "operationId": "things_list",
                    "parameters": [
                        {"in": "query", "name": "state", "schema": {"type": "string", "enum": ["OPEN", "DONE"]}},
                        {"in": "query", "name": "page_size", "schema": {"type": "integer", "maximum": 200}},
                    ],
                    "responses": {
                        "200": {"content": {"application/json": {"schema": {"type": "array", "items": reference}}}}
                    },
                },
                "post": {
                    "operationId": "things_create",
                    "requestBody": {"required": False, "content": {"application/json": {"schema": made}}},
                    "responses": {
                        "201": {"content": {"application/json": {"schema": reference}}},
                        "400": {"content": {"application/problem+json": {"schema": {"type": "object"}}}},
                    },
                },
            },
            "/things/{id}/": {
                "delete": {"operationId": "things_destroy", "responses": {"204": {"description": "gone"}}}
            },
        },
        "components": {
            "schemas": {
                "Thing": {
                    "type": "object",
                    "required": ["code", "state", "parts"],
                    "properties": {
                        "code": {"type": "string"},
                        "state": {"$ref": "#/components/schemas/StateEnum"},
                        "note": {"type": "string"},
                        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    },
                },
                "ThingRequest": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {
                        "code": {"type": "string", "maxLength": 20},
                        "state": {"allOf": [{"$ref": "#/components/schemas/StateEnum"}], "default": "OPEN"},
                        "note": {"type": "string", "nullable": True},
                        "weight": {"type": "integer", "minimum": 1},
                    },
                },
                "StateEnum": {"type": "string", "enum": ["OPEN", "DONE"]},
                "Unused": {"type": "object"},
            }
        },
    }


def breaches(change, old_change=None):
    old, new = document(), document()
    if old_change:
        old_change(old)
    change(new)
    return additive.breaches(contract.of_document(old), contract.of_document(new), TODAY)


def schemas(one):
    return one["components"]["schemas"]


def sent(one):
    return schemas(one)["ThingRequest"]["properties"]


def told(one):
    return schemas(one)["Thing"]["properties"]


def operation(one, method="post", path="/things/"):
    return one["paths"][path][method]


def conditions(one):
    return operation(one, "get")["parameters"]


BREACHES = {
    "an operation is removed": (
        lambda one: one["paths"].pop("/things/{id}/"),
        "DELETE /things/{id}/: the operation is gone.",
    ),
    "an operation is renamed": (
        lambda one: operation(one).update(operationId="things_make"),
        "POST /things/: its operationId things_create is called things_make, which renames it in generated clients.",
    ),
    "a condition is removed": (
        lambda one: conditions(one).pop(0),
        "GET /things/: the parameter query state is gone.",
    ),
    "a condition takes a value less": (
        lambda one: conditions(one)[0]["schema"].update(enum=["OPEN"]),
        'GET /things/: query state: the value "DONE" is taken no more.',
    ),
    "a condition is required": (
        lambda one: conditions(one)[0].update(required=True),
        "GET /things/: the parameter query state is required now.",
    ),
    "a new condition is required": (
        lambda one: conditions(one).append(
            {"in": "query", "name": "on", "required": True, "schema": {"type": "string"}}
        ),
        "GET /things/: the new parameter query on is required.",
    ),
    "a bound is narrower": (
        lambda one: conditions(one)[1]["schema"].update(maximum=100),
        "GET /things/: query page_size: maximum is 100 now, it was 200.",
    ),
    "a body is required": (
        lambda one: operation(one)["requestBody"].update(required=True),
        "POST /things/: it needs a body now.",
    ),
    "a kind of body is taken no more": (
        lambda one: operation(one)["requestBody"].update(content={}),
        "POST /things/ takes: application/json no more.",
    ),
    "a field that was sent is gone": (
        lambda one: sent(one).pop("weight"),
        "ThingRequest.weight: the field is gone.",
    ),
    "a field has to be sent": (
        lambda one: schemas(one)["ThingRequest"]["required"].append("note"),
        "ThingRequest.note: it has to be sent now.",
    ),
    "a text may be less long": (
        lambda one: sent(one)["code"].update(maxLength=10),
        "ThingRequest.code: maxLength is 10 now, it was 20.",
    ),
    "a number has a least where it had none": (
        lambda one: sent(one)["weight"].update(maximum=5),
        "ThingRequest.weight: maximum is 5 now, it was free.",
    ),
    "a least is higher": (
        lambda one: sent(one)["weight"].update(minimum=2),
        "ThingRequest.weight: minimum is 2 now, it was 1.",
    ),
    "a text has to look like something": (
        lambda one: sent(one)["code"].update(pattern="^T"),
        "ThingRequest.code: it has to look like ^T now.",
    ),
    "null is taken no more": (
        lambda one: sent(one)["note"].pop("nullable"),
        "ThingRequest.note: null is taken no more.",
    ),
    "another kind of value is sent": (
        lambda one: sent(one)["weight"].update(type="string"),
        "ThingRequest.weight: integer became string.",
    ),
    "a format is asked for": (
        lambda one: sent(one)["code"].update(format="uuid"),
        "ThingRequest.code: the format of any kind became uuid.",
    ),
    "what is meant without a field changes": (
        lambda one: sent(one)["state"].update(default="DONE"),
        "StateEnum: without it 'OPEN' was meant, now 'DONE'.",
    ),
    "a field of an answer is gone": (
        lambda one: told(one).pop("note"),
        "Thing.note: the field is gone.",
    ),
    "a field may be missing from an answer": (
        lambda one: schemas(one)["Thing"]["required"].remove("code"),
        "Thing.code: it may be missing from an answer now.",
    ),
    "a field of an answer may be null": (
        lambda one: told(one)["code"].update(nullable=True),
        "Thing.code: it may be null in an answer now.",
    ),
    "another kind of value is answered": (
        lambda one: told(one)["code"].update(type="integer"),
        "Thing.code: string became integer.",
    ),
    "another status is answered": (
        lambda one: operation(one)["responses"].update({"200": operation(one)["responses"].pop("201")}),
        "POST /things/: it answers 201 no more.",
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_told_by_a_sentence(name):
    change, sentence = BREACHES[name]
    assert sentence in breaches(change)


def test_a_value_that_is_no_more_breaks_both_who_sends_it_and_who_waits_for_it():
    found = breaches(lambda one: schemas(one)["StateEnum"].update(enum=["OPEN"]))
    assert found.count('StateEnum: the value "DONE" is taken no more.') == 1
    assert found.count('StateEnum: the value "DONE" is told no more.') == 1


def test_what_a_list_holds_is_looked_at_and_a_thing_within_itself_ends():
    found = breaches(lambda one: operation(one, "get")["responses"]["200"]["content"].clear())
    assert found == ["GET /things/ answers 200: application/json no more."]
    assert breaches(lambda one: None) == []


def test_another_shape_of_an_answer_is_a_breach_and_one_more_shape_to_send_is_none():
    one_of = {"oneOf": [{"$ref": "#/components/schemas/Thing"}]}
    both = {"oneOf": [*one_of["oneOf"], {"$ref": "#/components/schemas/Unused"}]}
    answered = lambda shape: lambda one: told(one).update(note=shape)  # noqa: E731
    taken = lambda shape: lambda one: sent(one).update(note=shape)  # noqa: E731
    assert breaches(answered(both), answered(one_of)) == ["Thing.note: Unused is a new shape that an answer may have."]
    assert breaches(answered(one_of), answered(both)) == ["Thing.note: Unused is no shape of it any more."]
    assert breaches(taken(both), taken(one_of)) == []


def grow(one):
    """Everything that v1 may do: more operations, conditions, fields, values, wider bounds, other words."""
    one["paths"]["/others/"] = copy.deepcopy(one["paths"]["/things/"])
    conditions(one).append({"in": "query", "name": "on", "schema": {"type": "string"}})
    sent(one)["size"] = {"type": "string"}
    sent(one)["code"].update(maxLength=40, nullable=True, description="Longer now")
    sent(one)["weight"].pop("minimum")
    sent(one)["weight"]["type"] = "number"
    told(one)["size"] = {"type": "string"}
    schemas(one)["Thing"]["required"].append("note")
    schemas(one)["ThingRequest"]["required"].remove("code")
    schemas(one)["StateEnum"]["enum"].append("LOST")
    operation(one)["responses"]["409"] = {"content": {}}


def test_what_only_adds_is_no_breach_and_is_named():
    assert breaches(grow) == []
    old, new = document(), document()
    grow(new)
    found = additive.additions(contract.of_document(old), contract.of_document(new))
    assert {"GET /others/", "GET /things/", "Thing", "ThingRequest", "StateEnum"} <= set(found)


def test_an_operation_that_was_announced_to_end_may_be_gone_after_its_day():
    def announce(day):
        return lambda one: operation(one, "delete", "/things/{id}/").update({"deprecated": True, "x-sunset": day})

    gone = BREACHES["an operation is removed"][0]
    assert breaches(gone, announce("2026-11-23")) == []
    assert breaches(gone, announce("2026-11-24")) == ["DELETE /things/{id}/: the operation is gone."]


def test_words_and_what_nothing_uses_are_not_kept_and_the_text_reads_back():
    kept = contract.of_document(document())
    assert "Unused" not in kept["components"] and "description" not in contract.write(kept)
    assert contract.read(contract.write(kept)) == kept
