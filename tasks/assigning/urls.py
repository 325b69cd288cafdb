"""Addresses of giving tasks out, within those of the app."""

from django.urls import path

from tasks.assigning import views

patterns = [
    path("tasks/assign/", views.assign_many, name="assign-many"),
    path("tasks/weights/", views.list_weights, name="weights"),
    path("tasks/weights/<int:department_id>/", views.edit_weights, name="weights-edit"),
    path("tasks/weights/<int:department_id>/drop/", views.drop_weights, name="weights-drop"),
    path("tasks/skills/", views.list_skills, name="skills"),
    path("tasks/skills/<int:person_id>/", views.edit_skills, name="skills-edit"),
    path("tasks/<int:task_id>/assign/", views.assign, name="assign"),
    path("tasks/<int:task_id>/department/", views.give_department, name="give-department"),
    path("tasks/<int:task_id>/take-back/", views.take_back, name="take-back"),
]
