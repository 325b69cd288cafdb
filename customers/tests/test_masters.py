"""Carriers, payment terms, currencies and rates."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from accounts.console import operations as console
from accounts.people import queries as people
from accounts.people.tests.test_races import at_once, refused
from accounts.tests.builders import AT, make_user
from common import currencies, errors, settings
from common.models import Currency, ExchangeRate
from customers import operations
from customers.models import PaymentTerm
from customers.tests.builders import payment_term

pytestmark = pytest.mark.django_db


def test_shipped_payment_terms_sum_to_a_hundred_percent():
    terms = PaymentTerm.objects.prefetch_related("rows")
    assert {term.code for term in terms} >= {"PREPAID", "ADVANCE30", "MONTHLY30", "MONTHLY60", "COD"}
    assert all(sum(row.percent for row in term.rows.all()) == 100 for term in terms)


def test_rows_of_a_term_must_sum_to_a_hundred():
    with pytest.raises(errors.Invalid) as refusal:
        operations.save_payment_term(
            actor=make_user("finance"), code="X", name="甲", rows=[{"percent": Decimal(30)}], at=AT
        )
    assert "rows" in refusal.value.fields
    assert not PaymentTerm.objects.filter(code="X").exists()


def test_changing_a_term_replaces_its_rows():
    term = payment_term("ADVANCE30")
    operations.save_payment_term(
        actor=make_user("finance"), term_id=term.pk, rows=[{"percent": Decimal(100), "basis": "SIGN"}], at=AT
    )
    assert [row.basis for row in term.rows.all()] == ["SIGN"]


def test_a_rep_cannot_change_terms():
    with pytest.raises(errors.NotAllowed):
        operations.save_payment_term(actor=make_user("sales"), term_id=payment_term().pk, name="x", at=AT)


def test_the_newest_rate_up_to_the_day_applies():
    finance = make_user("finance")
    for day, rate in ((date(2026, 1, 1), "7.1"), (date(2026, 2, 1), "7.2")):
        operations.save_rate(actor=finance, currency_code="USD", valid_from=day, rate=Decimal(rate), at=AT)
    assert currencies.rate_on("USD", date(2026, 1, 31)) == Decimal("7.1")
    assert currencies.rate_on("USD", date(2026, 3, 1)) == Decimal("7.2")
    with pytest.raises(errors.Conflict) as refusal:
        currencies.rate_on("USD", date(2025, 12, 31))
    assert refusal.value.code == "no_rate"


def test_the_companys_own_currency_has_the_rate_one_and_stays_in_use():
    assert currencies.rate_on("CNY", date(2026, 1, 1)) == 1
    with pytest.raises(errors.Invalid):
        operations.save_rate(
            actor=people.system_user(), currency_code="CNY", valid_from=date(2026, 1, 1), rate=Decimal(2), at=AT
        )
    with pytest.raises(errors.Invalid):
        operations.save_currency(actor=people.system_user(), currency_code="CNY", is_active=False, at=AT)


def test_a_currency_is_added_once_and_then_changed():
    system = people.system_user()
    operations.save_currency(actor=system, code="thb", name="泰铢", symbol="฿", at=AT)
    operations.save_currency(actor=system, currency_code="THB", name="泰国铢", at=AT)
    assert Currency.objects.get(pk="THB").name == "泰国铢"


def test_a_tracking_address_must_be_a_web_address():
    with pytest.raises(errors.Invalid):
        operations.save_carrier(
            actor=make_user("logistics"), code="SF", name="顺丰", tracking_url="javascript:alert(1)", at=AT
        )


JANUARY = date(2026, 1, 1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def rate(self):
        return partial(operations.save_rate, actor=people.system_user(), currency_code="USD", valid_from=JANUARY, at=AT)

    def test_two_rates_of_a_new_day_are_one(self, rate):
        results = at_once(partial(rate, rate=Decimal("7.1")), partial(rate, rate=Decimal("7.2")))
        assert refused(results) == []
        assert ExchangeRate.objects.get().rate in (Decimal("7.1"), Decimal("7.2"))

    def test_of_two_changes_of_a_rate_the_second_hears_what_is_stored(self, rate):
        rate(rate=Decimal(7))
        values = (Decimal("7.1"), Decimal("7.2"))
        results = at_once(*[partial(rate, rate=value, shown={"rate": Decimal(7)}) for value in values])
        (late,) = refused(results)
        assert isinstance(late, errors.Stale)
        assert late.details["fields"]["rate"][0] == str(ExchangeRate.objects.get().rate)

    def test_a_currency_does_not_become_the_companys_while_it_goes_out_of_use(self):
        system = people.system_user()
        results = at_once(
            lambda: console.change_settings(actor=system, values={"company.currency": "USD"}, at=AT),
            lambda: operations.save_currency(actor=system, currency_code="USD", is_active=False, at=AT),
        )
        assert len(refused(results)) == 1
        settings.forget()
        assert Currency.objects.get(pk=currencies.base()).is_active

    def test_the_companys_currency_does_not_change_while_a_rate_in_it_is_entered(self, rate):
        results = at_once(
            lambda: console.change_settings(actor=people.system_user(), values={"company.currency": "USD"}, at=AT),
            partial(rate, rate=Decimal(7)),
        )
        assert len(refused(results)) == 1
        settings.forget()
        assert (currencies.base() == "USD") is not ExchangeRate.objects.exists()
