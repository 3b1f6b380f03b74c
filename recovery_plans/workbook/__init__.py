from recovery_plans.workbook.read import SheetAction, read_workbook
from recovery_plans.workbook.write import rows_of_plan, workbook_of

__all__ = ["SheetAction", "read_workbook", "rows_of_plan", "workbook_of"]
