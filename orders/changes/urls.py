"""Addresses of change requests, within those of the app. A request is addressed by its number, a draft by
``draft-<id>``."""

from django.urls import path

from orders.changes.views import editing, records
from orders.order import addresses  # noqa: F401 the converter ``ref``

patterns = [
    path("orders/<ref:reference>/change/", editing.edit_change, name="order-change"),
    path("orders/<ref:reference>/change/rows/", editing.preview_rows, name="change-rows"),
    path("changes/", records.list_changes, name="change-list"),
    path("changes/products/", editing.suggest_products, name="change-products"),
    path("changes/<ref:reference>/", records.show_change, name="change-detail"),
    path("changes/<ref:reference>/ask/", records.ask_departments, name="change-ask"),
    path("changes/<ref:reference>/submit/", records.submit_change, name="change-submit"),
    path("changes/<ref:reference>/approve/", records.approve_change, name="change-approve"),
    path("changes/<ref:reference>/return/", records.return_change, name="change-return"),
    path("changes/<ref:reference>/reject/", records.reject_change, name="change-reject"),
    path("changes/<ref:reference>/take-effect/", records.take_effect, name="change-take-effect"),
    path("changes/<ref:reference>/take-back/", records.take_back, name="change-take-back"),
    path("changes/<ref:reference>/rebase/", records.rebase_change, name="change-rebase"),
    path("changes/<ref:reference>/withdraw/", records.withdraw_change, name="change-withdraw"),
    path("changes/<ref:reference>/adopt/", records.adopt_alternative, name="change-adopt"),
]
