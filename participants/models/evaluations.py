from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.breakdown import number_in
from workshops.models import Workshop
from writing.models import Versioned

FEWEST_ANSWERS = 5  # of fewer, what they said could be told from the person
LINE = re.compile(r"(?P<label>.+?)\s*[:：=]\s*(?P<people>\d{1,6})")  # noqa: RUF001


@dataclass(frozen=True)
class Share:
    """How many gave one of the answers offered."""

    label: str
    people: int


def shares_in(text: str) -> list[Share]:
    """One a line, as in `Very useful: 12`. Raises ValidationError, naming the line."""
    return [share_in(line.strip()) for line in text.splitlines() if line.strip()]


def share_in(line: str) -> Share:
    match = LINE.fullmatch(line)
    if match is None:
        raise ValidationError(
            _("Write an answer, a colon and how many gave it: “%(line)s”."), params={"line": line}
        )
    return Share(match["label"], number_in(match["people"]))


class EvaluationResult(Versioned):
    """What the participants of a workshop said of it, summed up: never the answer of one person.

    Taken from forms or polls held elsewhere; `source` says which.
    """

    class Kind(models.TextChoices):
        MEAN = "mean", _("a mean on a scale")
        SHARES = "shares", _("how many gave each answer")

    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="evaluation_results"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question = models.CharField(_("question, as it was put"), max_length=300)
    kind = models.CharField(
        _("the result is"), max_length=6, choices=Kind.choices, default=Kind.MEAN
    )
    scale = models.CharField(_("scale"), max_length=200, blank=True)
    mean = models.DecimalField(_("mean"), max_digits=6, decimal_places=2, null=True, blank=True)
    answers = models.TextField(
        _("answers"), blank=True, validators=[shares_in]  # type: ignore[list-item]  # it raises
    )  # fmt: skip
    answered = models.PositiveIntegerField(
        _("how many answered this question"), validators=[MinValueValidator(1)]
    )
    source = models.CharField(_("source"), max_length=300)
    is_example = models.BooleanField(_("invented example"), default=False)

    class Meta:
        verbose_name = _("evaluation result")
        verbose_name_plural = _("evaluation results")
        ordering = ["workshop", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="mean", mean__isnull=False, answers="")
                | (Q(kind="shares", mean__isnull=True) & ~Q(answers="")),
                name="evaluationresult_of_its_kind",
                violation_error_message=_("Give either a mean or the answers, not both."),
            ),
            models.CheckConstraint(
                condition=Q(answered__gte=1), name="evaluationresult_somebody_answered"
            ),
            models.CheckConstraint(
                condition=Q(mean__isnull=True) | ~Q(scale=""),
                name="evaluationresult_mean_has_scale",
                violation_error_message=_("Say from where to where the scale runs."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_shown(self) -> bool:
        """Whether enough answered for the result to be shown to those who did not enter it."""
        return self.answered >= FEWEST_ANSWERS

    @property
    def shares(self) -> list[Share]:
        return shares_in(self.answers)

    def clean(self) -> None:
        super().clean()
        self._check_answers()

    def _check_answers(self) -> None:
        """No answer was given by more people than answered."""
        try:
            shares: list[Any] = self.shares
        except ValidationError:
            return  # the field says so itself
        if self.answered and any(share.people > self.answered for share in shares):
            raise ValidationError(
                {"answers": _("An answer was given by more people than answered the question.")}
            )
