"""Rows of the matrix that ask for figures of what is approved: days, money, broken promises (SEMANTICS 7, R200)."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common import errors
from common.tests.browser_form import fields_of
from orders.approval import choosing, simulation
from orders.approval.matrix import operations, queries
from orders.approval.tests.builders import ORDER, make_row, step
from orders.tests.builders import AT, TODAY, make_order_cast

pytestmark = pytest.mark.django_db

CHANGE = "orders.changerequest"


def chosen(**figures):
    measures = {code: D(str(figure)) for code, figure in figures.items()}
    row = choosing.first_fitting(CHANGE, 1, signs=(), measures=measures, today=TODAY)
    return row.name if row else None


def test_a_row_fits_only_when_every_figure_is_reached():
    make_row(step("HEAD"), subject_type=CHANGE, name="Late and dear", at_least={"days_late": "5", "amount": "1000"})
    make_row(step("HEAD"), subject_type=CHANGE, name="Late", at_least={"days_late": "3"})
    assert chosen(days_late=5, amount=1000) == "Late and dear"
    assert chosen(days_late=5, amount=D("999.99")) == "Late"
    assert chosen(days_late=2, amount=5000) is None
    assert chosen() is None, "what nobody worked out is not reached"


@pytest.mark.parametrize(
    ("subject", "least"),
    [
        (CHANGE, {"days_late": "0"}),
        (CHANGE, {"days_late": "-1"}),
        (CHANGE, {"days_late": "soon"}),
        (CHANGE, {"no_such": "1"}),
        (ORDER, {"days_late": "1"}),
    ],
)
def test_a_figure_has_to_be_one_of_the_subject_and_above_zero(subject, least):
    with pytest.raises(errors.Invalid) as refusal:
        make_row(step("HEAD"), subject_type=subject, at_least=least)
    assert list(refusal.value.fields) == ["at_least"]


def test_figures_are_typed_in_the_console_and_told_in_words(client):
    row = make_row(step("HEAD"), subject_type=CHANGE, name="Late", at_least={"days_late": "3"})
    keeper = make_user("administrator")
    client.force_login(keeper)
    page = reverse("admin:orders_matrixrow_change", args=[row.pk])
    shown = fields_of(client.get(page), "matrixrow_form")
    assert shown["at_least.days_late"] == ["3"]
    sent = shown | {"at_least.days_late": "", "at_least.amount": "1,500.50", "at_least.broken_promises": "1"}
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert row.at_least == {"amount": "1500.5", "broken_promises": "1"}
    wrong = client.post(page, fields_of(client.get(page), "matrixrow_form") | {"at_least.amount": "much"})
    assert "at_least" in wrong.context["adminform"].form.errors
    told = queries.in_words(keeper, CHANGE)[0].at_least
    assert told == [
        "The amount changes, up or down, by: at least 1500.5",
        "Promises to other orders that break: at least 1",
    ]
    assert told[0] in client.get(reverse("orders:approval-matrix")).content.decode()


def test_the_simulation_says_which_figure_is_not_reached():
    cast = make_order_cast()
    make_row(step("HEAD"), subject_type=CHANGE, name="Late", at_least={"days_late": "3"})
    asked = {
        "actor": cast.director,
        "subject_type": CHANGE,
        "subject_id": 1,
        "department_id": cast.department.pk,
        "requested_by": cast.owner,
        "barred": [],
        "signs": (),
        "at": AT,
    }
    (row,) = simulation.simulate(**asked, reached={"days_late": D(2)}).rows
    assert (row.is_chosen, row.why_not) == (False, ("not reached: The order gets later by: at least 3 days",))
    (row,) = simulation.simulate(**asked, reached={"days_late": D(3)}).rows
    assert row.is_chosen


def test_who_may_not_see_amounts_reads_no_row_that_names_them():
    make_row(step("HEAD"), subject_type=CHANGE, name="Dear", at_least={"amount": "1000"})
    warehouse = make_user("warehouse")
    told = queries.in_words(warehouse, CHANGE)[0]
    assert (told.name, told.at_least, told.is_hidden) == ("", [], True)


def test_changed_figures_count_as_a_change_of_the_row():
    row = make_row(step("HEAD"), subject_type=CHANGE, at_least={"days_late": "3"})
    changes = {"actor": make_user("administrator"), "row_id": row.pk, "at": AT}
    saved = operations.save_row(**changes, version=row.version, at_least={"days_late": "4.0"})
    assert (saved.at_least, saved.version) == ({"days_late": "4"}, row.version + 1)
