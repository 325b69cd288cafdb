"""Of one order the console says whether somebody sees it and may do each verb, by the policies that decide."""

import pytest

from accounts.roles import explaining
from orders.order import policies
from orders.tests import builders

pytestmark = pytest.mark.django_db


def told(person, text):
    (answer,) = explaining.about(builders.person(person.pk), text)
    return answer, {deed.key: deed for deed in answer.deeds}


def test_own_order_of_the_department_and_foreign_one():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    own, deeds = told(cast.owner, order.number)
    assert own.sees and deeds["order.comment"].allowed and deeds["order.comment"].ground == "OWN"
    assert "Department" not in own.deeds[0].why and cast.owner.name in own.owners
    foreign, deeds = told(cast.stranger, order.number)
    assert not foreign.sees and not deeds["order.comment"].allowed
    assert deeds["order.comment"].why == "His right reaches “Own”, and this is not within it."
    boss, _deeds = told(cast.head, order.number)
    assert boss.sees


def test_the_state_forbids_or_the_right_is_missing():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    _answer, deeds = told(cast.owner, order.number)
    assert not deeds["order.edit"].allowed and deeds["order.edit"].ground == "OWN"
    assert deeds["order.edit"].why == "The order is Effective."
    assert deeds["order.approve"].why == "No role of his includes this right."


def test_each_answer_is_that_of_the_policies():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    for person in (cast.owner, cast.mate, cast.stranger, cast.head, cast.director, cast.desk):
        _answer, deeds = told(person, order.number)
        now = {one.verb: one.allowed for one in policies.possible_verbs(person, order)}
        for key, deed in deeds.items():
            assert bool(deed.ground) == policies.can(person, key, order), (person.username, key)
            assert deed.allowed == now.get(key, bool(deed.ground)), (person.username, key)


def test_nothing_has_that_number():
    assert explaining.about(builders.make_order_cast().owner, "SO-nowhere") == []
