"""Addresses of change requests, within those of the app. A request is addressed by its number, a draft by
``draft-<id>``."""

from django.urls import path

from orders.changes.assessing import views as assessing
from orders.changes.deciding import views as deciding
from orders.changes.letters import views as letters
from orders.changes.revisions import views as revisions
from orders.changes.views import editing, records
from orders.order import addresses  # noqa: F401 the converter ``ref``

patterns = [
    path("orders/<ref:reference>/change/", editing.edit_change, name="order-change"),
    path("orders/<ref:reference>/change/rows/", editing.preview_rows, name="change-rows"),
    path("orders/<ref:reference>/revisions/", revisions.show_revisions, name="order-revisions"),
    path("changes/", records.list_changes, name="change-list"),
    path("changes/columns/", records.choose_columns, name="change-columns"),
    path("changes/products/", editing.suggest_products, name="change-products"),
    path("changes/<ref:reference>/", records.show_change, name="change-detail"),
    path("changes/<ref:reference>/ask/", records.ask_departments, name="change-ask"),
    path("changes/<ref:reference>/submit/", records.submit_change, name="change-submit"),
    path("changes/<ref:reference>/approve/", records.approve_change, name="change-approve"),
    path("changes/<ref:reference>/return/", records.return_change, name="change-return"),
    path("changes/<ref:reference>/reject/", records.reject_change, name="change-reject"),
    path("changes/<ref:reference>/take-effect/", records.take_effect, name="change-take-effect"),
    path("changes/<ref:reference>/supersede/", records.supersede_change, name="change-supersede"),
    path("changes/<ref:reference>/take-back/", records.take_back, name="change-take-back"),
    path("changes/<ref:reference>/rebase/", records.rebase_change, name="change-rebase"),
    path("changes/<ref:reference>/withdraw/", records.withdraw_change, name="change-withdraw"),
    path("changes/<ref:reference>/adopt/", records.adopt_alternative, name="change-adopt"),
    path("changes/<ref:reference>/approval/", deciding.show_approval, name="change-approval"),
    path("changes/<ref:reference>/add-approver/", deciding.add_approver, name="change-add-approver"),
    path("changes/<ref:reference>/return-to-step/", deciding.return_to_step, name="change-return-to-step"),
    path("changes/<ref:reference>/assessments/", assessing.show_assessments, name="change-assessments"),
    path("changes/<ref:reference>/assess/<str:kind>/", assessing.answer, name="change-assess"),
    path("changes/<ref:reference>/letters/", letters.show_letters, name="change-letters"),
    path("changes/<ref:reference>/letter/", letters.send_letter, name="change-letter"),
    path("changes/<ref:reference>/letter/record/", letters.record_answer, name="change-letter-record"),
    path("change-letters/<int:letter_id>/resend/", letters.resend_letter, name="change-letter-resend"),
    path("change-letters/<int:letter_id>/revoke/", letters.revoke_letter, name="change-letter-revoke"),
]
