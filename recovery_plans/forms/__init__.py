from recovery_plans.forms.action import ActionForm, ActionPage, ReportPage
from recovery_plans.forms.files import FileForm
from recovery_plans.forms.history import CompareForm, HistoryForm, wanted_in
from recovery_plans.forms.plan import PathwaysPage, PlanBeginForm, PlanPage
from recovery_plans.forms.review import (
    AdoptionForm,
    ChangesForm,
    CommentForm,
    DueForm,
    NoteForm,
)
from recovery_plans.forms.text import ChapterForm, SectionForm

__all__ = [
    "ActionForm",
    "ActionPage",
    "AdoptionForm",
    "ChapterForm",
    "ChangesForm",
    "CommentForm",
    "DueForm",
    "CompareForm",
    "FileForm",
    "HistoryForm",
    "wanted_in",
    "NoteForm",
    "PathwaysPage",
    "PlanBeginForm",
    "PlanPage",
    "ReportPage",
    "SectionForm",
]
