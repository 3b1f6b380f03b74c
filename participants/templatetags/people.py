from __future__ import annotations

from django import template
from django.forms import BoundField

from participants.forms.imports import AnswersForm
from participants.imports import shown
from participants.imports.findings import FoundQuestion, Word

register = template.Library()


@register.simple_tag
def field_label(field: str) -> str:
    return shown.field_label(field)


@register.simple_tag
def word_field(form: AnswersForm, word: Word) -> BoundField:
    return form.about("word", word.field, word.word)


@register.simple_tag
def person_field(form: AnswersForm, question: FoundQuestion) -> BoundField:
    return form.about("people", "people", question.key)
