from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from briefs.models import BlockTranslation, Brief
from briefs.translations.blocks import Block
from briefs.translations.returned import KINDS, LONGEST_LINE, read_return
from documents.sheets.read import UnreadableFile
from documents.uploads import check_upload, clean_name
from documents.word import NotAWordFile
from projects.models import Language
from writing.forms import MarkdownInput, VersionedForm

MOST_BYTES = 10 * 1024 * 1024  # of a file from translators


class TranslationBeginForm(forms.Form):
    """The languages that a brief is not in yet."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {brief.language, *brief.translations.values_list("language", flat=True)}
        field: Any = self.fields["language"]
        field.choices = [
            (code, label) for code, label in Language.choices if code not in taken
        ]  # fmt: skip


class TranslationCoverForm(VersionedForm):
    """What a translation has of its own beside its texts."""

    class Meta:
        model = Brief
        fields = ["symbol"]


class BlockTranslationForm(VersionedForm):
    """One text of a translation. The question about its figures is asked once it was saved."""

    instance: BlockTranslation

    class Meta:
        model = BlockTranslation
        fields = ["text", "differs_on_purpose"]
        widgets = {"text": MarkdownInput(rows=14)}

    def __init__(self, *args: Any, block: Block, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block = block
        if block.source.is_line:
            most = LONGEST_LINE.get(block.key, 300)
            self.fields["text"].widget = forms.TextInput(attrs={"dir": "auto"})
            self.fields["text"].validators.append(MaxLengthValidator(most))
        if not (block.doubts or self.instance.differs_on_purpose):
            del self.fields["differs_on_purpose"]


class ReturnForm(forms.Form):
    """A file that comes back from translators."""

    file = forms.FileField(
        label=_("File from the translators"),
        help_text=_(
            "The Word file or workbook that was made here, at most 10 MB; in Word at most "
            "6,000 paragraphs."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.ods"}),
    )

    def __init__(self, *args: Any, translation: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.translation = translation

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        kind = check_upload(file, KINDS, MOST_BYTES)
        file.seek(0)
        self.content: bytes = file.read()
        self.name = f"{clean_name(file.name, most=100).rpartition('.')[0]}.{kind.value}"
        try:
            self.texts = read_return(self.content, self.translation)
        except (NotAWordFile, UnreadableFile) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
