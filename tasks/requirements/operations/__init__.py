"""Ask for goods, answer, move days, take what came."""

from tasks.requirements.operations.answering import (
    LineAnswer,
    accept_requirement,
    finish_requirement,
    refuse_requirement,
)
from tasks.requirements.operations.asking import (
    ask_for_order,
    ask_requirement,
    cancel_requirement,
    create_requirement,
    save_requirement,
    take_back_requirement,
)
from tasks.requirements.operations.entering import LineDraft, RequirementDraft
from tasks.requirements.operations.moving import change_supplier, confirm_day, end_line, move_day
from tasks.requirements.operations.remedying import take_remedy

__all__ = [
    "LineAnswer",
    "LineDraft",
    "RequirementDraft",
    "accept_requirement",
    "ask_for_order",
    "ask_requirement",
    "cancel_requirement",
    "change_supplier",
    "confirm_day",
    "create_requirement",
    "end_line",
    "finish_requirement",
    "move_day",
    "refuse_requirement",
    "save_requirement",
    "take_back_requirement",
    "take_remedy",
]
