"""Where data of people at customers stands in reminders and letters (R309)."""

from customers.privacy.places import Person, Table, exempt, tables

_RULES = "how the house works; nobody at a customer"
_KIND = "a word of a list: who is reminded, not what he is called"


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    tables.register("reminders_reminder", Table(nothing={"recipient": _KIND}, is_copy=True))
    tables.register("reminders_letter", Table((Person(mail="address"),), nothing={"recipient": _KIND}, is_copy=True))
    tables.register("reminders_optout", Table((Person(mail="address", is_told_apart=True),), is_copy=True))
    for name in ("robot", "scanmark", "remindertemplate", "reminderrule"):
        exempt.register(f"reminders_{name}", _RULES)
