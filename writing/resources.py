from __future__ import annotations

import copy
from typing import Any

from documents.resources import SheetResource
from writing.services import save_first_version, save_version


class VersionedResource(SheetResource):
    """Rows with a version: what a file changes raises it and is kept in the history."""

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.as_read = copy.copy(instance)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        fields = self.typed(instance)
        if is_create:
            save_first_version(instance, fields=fields, by=self.user)
        else:
            version = self.as_read.version
            save_version(self.as_read, fields=fields, expected_version=version, by=self.user)

    def typed(self, instance: Any) -> dict[str, Any]:
        writable = [field for field in self.get_import_fields() if not field.readonly]
        return {field.attribute: field.get_value(instance) for field in writable}
