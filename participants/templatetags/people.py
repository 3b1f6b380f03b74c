from __future__ import annotations

from django import template
from django.forms import BoundField

from participants.forms.imports import FIELD_LABELS, AnswersForm, person_field_name, word_field_name
from participants.imports.preview import Question
from participants.imports.reading import Problem

register = template.Library()
COLUMN_OF = {"city_name": "city", "country_id": "country"}


@register.simple_tag
def field_label(field: str) -> str:
    """What people call a field of an Entry: `city_name` and `country_id` are City and Country."""
    return str(FIELD_LABELS.get(field) or FIELD_LABELS[COLUMN_OF.get(field, field)])


@register.simple_tag
def answer_field(form: AnswersForm, problem: Problem) -> BoundField | None:
    """The question about a problem's word, where its word is first met; None at later rows."""
    name = word_field_name(problem)
    if name not in form.fields or form.first_rows[name] != problem.row:
        return None
    return form[name]


@register.simple_tag
def person_field(form: AnswersForm, question: Question) -> BoundField:
    return form[person_field_name(question)]
