"""Who keeps reminder rules and their words."""

EDIT = "reminder.rules"
