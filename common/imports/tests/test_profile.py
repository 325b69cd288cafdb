"""Profiles that are wrong are explained, whatever is wrong with them."""

import copy
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from common.imports import builder, toml
from common.imports.profile import ProfileError, parse

pytestmark = pytest.mark.django_db  # the fields that the company defined itself are read

PROFILES = sorted((Path(__file__).resolve().parents[3] / "tests" / "profiles").glob("*.toml"))
WRONG = [5, "x", [], [1, "a"], {}, {"a": {"b": [1]}}, True, [[{"x": 1}]], 1.5]


def places(value, path=()):
    """Every place in nested tables and lists."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))


def with_value(raw, path, value):
    changed = copy.deepcopy(raw)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def text_of(raw):
    return "\n".join(f"{toml._key(key)} = {toml.inline(value)}" for key, value in raw.items())


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_shipped_profile_is_understood_and_survives_being_written(path):
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tomllib.loads(toml.dumps(raw)) == raw
    assert parse(toml.dumps(raw)).sections == parse(path.read_text(encoding="utf-8")).sections


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_any_value_of_the_wrong_kind_is_explained_and_still_drawn(path):
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    for place in list(places(raw))[1:]:
        for value in WRONG:
            changed = with_value(raw, place, value)
            with suppress(ProfileError):  # nothing else may come
                parse(text_of(changed))
            builder.to_screen(changed, {})


@pytest.mark.parametrize("text", ["", "= 1", "a = [" + "[" * 5000, "x" * 300_000, "[profile]\nname = 'x'"])
def test_no_text_is_too_odd_to_be_refused_with_words(text):
    with pytest.raises(ProfileError):
        parse(text)


def test_the_screen_keeps_what_it_cannot_show():
    from django.http import QueryDict

    path = next(path for path in PROFILES if path.stem == "adventureworks")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {"customers": ["CustomerID", "StoreID", "AccountNumber"]}
    screen = builder.to_screen(raw, columns)
    data = QueryDict(mutable=True)
    for name, value in screen.head.items():
        data[f"head.{name}"] = value
    for box in screen.boxes:
        data[f"{box.entity}.file"] = box.file
        data.setlist(f"{box.entity}.key", box.key)
        data[f"{box.entity}.extra"] = box.extra
        for row in box.rows:
            data[row.name], data[f"{row.name}:"] = row.source, row.argument
    assert tomllib.loads(builder.from_form(data, raw, raw["files"])) == raw
