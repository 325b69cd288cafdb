"""An example of the progress report in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "ProgressReport": {
        "order": "SO20261120-0001",
        "stage": "PREPARING",
        "at": "2026-11-24T02:15:00Z",
        "progress": 40,
        "tasks_all": 9,
        "tasks_done": 2,
        "tasks_late": 1,
        "tasks_blocked": 1,
        "promised_date": "2026-12-08",
        "planned_end": "2026-12-05",
        "open_exceptions": 0,
        "lines": [
            {
                "line_no": 1,
                "product": "01.2.02.318-101",
                "ordered": "18",
                "shipped": "0",
                "signed": "0",
                "work_done": 40,
                "promised_date": "2026-12-08",
                "late_days": 0,
            }
        ],
        "phases": [
            {
                "name": "Production",
                "target": "",
                "target_date": "2026-12-05",
                "tasks": 3,
                "done": 1,
                "end": "2026-12-04",
                "is_late": False,
            }
        ],
        "tasks": [
            {
                "id": 418,
                "title": "标定 18 套",
                "line_no": 1,
                "department": "SC",
                "owner": "feng.tao",
                "state": "BLOCKED",
                "progress": 30,
                "planned_end": "2026-12-04",
            }
        ],
        "moves": [
            {
                "task": "标定 18 套",
                "before": "2026-12-02",
                "after": "2026-12-04",
                "days": 2,
                "cause": "CAPACITY",
                "words": "标定台砝码送检",
                "is_told": False,
            }
        ],
    }
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    examples.register(EXAMPLES)
