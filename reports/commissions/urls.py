"""Addresses of commissions."""

from django.urls import path

from reports.commissions.views import rules, statements

_ONE = "reports/commissions/people/<int:person_id>/<slug:month>/"
patterns = [
    path("reports/commissions/", statements.list_month, name="commissions"),
    path("reports/commissions/file/", statements.take_month, name="commissions-file"),
    path("reports/commissions/confirm/", statements.confirm_picked, name="commissions-confirm"),
    path("reports/commissions/pay/", statements.pay_picked, name="commissions-pay"),
    path("reports/commissions/mine/", statements.show_mine, name="commission-mine"),
    path("reports/commissions/people/<int:person_id>/", statements.show_person, name="commission-person"),
    path(_ONE, statements.show_statement, name="commission"),
    path(f"{_ONE}confirm/", statements.confirm, name="commission-confirm"),
    path(f"{_ONE}take-back/", statements.take_back, name="commission-take-back"),
    path(f"{_ONE}pay/", statements.pay, name="commission-pay"),
    path(f"{_ONE}file/", statements.take_statement, name="commission-file"),
    path("reports/commissions/rules/", rules.list_rules, name="commission-rules"),
    path("reports/commissions/rules/new/", rules.edit_rule, name="commission-rule-new"),
    path("reports/commissions/rules/<int:rule_id>/", rules.edit_rule, name="commission-rule"),
]
