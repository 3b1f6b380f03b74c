from recovery_plans.across.matrix import Measure, PlanMatrix, build_matrix

__all__ = ["Measure", "PlanMatrix", "build_matrix"]
