"""The open work day by day, as the schedule and the loads count it: from the plan that stands to a better one. Pure."""
