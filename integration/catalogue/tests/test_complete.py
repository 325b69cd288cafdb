"""The catalogue is whole: every kind that code records stands in it with every key that its data may hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from accounts.trail.labels import event_labels
from integration.catalogue import document, kinds
from integration.catalogue.known_keys import KEYS

_OWN = {"at", "kind", "subject", "reason", "number"}  # columns of the event itself
_APART = {"demo.begun", "demo.imported", "demo.filled"}  # marks of the demo company


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for app in settings.OWN_APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if "tests" in path.parts or "record(" not in (text := path.read_text(encoding="utf-8")):
                continue
            for node in ast.walk(ast.parse(text)):
                is_record = isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record"
                if is_record and node.args and isinstance(node.args[0], ast.Constant):
                    yield f"{path.name}:{node.lineno}", node


def test_every_kind_that_has_words_stands_in_the_catalogue():
    missing = set(event_labels) - set(kinds.all_kinds())
    assert not missing, f"write them down in integration/catalogue/of_*.py: {sorted(missing)}"


def test_every_kind_and_key_that_code_records_stands_in_the_catalogue():
    faults = []
    for place, call in _calls():
        code = call.args[0].value
        told = {word.arg for word in call.keywords if word.arg} - _OWN
        known = {key.name for key in kinds.keys_of(code)}
        if code not in kinds.all_kinds():
            faults.append(f"{place}: {code}")
        elif told - known:
            faults.append(f"{place}: {code} {sorted(told - known)}")
    assert not faults, "\n".join(["write them down in integration/catalogue/of_*.py:", *faults])


def test_no_key_is_left_over():
    used = {key for table in kinds._TABLES for rows in table.values() for keys in rows.values() for key in keys.split()}
    assert set(KEYS) == used


def test_the_page_in_the_documentation_is_what_the_code_says():
    with translation.override(None):
        page = document.render()
    written = (settings.BASE_DIR / "docs" / "integration" / "events.md").read_text(encoding="utf-8")
    assert written == page, "run manage.py event_catalogue --write"
