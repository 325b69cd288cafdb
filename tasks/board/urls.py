"""Addresses of the screens of tasks."""

from django.urls import path

from tasks.board import move_views, views

patterns = [
    path("orders/<ref:reference>/tasks/", views.show_order, name="order-tasks"),
    path("orders/<ref:reference>/tasks/replan/", move_views.replan, name="order-replan"),
    path("tasks/board/", views.show_board, name="board"),
    path("tasks/calendar/", views.show_calendar, name="calendar"),
    path("tasks/calendar/feed/", views.calendar_feed, name="calendar-feed"),
    path("tasks/load/", views.show_loads, name="load"),
    path("tasks/<int:task_id>/move/", move_views.move, name="move"),
]
