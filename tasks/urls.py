"""Addresses of the task pages: each room brings its own."""

from django.urls import URLPattern

from tasks.assigning import urls as assigning
from tasks.board import urls as board
from tasks.checks import urls as checks
from tasks.decomposing import urls as decomposing
from tasks.doing import urls as doing
from tasks.duties import urls as duties
from tasks.evaluation import urls as evaluation
from tasks.planning import urls as planning
from tasks.reporting import urls as reporting
from tasks.requirements import urls as requirements
from tasks.scheduling import urls as scheduling

app_name = "tasks"

urlpatterns: list[URLPattern] = [
    *decomposing.patterns,
    *requirements.patterns,
    *doing.patterns,
    *assigning.patterns,
    *board.patterns,
    *checks.patterns,
    *duties.patterns,
    *evaluation.patterns,
    *planning.patterns,
    *reporting.patterns,
    *scheduling.patterns,
]
