"""Who has agreed to a text. The body reviews; the council adopts; neither is said for the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import formats, translation
from django.utils.translation import gettext as _

from recovery_plans.models import Adoption, PlanRevision, RecoveryPlan

LONGEST = 600


def stamp_of(adoptions: Sequence[Adoption]) -> str:
    """What is printed on a reviewed text that these decisions are about, newest first."""
    adopted = [one for one in adoptions if one.result in Adoption.ADOPTING]
    if adopted:
        return _adopted(adopted[0])
    if adoptions:
        return _("%(decision)s. Reviewed, not adopted") % {"decision": _decided(adoptions[0])}
    return _("Reviewed, not yet adopted")


def stamp_in(revision: PlanRevision, adoptions: Sequence[Adoption]) -> str:
    """The same in the plan's own language, as its files bear it."""
    with translation.override(revision.plan.language):
        return stamp_of(adoptions)[:LONGEST]


def stamps_of(plans: Iterable[RecoveryPlan]) -> dict[int, str]:
    """The stamp of each plan's published revision, by the plan's key; one query."""
    published = {plan.published_id: plan.pk for plan in plans if plan.published_id}
    adoptions: dict[int, list[Adoption]] = {plan: [] for plan in published.values()}
    for adoption in Adoption.objects.filter(revision__in=published):
        adoptions[adoption.plan_id].append(adoption)
    return {plan: stamp_of(decisions) for plan, decisions in adoptions.items()}


def _adopted(adoption: Adoption) -> str:
    text = (
        _("Adopted with changes by %(body)s")
        if adoption.result == Adoption.Result.ADOPTED_WITH_CHANGES
        else _("Adopted by %(body)s")
    )
    return ", ".join([text % {"body": adoption.body}, *_reference(adoption)])


def _decided(adoption: Adoption) -> str:
    text = (
        _("Rejected by %(body)s")
        if adoption.result == Adoption.Result.REJECTED
        else _("Noted by %(body)s")
    )
    return ", ".join([text % {"body": adoption.body}, *_reference(adoption)])


def _reference(adoption: Adoption) -> list[str]:
    decision = f"{adoption.kind} {adoption.number}".strip()
    day = formats.date_format(adoption.on, "j F Y")
    return [decision, day] if decision else [day]
