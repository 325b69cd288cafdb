"""What is done to reminder rules, to their words, and by who wishes not to get them."""

from reminders.rules.operations.keeping import copy_rule, save_rule, switch_rule
from reminders.rules.operations.opting import opt_in, opt_out
from reminders.rules.operations.wordings import save_template

__all__ = ["copy_rule", "opt_in", "opt_out", "save_rule", "save_template", "switch_rule"]
