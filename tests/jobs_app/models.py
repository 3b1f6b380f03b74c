from django.db import models
from django.db.models import Q

from jobs.models import Job


class Errand(Job):
    """A job that does what its `deed` says, and notes each time that it began."""

    task_name = "tests.jobs_app.tasks.run_errand"
    time_limit_seconds = 5
    steps = ("Reading", "Writing", "Checking")

    deed = models.CharField(max_length=20, default="write")

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["deed"],
                condition=Q(deed="only one") & ~Q(state__in=["failed", "cancelled"]),
                name="errand_only_one",
            ),
        ]


class Beginning(models.Model):
    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="beginnings")
    process = models.IntegerField()
    began_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.errand_id}: {self.process}"
