"""Addresses of the dialogs on a customer's credit."""

from django.urls import path

from customers.credit import views

_of = "customers/<int:customer_id>/credit/"
patterns = [
    path(_of, views.propose_limit, name="customer-credit"),
    path(f"{_of}stop/", views.stop_credit, name="credit-stop"),
    path(f"{_of}resume/", views.resume_credit, name="credit-resume"),
    path(f"{_of}grade/", views.propose_grade, name="credit-grade"),
    path(f"{_of}report/", views.add_report, name="credit-report"),
    path(f"{_of}guarantee/", views.add_guarantee, name="credit-guarantee"),
    path("credit-limits/<int:limit_id>/decide/", views.decide_limit, name="credit-limit-decide"),
    path("credit-limits/<int:limit_id>/withdraw/", views.withdraw_limit, name="credit-limit-withdraw"),
    path("credit-grades/<int:grading_id>/decide/", views.decide_grade, name="credit-grade-decide"),
    path("credit-reports/<int:report_id>/void/", views.void_report, name="credit-report-void"),
    path("guarantees/<int:guarantee_id>/decide/", views.decide_guarantee, name="guarantee-decide"),
    path("guarantees/<int:guarantee_id>/release/", views.release_guarantee, name="guarantee-release"),
]
