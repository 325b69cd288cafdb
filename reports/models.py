"""The tables of the reports app, as Django looks for them."""

from reports.builder.models import SavedReport
from reports.facts.models import FactMark, Flow, OrderMoments, Summary

__all__ = ["FactMark", "Flow", "OrderMoments", "SavedReport", "Summary"]
