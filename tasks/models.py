"""Re-exports the rooms' models, for Django's registry."""

from tasks.assigning.models import Assignment, AssignmentWeights
from tasks.checks.models import CheckCadence, CorrectiveAction, ProgressCheck
from tasks.decomposing.models import (
    Decomposition,
    DecompositionRule,
    LearnedDuration,
    TaskTemplate,
    TemplateLink,
    TemplateSkill,
    Wording,
)
from tasks.duties.models import StageDuty
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward, Score
from tasks.planning.models import PlanMove, PlanRun
from tasks.requirements.models import Requirement, RequirementLine
from tasks.scheduling.models import Absence, Capacity, DateMove, OrderPhase
from tasks.task.models import PersonSkill, Phase, Skill, Task, TaskLink, TaskSkill, TaskStep, WorkLog

__all__ = [
    "Absence",
    "Assignment",
    "AssignmentWeights",
    "Capacity",
    "CaseStudy",
    "CheckCadence",
    "CorrectiveAction",
    "DateMove",
    "Decomposition",
    "DecompositionRule",
    "LearnedDuration",
    "OrderEvaluation",
    "OrderPhase",
    "PersonSkill",
    "Phase",
    "PlanMove",
    "PlanRun",
    "ProgressCheck",
    "Requirement",
    "RequirementLine",
    "Reward",
    "Score",
    "Skill",
    "StageDuty",
    "Task",
    "TaskLink",
    "TaskSkill",
    "TaskStep",
    "TaskTemplate",
    "TemplateLink",
    "TemplateSkill",
    "Wording",
    "WorkLog",
]
