"""Who keeps the rules makes, changes, copies and switches them; what makes no sense is refused in clear words."""

from datetime import time, timedelta

import pytest
from django.utils import translation

from accounts.tests.builders import make_user
from common import errors, reference
from orders.tests.builders import AT
from reminders.anchors.source import anchors
from reminders.rules import checking, operations, queries, saying
from reminders.rules.models import OptOut, ReminderRule, ReminderTemplate
from reminders.rules.shipped import RULES
from reminders.rules.shipped_words import WORDS
from segments.models import Segment

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def keeper():
    return make_user("administrator")


def words(name="Delivery is near"):
    return ReminderTemplate.objects.get(name=name)


def entries(**more):
    return {
        "name": "Large orders",
        "anchor": "delivery",
        "steps": [-3, 0],
        "recipients": ["OWNER"],
        "channels": ["INBOX"],
        "template_id": words().pk,
        "send_at": time(8, 30),
        **more,
    }


def save(keeper, at=AT, rule=None, people_ids=None, **changes):
    given = {"rule_id": rule.pk, "version": rule.version} if rule else {}
    columns = changes if rule else entries(**changes)
    return operations.save_rule(actor=keeper, changes=columns, people_ids=people_ids, at=at, **given)


def refused(keeper, **changes):
    with pytest.raises(errors.Invalid) as caught:
        save(keeper, **changes)
    return set(caught.value.fields)


def test_every_shipped_rule_makes_sense_and_has_words_in_both_languages():
    for rule in ReminderRule.objects.select_related("template", "segment", "robot"):
        assert checking.faults_of_rule(rule, []) == {}, rule.code
    assert set(RULES) == set(WORDS) == set(ReminderRule.objects.values_list("code", flat=True))
    for code, said in WORDS.items():
        assert all(said), code
        assert checking.faults_of_words(said._asdict(), []) == {}


def test_everything_that_can_be_counted_from_has_a_shipped_rule():
    assert {columns["anchor"] for columns in RULES.values()} == {
        code for code in anchors if not code.startswith("test")
    }


def test_seeding_again_adds_nothing_and_keeps_what_was_changed(keeper):
    rule = ReminderRule.objects.get(code="delivery_near")
    save(keeper, rule=rule, steps=[-10])
    reference.seed_reference(at=LATER)
    assert ReminderRule.objects.count() == len(RULES)
    assert ReminderRule.objects.get(code="delivery_near").steps == [-10]


def test_a_rule_is_made_and_said_in_a_sentence(keeper):
    rule = queries.get_rule(keeper, save(keeper).pk)
    assert saying.sentence(rule) == (
        "Delivery day: 3 days before and on the day; to Salesperson; in the app; in one letter a day at 08:30, "
        "on days of work."
    )
    with translation.override("zh-hans"):
        assert "交货日" in saying.sentence(rule)


@pytest.mark.parametrize(
    ("unit", "number", "words"),
    [
        ("DAY", -3, "3 days before"),
        ("DAY", 0, "on the day"),
        ("HOUR", 0, "at that moment"),
        ("WORKDAY", 1, "1 day of work after"),
    ],
)
def test_a_step_is_said_in_words(unit, number, words):
    assert saying.step(unit, number) == words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"anchor": "moon"}, "anchor"),
        ({"steps": []}, "steps"),
        ({"steps": [-401]}, "steps"),
        ({"steps": ["soon"]}, "steps"),
        ({"steps": [1, 1]}, "steps"),
        ({"unit": "HOUR"}, "unit"),
        ({"recipients": ["NEXT"]}, "recipients"),
        ({"recipients": []}, "recipients"),
        ({"recipients": ["NAMED"]}, "people"),
        ({"recipients": ["OWNER", "CUSTOMER"], "channels": ["MAIL"]}, "recipients"),
        ({"recipients": ["CUSTOMER"]}, "channels"),
        ({"channels": []}, "channels"),
        ({"channels": ["ROBOT"]}, "robot"),
        ({"send_at": None}, "send_at"),
        ({"escalate_to": "HEAD"}, "escalate_after"),
        ({"escalate_after": 2}, "escalate_to"),
        ({"repeat_most": 2}, "repeat_most"),
        ({"anchor": "check", "repeat_every": 2}, "repeat_every"),
        ({"anchor": "task"}, "template"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(keeper, changes, field):
    assert field in refused(keeper, **changes)


def test_only_the_companys_conditions_may_narrow_a_rule(keeper):
    company = Segment.objects.filter(audience="COMPANY", is_active=True).first()
    assert save(keeper, segment_id=company.pk).segment == company
    Segment.objects.filter(pk=company.pk).update(is_active=False)
    assert refused(keeper, segment_id=company.pk) == {"segment"}
    Segment.objects.filter(pk=company.pk).update(is_active=True)
    quotation = words("A quotation is about to expire").pk
    assert refused(keeper, anchor="quotation", template_id=quotation, segment_id=company.pk) == {"segment"}


def test_named_people_work_here(keeper):
    mate = make_user("sales")
    rule = save(keeper, recipients=["OWNER", "NAMED"], people_ids=[mate.pk])
    assert list(rule.people.all()) == [mate]
    with pytest.raises(errors.Invalid) as caught:
        save(keeper, recipients=["NAMED"], people_ids=[0])
    assert set(caught.value.fields) == {"people"}


def test_who_does_not_keep_the_rules_may_neither_see_nor_change_them():
    sales = make_user("sales")
    with pytest.raises(errors.NotAllowed):
        save(sales)
    with pytest.raises(errors.NotAllowed):
        queries.list_rules(sales)


def test_a_change_from_an_old_page_is_stale(keeper):
    rule = save(keeper)
    save(keeper, rule=rule, steps=[-1])
    with pytest.raises(errors.Stale):
        operations.save_rule(actor=keeper, rule_id=rule.pk, version=1, changes={"steps": [-2]}, at=AT)


def test_a_rule_counts_anew_when_it_is_switched_on_or_becomes_another_one_but_not_when_it_only_reads_otherwise(keeper):
    rule = save(keeper)
    rule = save(keeper, at=LATER, rule=rule, name="Other name")
    assert rule.active_since == AT
    rule = operations.switch_rule(actor=keeper, rule_id=rule.pk, is_on=False, at=LATER)
    assert rule.active_since == AT
    rule = operations.switch_rule(actor=keeper, rule_id=rule.pk, is_on=True, at=LATER)
    assert rule.active_since == LATER
    again = LATER + timedelta(1)
    assert save(keeper, at=again, rule=rule, unit="WORKDAY").active_since == again


def test_a_copy_is_out_of_use_and_its_own(keeper):
    source = ReminderRule.objects.get(code="payment_overdue")
    copy = operations.copy_rule(actor=keeper, rule_id=source.pk, at=LATER)
    assert (copy.is_active, copy.steps, copy.template_id) == (False, source.steps, source.template_id)
    assert copy.code != source.code and copy.name.endswith("(copy)")


def write(keeper, row=None, **changes):
    given = {"template_id": row.pk, "version": row.version} if row else {}
    texts = dict.fromkeys(checking.TEXTS, "{order} {due}")
    return operations.save_template(
        actor=keeper, changes=changes if row else {"name": "Mine", **texts, **changes}, at=AT, **given
    )


def test_words_may_name_only_what_is_known(keeper):
    assert write(keeper, text_en="{order} of {customer} {when}").pk
    for text in ("{moon}", "{order", "order}", "{Order}"):
        with pytest.raises(errors.Invalid) as caught:
            write(keeper, name=f"Words {text}", text_en=text)
        assert set(caught.value.fields) == {"text_en"}


def test_words_in_use_keep_to_what_their_rule_counts_from(keeper):
    with pytest.raises(errors.Invalid) as caught:
        write(keeper, words(), subject_zh="{waybill}")
    assert "Delivery is near" in str(caught.value.fields["subject_zh"][0])
    with pytest.raises(errors.Invalid) as caught:
        write(keeper, words(), is_active=False)
    assert set(caught.value.fields) == {"is_active"}


def test_somebody_unsubscribes_once_and_comes_back():
    sales, rule = make_user("sales"), ReminderRule.objects.get(code="delivery_near")
    for _twice in range(2):
        operations.opt_out(actor=sales, rule_id=rule.pk, at=AT)
    assert OptOut.objects.filter(rule=rule, user=sales).count() == 1
    assert operations.opt_in(actor=sales, rule_id=rule.pk, at=AT) is True
    assert operations.opt_in(actor=sales, rule_id=rule.pk, at=AT) is False


def test_nobody_unsubscribes_from_what_everybody_gets_nor_for_an_address_of_others(keeper):
    sales, rule = make_user("sales"), ReminderRule.objects.get(code="delivery_near")
    save(keeper, rule=rule, may_opt_out=False)
    with pytest.raises(errors.Invalid):
        operations.opt_out(actor=sales, rule_id=rule.pk, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.opt_out(actor=sales, address="buyer@example.com", at=AT)
    assert operations.opt_out(actor=keeper, address=" Buyer@example.com", at=AT).address == "buyer@example.com"
