"""Background jobs of this app, and their timetable."""

from segments.classification import jobs as classification

SCHEDULE = {**classification.SCHEDULE}
