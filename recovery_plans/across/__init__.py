from recovery_plans.across.matrix import Measure, PlanMatrix, build_matrix
from recovery_plans.across.sums import PathwaySums, sums_by_pathway

__all__ = ["Measure", "PathwaySums", "PlanMatrix", "build_matrix", "sums_by_pathway"]
