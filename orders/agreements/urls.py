"""Addresses of frame agreements, within those of the app."""

from django.urls import path

from orders.agreements.views import agreements
from orders.agreements.views import clauses as library

_ONE = "agreements/<str:number>/"
patterns = [
    path("clauses/", library.list_clauses, name="clause-list"),
    path("clauses/new/", library.save_clause, name="clause-new"),
    path("clauses/<int:clause_id>/", library.save_clause, name="clause-edit"),
    path("agreements/", agreements.list_agreements, name="agreement-list"),
    path("agreements/new/", agreements.new_agreement, name="agreement-new"),
    path(_ONE, agreements.show_agreement, name="agreement-detail"),
    path(f"{_ONE}edit/", agreements.edit_agreement, name="agreement-edit"),
    path(f"{_ONE}lines/new/", agreements.save_line, name="agreement-line-new"),
    path(f"{_ONE}lines/<int:line_no>/", agreements.save_line, name="agreement-line-edit"),
    path(f"{_ONE}lines/<int:line_no>/remove/", agreements.remove_line, name="agreement-line-remove"),
    path(f"{_ONE}activate/", agreements.move_agreement, {"move": "activate"}, name="agreement-activate"),
    path(f"{_ONE}end/", agreements.move_agreement, {"move": "end"}, name="agreement-end"),
    path(f"{_ONE}resume/", agreements.move_agreement, {"move": "resume"}, name="agreement-resume"),
]
