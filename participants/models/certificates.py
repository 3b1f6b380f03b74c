from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from workshops.models import Workshop


class CertificateFile(Job):
    """Certificates of participation of one workshop, a page each; kept for a day, for it names all.

    Made anew whenever it is wanted: of who stands on the list then.
    """

    LAYING_OUT = _("Laying out the pages")

    task_name: ClassVar[str] = "participants.tasks.make_certificates"
    steps: ClassVar[tuple[Any, ...]] = (LAYING_OUT,)

    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="certificate_files"
    )
    rows = models.PositiveIntegerField(_("certificates"), default=0)

    class Meta(Job.Meta):
        verbose_name = _("file of certificates")
        verbose_name_plural = _("files of certificates")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.workshop)
