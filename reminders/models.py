"""Re-exports the rooms' models, for Django's registry."""

from reminders.channels.models import Robot
from reminders.reminder.models import Letter, LetterItem, Reminder, ScanMark
from reminders.rules.models import OptOut, ReminderRule, ReminderTemplate

__all__ = ["Letter", "LetterItem", "OptOut", "Reminder", "ReminderRule", "ReminderTemplate", "Robot", "ScanMark"]
