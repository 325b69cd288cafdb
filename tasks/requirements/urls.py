"""Addresses of requirements, within those of the app."""

from django.urls import path

from tasks.requirements.views import documents, supply, verbs

patterns = [
    path("orders/<ref:reference>/supply/", supply.order_supply, name="order-supply"),
    path("requirements/", documents.list_requirements, name="requirement-list"),
    path("requirements/new/", documents.new_requirement, name="requirement-new"),
    path("requirements/<ref:reference>/", documents.show_requirement, name="requirement-detail"),
    path("requirements/<ref:reference>/edit/", documents.edit_requirement, name="requirement-edit"),
    path("requirements/<ref:reference>/print/", documents.print_requirement, name="requirement-print"),
    path("requirements/<ref:reference>/ask/", verbs.ask, name="requirement-ask"),
    path("requirements/<ref:reference>/take-back/", verbs.take_back, name="requirement-take-back"),
    path("requirements/<ref:reference>/accept/", verbs.accept, name="requirement-accept"),
    path("requirements/<ref:reference>/refuse/", verbs.refuse, name="requirement-refuse"),
    path("requirements/<ref:reference>/finish/", verbs.finish, name="requirement-finish"),
    path("requirements/<ref:reference>/cancel/", verbs.cancel, name="requirement-cancel"),
    path("requirements/<ref:reference>/supplier/", verbs.supplier, name="requirement-supplier"),
    path("requirements/<ref:reference>/lines/<int:line_id>/move/", verbs.move, name="requirement-move"),
    path("requirements/<ref:reference>/lines/<int:line_id>/remedy/", verbs.remedy, name="requirement-remedy"),
    path("requirements/<ref:reference>/lines/<int:line_id>/confirm/", verbs.confirm, name="requirement-confirm"),
    path("requirements/<ref:reference>/lines/<int:line_id>/end/", verbs.end, name="requirement-end"),
]
