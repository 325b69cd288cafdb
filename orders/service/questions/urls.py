"""Addresses of customers' questions."""

from django.urls import path

from orders.service.questions import views

patterns = [
    path("customer-questions/", views.list_questions, name="question-list"),
    path("customer-questions/<int:note_id>/answer/", views.answer, name="question-answer"),
]
