"""Addresses of the schedule, within those of the app."""

from django.urls import path

from tasks.scheduling.views import capacity, ledger

patterns = [
    path("tasks/ledger/", ledger.list_moves, name="ledger"),
    path("tasks/ledger/told/", ledger.note_told, name="ledger-told"),
    path("tasks/capacity/", capacity.list_hours, name="capacity"),
    path("tasks/capacity/person/<int:person_id>/", capacity.set_hours, name="capacity-set"),
    path("tasks/capacity/<int:capacity_id>/drop/", capacity.drop_hours, name="capacity-drop"),
    path("tasks/absences/", capacity.list_absences, name="absences"),
    path("tasks/absences/new/", capacity.edit_absence, name="absence-new"),
    path("tasks/absences/<int:absence_id>/", capacity.edit_absence, name="absence-edit"),
    path("tasks/absences/<int:absence_id>/drop/", capacity.drop_absence, name="absence-drop"),
    path("tasks/conflicts/", capacity.list_conflicts, name="conflicts"),
    path("orders/<ref:reference>/phases/", ledger.show_phases, name="order-phases"),
    path("orders/<ref:reference>/phases/<int:phase_id>/", ledger.set_target, name="order-phase-target"),
]
