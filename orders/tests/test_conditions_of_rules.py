"""Rules that give something no more: the saved conditions that name it are told, bind where roles go by them, and are
still read."""

import pytest
from django.urls import reverse

from accounts.roles import operations as roles
from accounts.tests.builders import AT, make_user
from common import errors
from orders.tests import builders
from orders.tests.racing import behind
from segments import conditions, operations
from segments.classification import operations as rules
from segments.classification import queries, uses
from segments.classification.tests.builders import administrator, make_draft, present
from segments.fields import Level

pytestmark = pytest.mark.django_db
PARTNER = {"subject": "customer.name", "kind": "CONTAINS", "operands": ["伙伴"], "tags": ["PARTNER"]}
NAMED = "customer_tags has PARTNER"


@pytest.fixture
def admin():
    person = administrator()
    draft = make_draft(person)
    fields = {"kind": "TAG", "code": "PARTNER", "thing": "customer", "name": "伙伴", "english_name": "Partner"}
    rules.save_tag(actor=person, tag_id=None, fields=fields, version=draft.version, at=AT)
    rules.save_rule(actor=person, rule_id=None, fields={"key": "partner", **PARTNER}, version=present().version, at=AT)
    rules.activate_draft(actor=person, version=present().version, at=AT)
    return person


def drop(admin, *, tag=True):
    """A draft that gives the tag no more."""
    draft = make_draft(admin)
    rule = next(one for one in queries.rule_rows(draft) if one.key == "partner")
    rules.remove_rule(actor=admin, rule_id=rule.pk, version=draft.version, at=AT)
    if tag:
        row = next(one for one in queries.tag_rows(present()) if one.code == "PARTNER")
        rules.remove_tag(actor=admin, tag_id=row.pk, version=present().version, at=AT)
    return present()


def save(actor, condition=NAMED, **more):
    return operations.create_segment(actor=actor, name="伙伴的订单", condition=condition, at=AT, **more)


@pytest.mark.parametrize("tag", [True, False])
def test_a_draft_tells_whose_conditions_name_what_it_gives_no_more(client, admin, tag):
    desk = make_user("order_desk")
    save(desk)
    save(admin, "customer_tags has DOMESTIC or customer_tags has not PARTNER", audience="COMPANY")
    save(admin, "customer_tags has DOMESTIC")
    draft = drop(admin, tag=tag)
    told = {str(one.title): (one.codes, bool(one.url)) for one in uses.of_gone(admin, draft)}
    assert told == {f"a condition of {desk}": (["PARTNER"], False), "伙伴的订单": (["PARTNER"], True)}
    client.force_login(admin)
    for name, args in (("draft-activate", ()), ("version-detail", (draft.number,))):
        body = client.get(reverse(f"classification:{name}", args=args), headers={"Accept-Language": "en"}).content
        assert f"a condition of {desk}" in body.decode() and "names Partner, which the draft" in body.decode()
    answer = client.get("/api/v1/classification/draft/").json()
    assert (answer["number"], answer["faults"]) == (draft.number, [])
    assert [one["codes"] for one in answer["uses"]] == [["PARTNER"], ["PARTNER"]]
    rules.activate_draft(actor=admin, version=draft.version, at=AT)
    assert client.get("/api/v1/classification/draft/").status_code == 404


def test_what_a_role_goes_by_does_not_change_its_meaning_by_the_way(client, admin):
    role = roles.create_role(actor=admin, code="partners", name="Partners", like="order_desk", at=AT)
    segment = save(admin, "customer_tags has not PARTNER", audience="COMPANY")
    operations.set_role_scope(actor=admin, role_id=role.pk, segment_id=segment.pk, at=AT)
    draft = drop(admin)
    with pytest.raises(errors.Conflict, match="Partners") as refused:
        rules.activate_draft(actor=admin, version=draft.version, at=AT)
    assert refused.value.code == "in_use"
    client.force_login(admin)
    body = client.get(reverse("classification:draft-activate"), headers={"Accept-Language": "en"}).content.decode()
    assert "decides what these roles reach: Partners" in body and ">Put in force</button>" not in body
    operations.set_role_scope(actor=admin, role_id=role.pk, segment_id=None, at=AT)
    assert rules.activate_draft(actor=admin, version=draft.version, at=AT)


@pytest.mark.django_db(transaction=True)
def test_rules_wait_for_a_condition_that_is_being_made_what_roles_go_by(admin):
    role = roles.create_role(actor=admin, code="partners", name="Partners", like="order_desk", at=AT)
    draft = drop(admin)
    refused = behind(
        lambda: operations.set_role_scope(
            actor=admin, role_id=role.pk, segment_id=None, condition=NAMED, name="伙伴的订单", at=AT
        ),
        lambda: rules.activate_draft(actor=admin, version=draft.version, at=AT),
    )
    assert isinstance(refused, errors.Conflict) and refused.code == "in_use"


def test_what_is_given_no_more_is_still_read_under_its_code_and_its_last_name(admin):
    segment = save(admin)
    rules.activate_draft(actor=admin, version=drop(admin).version, at=AT)
    builders.make_draft(make_user("sales"))
    for text in (NAMED, "Customer tags has Partner", "客户标签 包含 伙伴"):
        found = conditions.read(admin, Level.LINE, text)
        assert [row.values for row in found.rows] == [("PARTNER",)]
        assert "Partner" in found.expression()
    assert operations.copy_segment(actor=admin, segment_id=segment.pk, name="Copy", at=AT).rows == segment.rows
    with pytest.raises(errors.Invalid):
        conditions.read(admin, Level.LINE, "customer_tags has NOBODY")


def test_a_name_that_is_given_anew_means_what_is_given_now(admin):
    rules.activate_draft(actor=admin, version=drop(admin).version, at=AT)
    draft = make_draft(admin)
    fields = {"kind": "TAG", "code": "FRIEND", "thing": "customer", "name": "伙伴", "english_name": "Partner"}
    rules.save_tag(actor=admin, tag_id=None, fields=fields, version=draft.version, at=AT)
    rules.activate_draft(actor=admin, version=present().version, at=AT)
    assert conditions.read(admin, Level.LINE, "customer_tags has Partner").rows[0].values == ("FRIEND",)
    was = conditions.read(admin, Level.LINE, NAMED)
    assert was.rows[0].values == ("PARTNER",)
    assert conditions.read(admin, Level.LINE, was.texts()["en"]).rows == was.rows


def test_rules_that_change_nothing_of_that_tell_nothing(admin):
    save(admin)
    assert uses.of_gone(admin, make_draft(admin, ("domestic", {"operands": ["11.001", "60.000"]}))) == []
