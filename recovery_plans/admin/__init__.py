from recovery_plans.admin import plan, publication

__all__ = ["plan", "publication"]
