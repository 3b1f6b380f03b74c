from recovery_plans.services.action import (
    move_action,
    put_back_action,
    remove_action,
    save_action,
    save_report,
)
from recovery_plans.services.edition import CrosswalkIncomplete, move_to_edition
from recovery_plans.services.export import request_draft_file, request_file, request_first_files
from recovery_plans.services.plan import (
    MoveRefused,
    NoteMissing,
    PlanExists,
    PlanIncomplete,
    create_plan,
    move_plan,
)
from recovery_plans.services.reminders import choose_reminders, remind_everybody
from recovery_plans.services.restore import put_back_revision, put_back_text
from recovery_plans.services.review import (
    add_comment,
    record_adoption,
    reopen_thread,
    request_changes,
    set_due_date,
    settle_thread,
)
from recovery_plans.services.text import PlanClosed, save_page, save_text

__all__ = [
    "CrosswalkIncomplete",
    "MoveRefused",
    "NoteMissing",
    "PlanClosed",
    "PlanExists",
    "PlanIncomplete",
    "add_comment",
    "choose_reminders",
    "create_plan",
    "move_action",
    "move_plan",
    "move_to_edition",
    "put_back_action",
    "put_back_revision",
    "put_back_text",
    "record_adoption",
    "remind_everybody",
    "remove_action",
    "reopen_thread",
    "request_changes",
    "request_draft_file",
    "request_file",
    "request_first_files",
    "save_action",
    "save_report",
    "save_page",
    "save_text",
    "set_due_date",
    "settle_thread",
]
