"""Guards of the house (DESIGN 6): nothing enters it unnoticed."""

import itertools
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.roles.verbs import verbs
from accounts.tests.builders import make_user
from common.api.throttle import RateThrottle
from common.registry import all_registries
from orders.tests import builders
from orders_site.tests.role_table import PUBLIC, SCOPED, SIGNED_IN, TABLE


def _addresses(patterns=None, space: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from _addresses(
                    pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else "")
                )
        elif pattern.name:
            yield space + pattern.name


def test_every_address_stands_in_the_role_table_and_nothing_else_does():
    assert set(_addresses()) == set(TABLE)


def test_every_verb_of_the_table_is_registered():
    assert {verb.removeprefix(SCOPED) for verb in TABLE.values() if verb not in (PUBLIC, SIGNED_IN)} <= set(verbs)


# filled by apps that are not built yet: what asks it says so (docs/adr/0067)
WAITING: set[str] = set()


def test_every_registry_is_known_and_filled():
    known = {name: len(registry) for name, registry in all_registries().items() if not name.startswith("test.")}
    assert known and all(size for name, size in known.items() if name not in WAITING), known


def test_every_registry_has_its_reason():
    written = "".join(page.read_text() for page in (settings.BASE_DIR / "docs" / "adr").glob("*.md"))
    names = [name for name in all_registries() if not name.startswith("test.")]
    assert [name for name in names if f"`{name}`" not in written] == []


# rows that addresses name, the first of each; who may not open them gets no further
_ROWS = """
absence access action allocation attachment attempt bank_line cadence capacity carrier case category check claim clause
component confirmation delegation department doubt duty endpoint error evaluation export follow_up forecast grading
guarantee item letter level limit line list material measure message note pair paper person phase plan point price
profile promotion receipt received record renegotiation report request review reward robot role row rule run schedule
anonymisation segment session shift special substitute supplier tag target task template term token warehouse warning
word
"""


@pytest.fixture
def places(db):
    """Real things to address: a stranger must not reach any of them."""
    return places_of(builders.make_effective())


def places_of(order) -> dict[str, object]:
    """What addresses name, of this order and its customer."""
    line = builders.lines_of(order)[0]
    return {
        **{f"{name}_id": 1 for name in _ROWS.split()},
        **dict.fromkeys(("pk", "other", "rules_number", "level"), 1),
        "reference": order.number,
        "line_no": line.line_no,
        "sequence": 1,
        "code": order.customer.code,
        "username": order.salesperson.username,
        "subject_type": "orders.order",
        "kind": "order-confirmation",
        "number": "OB20261120-0001",
        "form": "csv",
        "key": "0123456789abcdef",
        "ref": "job-1",
        "token": "x" * 32,
        "field": "brand",
        "currency_code": "CNY",
        "clause_number": "3.2",
        "rule_key": "messages",
        "phase": "MAKE",
        "month": "2026-11",
        "statement_key": "2026-11-1",
        "axis": "customer",
        "tile": "trend",
        "customer_id": order.customer_id,
        "product_id": line.product_id,
        "contact_id": order.customer.contacts.first().pk,
        "address_id": order.customer.addresses.first().pk,
        "subject_id": order.pk,
    }


REFUSED = {400, 403, 404, 405, 422}  # 400 and 422: the body was refused before the right was asked


def path_of(name: str, places: dict[str, object]) -> str:
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        _prefix, resolver = resolver.namespace_dict[space]
    for possible, *_rest in resolver.reverse_dict.getlist(last):
        for _template, keys in possible:
            if set(keys) <= places.keys():
                return reverse(name, kwargs={key: places[key] for key in keys})
    raise AssertionError(f"{name}: add its arguments to `places`")


def test_signed_out_nobody_gets_anywhere_but_to_the_public_addresses(places):
    client = Client()
    for name, verb in TABLE.items():
        answers = {client.get(path_of(name, places)).status_code, client.post(path_of(name, places)).status_code}
        if verb == PUBLIC:
            assert 401 not in answers, name
        else:
            assert answers <= {302, 401, 405}, f"{name}: {answers}"


@pytest.mark.timeout(600)
def test_without_a_role_nobody_gets_behind_a_verb(places, monkeypatch):
    monkeypatch.setattr(RateThrottle, "allow_request", lambda *_called: True)  # more doors than calls in a minute
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role=None))
    keys = itertools.count(1)
    let_in = {}
    for name, verb in TABLE.items():
        if verb in (PUBLIC, SIGNED_IN):
            continue
        path = path_of(name, places)
        read = client.get(path)
        sent = client.post(
            path, content_type="application/json", data="{}", headers={"Idempotency-Key": f"k{next(keys)}"}
        )
        told = any(str(places[key]).encode() in read.content for key in ("reference", "code"))
        refused = REFUSED | ({200} if verb.startswith(SCOPED) and not told else set())
        if not {read.status_code, sent.status_code} <= refused:
            let_in[name] = (read.status_code, sent.status_code)
    assert not let_in, "\n".join(f"{name} {codes}" for name, codes in let_in.items())
