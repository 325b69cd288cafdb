"""Master data of reminders in the console; every save is an operation."""

from reminders.channels import admin as channels  # noqa: F401
from reminders.rules import admin as rules  # noqa: F401
