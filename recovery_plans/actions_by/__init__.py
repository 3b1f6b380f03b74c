from recovery_plans.actions_by.money import MoneyLines, lines_by_source, lines_by_year
from recovery_plans.actions_by.pathway import PillarRows, rows_by_pathway
from recovery_plans.actions_by.targets import GoalRows, rows_by_target
from recovery_plans.actions_by.time import actions_in_time, timeline_of

__all__ = [
    "GoalRows",
    "MoneyLines",
    "PillarRows",
    "actions_in_time",
    "lines_by_source",
    "lines_by_year",
    "rows_by_pathway",
    "rows_by_target",
    "timeline_of",
]
