"""Addresses of risk."""

from django.urls import path

from orders.risk.views import renegotiations
from orders.risk.views import warnings as views

patterns = [
    path("risks/", views.list_warnings, name="risk-list"),
    path("risks/rates/", views.show_rates, name="risk-rates"),
    path("risks/acknowledge/", views.acknowledge_many, name="risk-bulk-acknowledge"),
    path("risks/end/", views.end_many, name="risk-bulk-end"),
    path("risks/<int:warning_id>/acknowledge/", views.acknowledge, name="risk-acknowledge"),
    path("risks/<int:warning_id>/end/", views.end_warning, name="risk-end"),
    path("risks/<int:warning_id>/assign/", views.assign_warning, name="risk-assign"),
    path("risks/<int:warning_id>/renegotiate/", renegotiations.renegotiate, name="risk-renegotiate"),
    path("risks/renegotiations/", renegotiations.list_renegotiations, name="renegotiation-list"),
    path(
        "risks/renegotiations/<int:renegotiation_id>/change/",
        renegotiations.change_renegotiation,
        name="renegotiation-change",
    ),
    path(
        "risks/renegotiations/<int:renegotiation_id>/end/", renegotiations.end_renegotiation, name="renegotiation-end"
    ),
    path("risks/materials/", views.list_materials, name="material-list"),
    path("risks/materials/new/", views.edit_material, name="material-new"),
    path("risks/materials/<int:material_id>/", views.edit_material, name="material-edit"),
    path("risks/materials/<int:material_id>/prices/", views.load_prices, name="material-prices"),
    path("risks/assessments/", views.list_assessments, name="risk-assessments"),
    path("risks/assessments/new/", views.assess, name="risk-assess"),
    path("risks/measures/<int:measure_id>/done/", views.finish_measure, name="risk-measure-done"),
]
