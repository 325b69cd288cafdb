"""Saved conditions: whose they are, their revisions, and what keeps them from being taken away."""

import pytest
from django.utils import translation

from accounts.handover import operations as handover
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_cast, make_department, make_user
from common import errors
from common.conditions.errors import BadCondition
from common.models import Event
from segments import invariants, operations, policies, queries
from segments.models import Segment
from segments.uses import Use, uses

pytestmark = pytest.mark.django_db
TEXT = "状态 = 已生效 并且 行关闭标志 = N"
LATER = "State = Draft"


def save(actor, **options):
    options.setdefault("name", "Open rows")
    return operations.create_segment(actor=actor, condition=options.pop("condition", TEXT), at=AT, **options)


def change(actor, segment, condition=None, **changes):
    return operations.change_segment(
        actor=actor, segment_id=segment.pk, changes=changes, condition=condition, version=segment.version, at=AT
    )


def seen_by(actor):
    """The names of what somebody saved that he may use; everybody has those that come with the software."""
    return set(policies.visible_to(actor).filter(code="").values_list("name", flat=True))


@pytest.fixture
def cast():
    return make_cast()


def test_a_text_of_either_language_is_kept_as_rows(cast):
    one = save(cast.owner)
    other = save(cast.owner, condition="State of the order = effective and Row-close flag = no")
    assert one.rows == other.rows and one.fields == ["row_closed", "status"]
    event = Event.objects.get(kind="segment.created", subject_id=one.pk)
    assert event.data["name"] == "Open rows"


def test_rows_are_taken_as_they_are_stored(cast):
    one = save(cast.owner)
    assert save(cast.owner, condition=one.rows).rows == one.rows


def test_a_broken_text_names_its_position_and_a_broken_row_its_place(cast):
    with pytest.raises(BadCondition) as refusal:
        save(cast.owner, condition="State = effective and Colr = red")
    assert refusal.value.position == 22
    with pytest.raises(BadCondition) as refusal:
        save(cast.owner, condition=[{"field": "status", "values": ["EFFECTIVE"]}, {"field": "nothing"}])
    assert refusal.value.row == 1


def test_a_condition_says_something(cast):
    with pytest.raises(errors.Invalid) as refusal:
        save(cast.owner, condition=" ")
    assert "condition" in refusal.value.fields


def test_ones_own_is_nobody_elses(cast):
    segment = save(cast.owner)
    assert seen_by(cast.owner) == {"Open rows"} and seen_by(cast.mate) == set()
    with pytest.raises(errors.NotFound):
        change(cast.mate, segment, name="Mine now")
    with pytest.raises(errors.NotFound):
        operations.remove_segment(actor=cast.mate, segment_id=segment.pk, at=AT)


def test_a_department_shares_with_those_below_it():
    office = make_department(kind="MANAGEMENT")
    below = make_department(parent=office)
    head = make_user("department_head", department=office)
    clerk, other = make_user(department=below), make_user()
    segment = save(head, audience="DEPARTMENT", department_id=office.pk)
    assert seen_by(clerk) == {"Open rows"} and seen_by(other) == set()
    with pytest.raises(errors.NotAllowed):
        change(clerk, segment, name="Ours")
    with pytest.raises(errors.NotAllowed):
        save(clerk, audience="DEPARTMENT", department_id=below.pk)


def test_a_head_sees_and_changes_what_departments_below_him_share():
    office = make_department(kind="MANAGEMENT")
    below = make_department(parent=office)
    segment = save(make_user("department_head", department=below), audience="DEPARTMENT", department_id=below.pk)
    head, mate = make_user("department_head", department=office), make_user(department=office)
    assert change(head, segment, name="Better").name == "Better"
    assert seen_by(mate) == set()


def test_the_companys_are_everybodys_and_changed_by_who_shares_with_all(cast):
    segment = save(make_user("executive"), audience="COMPANY")
    assert seen_by(cast.stranger) == {"Open rows"}
    with pytest.raises(errors.NotAllowed):
        change(make_user("department_head"), segment, condition=LATER)
    with pytest.raises(errors.NotAllowed):
        save(make_user("department_head"), audience="COMPANY")
    assert change(make_user("administrator"), segment, condition=LATER).revision == 2


def test_a_name_stands_once_among_the_companys(cast):
    boss = make_user("executive")
    save(boss, audience="COMPANY")
    with pytest.raises(errors.Invalid) as refusal:
        save(boss, audience="COMPANY")
    assert "name" in refusal.value.fields
    save(boss)  # one's own may be called the same


def test_a_field_that_is_hidden_is_neither_named_nor_found_in_others_conditions(cast):
    boss = make_user("executive")
    save(boss, name="Cheap", audience="COMPANY", condition="unit_cost < 5")
    roles.set_field_rules(
        actor=make_user("administrator"),
        role_id=Role.objects.get(code="sales").pk,
        rules={"order.cost": "HIDE"},
        at=AT,
    )
    clerk = make_user()
    assert seen_by(clerk) == set() and seen_by(boss) == {"Cheap"}
    assert queries.find_segment(clerk, str(Segment.objects.get(code="").pk)) is None
    with pytest.raises(BadCondition):
        save(clerk, condition="unit_cost < 5")


def test_a_revision_is_kept_only_where_the_rows_change(cast):
    segment = save(cast.owner)
    segment = change(cast.owner, segment, name="Still open")
    assert (segment.revision, segment.version) == (1, 2)
    segment = change(cast.owner, segment, condition=LATER)
    segment = change(cast.owner, segment, condition="state = 草稿")  # the same rows
    assert (segment.revision, segment.version) == (2, 3)
    assert [(one.revision, one.by) for one in queries.versions_of(segment)] == [(2, cast.owner), (1, cast.owner)]
    assert queries.versions_of(segment).last().rows[0]["values"] == ["EFFECTIVE"]


def test_who_edits_an_old_version_is_told_what_is_stored(cast):
    segment = save(cast.owner)
    change(cast.owner, segment, name="Still open")
    with pytest.raises(errors.Stale) as refusal:
        change(cast.owner, segment, name="Open")
    assert refusal.value.details["fields"] == {"name": ["Still open", "Open"]}


def test_a_copy_is_ones_own(cast):
    segment = save(make_user("executive"), audience="COMPANY")
    copy = operations.copy_segment(actor=cast.owner, segment_id=segment.pk, at=AT)
    assert (copy.audience, copy.owner, copy.rows) == ("PERSON", cast.owner, segment.rows)


def test_what_is_removed_is_not_found_any_more_but_its_revisions_stay(cast):
    segment = save(cast.owner)
    operations.remove_segment(actor=cast.owner, segment_id=segment.pk, version=1, at=AT)
    assert seen_by(cast.owner) == set()
    assert Segment.objects.get(code="").versions.count() == 1


def test_nothing_is_taken_away_under_what_stands_on_it(monkeypatch):
    boss = make_user("executive")
    segment = save(boss, audience="COMPANY")
    monkeypatch.setitem(uses._entries, "test", Use("Reminders", lambda _id: ["Overdue"], verb="role.manage"))
    with pytest.raises(errors.Conflict, match="Reminders: Overdue"):
        operations.remove_segment(actor=boss, segment_id=segment.pk, at=AT)
    with pytest.raises(errors.NotAllowed):  # what it finds decides what the use does
        change(boss, segment, condition=LATER)
    with pytest.raises(errors.Conflict):
        change(boss, segment, audience="PERSON")
    assert change(boss, segment, name="Open").name == "Open"


def test_who_leaves_hands_his_conditions_over(cast):
    save(cast.owner)
    moved = handover.hand_over(
        actor=make_user("administrator"), from_user_id=cast.owner.pk, to_user_id=cast.mate.pk, at=AT, only=["segments"]
    )
    assert moved == {"segments": 1} and seen_by(cast.mate) == {"Open rows"}


def test_a_condition_that_cannot_be_read_any_more_is_found(cast):
    segment = save(cast.owner)
    assert invariants.unreadable(5) == []
    Segment.objects.filter(pk=segment.pk).update(rows=[{"field": "gone", "operator": "EQ", "values": ["1"]}])
    assert [row["id"] for row in invariants.unreadable(5)] == [segment.pk]


def test_a_shipped_name_is_not_kept_in_the_language_of_who_edits(cast):
    shipped = Segment.objects.get(code="METHOD_OPEN_KITS")
    with translation.override("zh-hans"):
        assert str(shipped) != shipped.name
        changes = {"name": str(shipped), "description": "Kits"}
        changed = operations.change_segment(
            actor=make_user("administrator"), segment_id=shipped.pk, changes=changes, version=shipped.version, at=AT
        )
    assert (changed.name, changed.description) == (shipped.name, "Kits")
    assert change(make_user("administrator"), changed, name="Kits").name == "Kits"


def test_an_earlier_revision_comes_back_as_a_new_one(cast):
    segment = save(cast.owner)
    before = segment.rows
    segment = change(cast.owner, segment, condition=LATER, name="Drafts")
    asked = {"actor": cast.owner, "segment_id": segment.pk, "at": AT}
    back = operations.restore_segment(revision=1, version=segment.version, **asked)
    assert (back.rows, back.revision, back.name) == (before, 3, "Drafts")
    with pytest.raises(errors.Stale):
        operations.restore_segment(revision=2, version=segment.version, **asked)
    with pytest.raises(errors.NotFound):
        operations.restore_segment(revision=9, **asked)
    with pytest.raises(errors.NotFound):
        operations.restore_segment(revision=1, **{**asked, "actor": cast.mate})


def test_a_revision_that_names_what_one_does_not_see_says_nothing(cast):
    boss = make_user("executive")
    segment = change(boss, save(boss, audience="COMPANY", condition="unit_cost < 5"), condition=LATER)
    roles.set_field_rules(
        actor=make_user("administrator"),
        role_id=Role.objects.get(code="sales").pk,
        rules={"order.cost": "HIDE"},
        at=AT,
    )
    for reader, said in ((boss, [True, True]), (cast.owner, [True, False])):
        kept = queries.versions_of(segment)
        assert [queries.Reader(reader).revision(one) is not None for one in kept] == said
