from recovery_plans.across.matrix import MONEY, Measure, PlanMatrix, build_matrix

__all__ = ["MONEY", "Measure", "PlanMatrix", "build_matrix"]
