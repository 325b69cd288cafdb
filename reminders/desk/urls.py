"""Addresses of reminders for whom they are, within those of the app."""

from django.urls import path

from reminders.desk import views

patterns = [
    path("reminders/", views.mine, name="mine"),
    path("reminders/answer/", views.answer, name="answer"),
    path("reminders/later/", views.later, name="later"),
    path("reminders/not-me/", views.not_me, name="not-me"),
    path("reminders/wishes/", views.wishes, name="wishes"),
    path("reminders/tomorrow/", views.tomorrow, name="tomorrow"),
    path("reminders/history/", views.history, name="history"),
    path("reminders/figures/", views.figures, name="figures"),
    path("reminders/letters/", views.letters, name="letters"),
    path("reminders/letters/<int:letter_id>/", views.letter, name="letter"),
    path("reminders/letters/<int:letter_id>/resend/", views.resend, name="letter-resend"),
    path("reminders/letters/<int:letter_id>/close/", views.close, name="letter-close"),
    path("orders/<str:reference>/reminders/", views.of_order, name="order"),
]
