"""Every company setting at its edges: what would stop the work is refused before it is kept."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.console import operations
from accounts.tests.builders import AT, make_user
from common import currencies, errors, settings
from common.models import ExchangeRate

NUMBERS = sorted(key for key, definition in settings.definitions.items() if definition.bounds)


def written(key, number):
    """A number as the setting keeps it: some are text."""
    return str(number) if isinstance(settings.definitions[key].default, str) else number


def is_number(value):
    return type(value) is int or (isinstance(value, str) and value.isdigit())


@pytest.mark.django_db
class TestEdges:
    @pytest.mark.parametrize("key", NUMBERS)
    def test_the_ends_are_taken_and_what_lies_beyond_is_not(self, key):
        bounds = settings.definitions[key].bounds
        assert bounds is not None
        for good in (bounds.least, bounds.most):
            assert settings.fault_of(key, written(key, good)) is None
        for bad in (bounds.least - 1, bounds.most + 1, 999_999_999_999_999):
            assert settings.fault_of(key, written(key, bad))

    @pytest.mark.parametrize("key", [key for key in NUMBERS if isinstance(settings.definitions[key].default, str)])
    def test_text_that_is_no_plain_number_is_refused(self, key):
        for bad in ("NaN", "Infinity", "1e2", " 5", "5 ", "-1", "1,5", "٧", "5.123", "eighty", "\0"):
            assert settings.fault_of(key, bad), bad

    def test_every_number_has_bounds(self):
        assert [k for k, one in settings.definitions.items() if is_number(one.default) and not one.bounds] == []

    def test_every_default_may_be_kept(self):
        assert {key: settings.fault_of(key, one.default) for key, one in settings.definitions.items()} == dict.fromkeys(
            settings.definitions
        )

    @pytest.mark.parametrize(
        ("key", "bad"),
        [
            ("approval.approver", "no-such-role"),
            ("approval.approver", ""),
            ("company.currency", "XXX"),
            ("company.name", "  "),
            ("company.name", "a\0"),
            ("company.name", "x" * 501),
            ("company.logo", "javascript:alert(1)"),
            ("company.logo", "//elsewhere.example/x.png"),
            ("company.sign_in_picture", "https://elsewhere.example/x.png"),
            ("company.sign_in_picture", "/a\\b"),
            ("imports.take_over_until", "tomorrow"),
            ("mfa_roles", ["emperor"]),
            ("mfa_roles", [["sales"]]),
            ("mfa_roles", "sales"),
            ("attachment_max_mb", True),
            ("orders.required_fields", {"colour": "submit"}),
            ("orders.required_fields", {"contact_name": "someday"}),
            ("orders.required_fields", {"contact_name": ["submit"]}),
            ("orders.required_fields", {"customer": ""}),
        ],
    )
    def test_what_cannot_work_is_refused(self, key, bad):
        with pytest.raises(errors.Invalid) as refused:
            operations.change_settings(actor=make_user("administrator"), values={key: bad}, at=AT)
        assert list(refused.value.fields) == [key]

    def test_the_console_says_what_can_be_entered(self, client):
        client.force_login(make_user("administrator"))
        page = client.get("/admin/settings/").content.decode()
        assert "orders.max_lines · 1–500" in page and '<option value="department_head"' in page
        assert '<option value="CNY" selected' in page


@pytest.mark.django_db
class TestCurrency:
    def test_it_is_chosen_before_the_first_document(self):
        operations.change_settings(actor=make_user("administrator"), values={"company.currency": "EUR"}, at=AT)
        assert currencies.base() == "EUR"
        settings.forget()

    def test_it_stays_once_something_is_kept_in_it(self, client):
        boss = make_user("administrator")
        ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=Decimal("7.1"))
        with pytest.raises(errors.Conflict) as refused:
            operations.change_settings(actor=boss, values={"company.currency": "EUR"}, at=AT)
        assert refused.value.code == "setting_fixed" and currencies.base() == "CNY"
        client.force_login(boss)
        page = client.get("/admin/settings/").content.decode()
        assert 'name="company.currency"' in page and "disabled" in page.split('name="company.currency"')[1][:200]

    def test_orders_and_receipts_hold_it(self):
        assert {"common.rates", "orders.orders", "orders.receipts"} <= set(currencies.kept_in_base)


@pytest.mark.django_db
def test_another_process_hears_of_a_change_without_waiting_for_its_cache(
    monkeypatch, django_capture_on_commit_callbacks
):
    told: dict[str, str] = {}
    monkeypatch.setattr(settings.cache, "set", lambda key, value, timeout: told.update({key: value}))
    monkeypatch.setattr(settings.cache, "get", told.get)
    monkeypatch.setattr(settings, "_ASK", 0.0)
    settings.forget()
    assert settings.get("attachment_max_mb") == 20
    kept = settings._loaded_at
    with django_capture_on_commit_callbacks(execute=True):
        operations.change_settings(actor=make_user("administrator"), values={"attachment_max_mb": 7}, at=AT)
    settings._loaded_at = kept  # as in a process that changed nothing itself
    assert settings.get("attachment_max_mb") == 7
    settings.forget()
