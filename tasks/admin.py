"""Master data of tasks in the console; every save is an operation."""

from tasks.checks import admin as checks  # noqa: F401
from tasks.duties import admin as duties  # noqa: F401
