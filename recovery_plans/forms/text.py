from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery_plans.models import Chapter, PathwaySection
from writing.forms import MarkdownInput, VersionedForm


class ChapterForm(VersionedForm):
    class Meta:
        model = Chapter
        fields = ["text", "status"]
        widgets = {"text": MarkdownInput(rows=16), "status": forms.RadioSelect}


class SectionForm(VersionedForm):
    class Meta:
        model = PathwaySection
        fields = ["narrative", "status"]
        help_texts = {
            "narrative": _(
                "Three to six paragraphs. What is the problem, what will be done, who keeps it up?"
            )
        }
        widgets = {"narrative": MarkdownInput(rows=14), "status": forms.RadioSelect}
