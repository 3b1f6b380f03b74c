from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field

from accounts.access import record_access
from accounts.models import AccessLog
from documents.resources import KeyWidget
from participants.models import Person
from participants.services import Entry, correct_people, enter_people
from participants.services.entries import PERSON_FIELDS
from projects.models import Gender, Project
from writing.resources import VersionedResource


def projects_organised(user: Any) -> QuerySet[Project]:
    return Project.objects.organised_by(user)


class PersonResource(VersionedResource):
    """A person is known by the project and the reference; a row without a reference is new.

    The rows of a file are written as a set, by the services, when all of them have been read.
    """

    rows_bring_their_key = False
    project = Field(
        attribute="project", widget=KeyWidget(projects_organised, key=lambda row: row.code)
    )
    code = Field(attribute="code", readonly=True)

    class Meta:
        model = Person
        import_id_fields = ("project", "code")
        fields = ("project", "code", *PERSON_FIELDS)

    @classmethod
    def with_related(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(erased_at__isnull=True).select_related("project")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.entered: dict[Project, list[Entry]] = defaultdict(list)
        self.corrected: dict[Project, dict[int, Mapping[str, Any]]] = defaultdict(dict)
        super().before_import(dataset, **kwargs)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        columns = {name: getattr(instance, name) for name in PERSON_FIELDS}
        if is_create:
            self.entered[instance.project].append(Entry(**columns))
            return
        self.corrected[instance.project][instance.pk] = {
            name: value for name, value in columns.items() if value != getattr(self.as_read, name)
        }

    def check_constraints(self, instance: Any) -> None:
        if instance.gender_words and instance.gender != Gender.ANOTHER:
            words = _("Own words go with the answer “another” only.")
            raise ValidationError({"gender_words": words})

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        for project, entries in self.entered.items():
            enter_people(project, entries=entries, by=self.user)
        for people in self.corrected.values():
            correct_people(people, by=self.user)
        for project in {*self.entered, *self.corrected}:
            rows = len(self.entered[project]) + len(self.corrected[project])
            record_access(self.user, AccessLog.Action.IMPORTED, project, rows)
