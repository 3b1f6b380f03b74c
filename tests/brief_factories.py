"""A brief with something of everything: two published plans, a draft, records, a round."""

import datetime

from django.utils import timezone

from briefs.models import Brief, BriefSection
from briefs.services import choose_contents
from cities.models import Country
from participants.models import ParticipationRecord
from recommendations.models import (
    ActionResponse,
    Finding,
    Recommendation,
    RoundWording,
    ValidationRound,
    Wording,
)
from recovery_plans.document import build_plan, checksum_of
from recovery_plans.models import Adoption, PlanRevision
from tests.factories import (
    make_action,
    make_body,
    make_city,
    make_country,
    make_plan,
    make_project_city,
    make_registration,
    make_workshop,
    number,
)

SECTIONS = {
    "key-messages": "- **First.** A message.\n- **Second.** Another.",
    "context": "The shock and what it found.",
    "method": "Figures are counts.",
    "references": "- A book. 2019.",
}


def publish(plan):
    """Freeze the plan as its next public revision, whatever its state."""
    content = build_plan(plan).to_json()
    last = plan.revisions.count()
    plan.published = PlanRevision.objects.create(
        plan=plan, number=last + 1, content=content, checksum=checksum_of(content)
    )
    plan.state = plan.State.PUBLISHED
    plan.save()
    return plan


def make_published_plan(project, name, actions, **fields):
    """`actions` by index of the pathway, each with its costing and gender note."""
    place = make_project_city(
        project, city=make_city(name=name, slug=name.lower(), country=country())
    )
    plan = make_plan(project, project_city=place, **fields)
    pathways = list(plan.framework.pathways.order_by("order"))
    plan.sections.filter(pathway__in=pathways[:6]).update(is_part=True)
    for pathway, costing, note in actions:
        make_action(plan, pathway=pathways[pathway], costing=costing, gender_note=note)
    return publish(plan)


def country():
    return Country.objects.first() or make_country()


def make_record(workshop, female, male, **fields):
    return ParticipationRecord.objects.create(
        workshop=workshop, number=workshop.participation_records.count() + 1, basis="source",
        citation="Event page", who_counts="As the source says.", female=female, male=male, **fields,
    )  # fmt: skip


def make_recommendation(project, *texts, **fields):
    fields.setdefault("number", project.recommendations.count() + 1)
    recommendation = Recommendation.objects.create(project=project, **fields)
    for order, text in enumerate(texts or ["Do it."], 1):
        Wording.objects.create(recommendation=recommendation, number=order, text=text)
    return recommendation


def make_round(workshop, answers, **fields):
    """Closed. `answers`: wording → (support, with changes, cannot, no position, validated?)."""
    fields = {"state": "closed", "closed_at": timezone.now(), **fields}
    made = ValidationRound.objects.create(
        project=workshop.project, workshop=workshop, title="Round",
        participation={"female": 8, "male": 11}, **fields,
    )  # fmt: skip
    names = ["support", "support_with_changes", "cannot_support", "no_position", "is_validated"]
    for wording, said in answers.items():
        RoundWording.objects.create(
            round=made, wording=wording, **dict(zip(names, said, strict=True))
        )
    return made


def make_brief(project, **fields):
    fields.setdefault("title", "Recovery of cities")
    fields.setdefault("slug", f"brief-{next(number)}")
    brief = Brief.objects.create(project=project, **fields)
    BriefSection.objects.bulk_create(
        BriefSection(brief=brief, key=key, title=label, order=order, text=SECTIONS.get(key, ""))
        for order, (key, label) in enumerate(BriefSection.Key.choices, 1)
    )
    choose_contents(
        brief,
        cities=project.project_cities.order_by("city__name"),
        workshops=project.workshops.all(),
        findings=project.findings.all(),
        recommendations=project.recommendations.all(),
    )
    return brief


def make_rich_brief(project):
    """Suva and Pune are published, Lima is a draft; 26 from a source and 3 on a live list."""
    project.project_bodies.create(body=make_body(name="Regional body"), role="executing")
    suva = make_published_plan(
        project,
        "Suva",
        [(0, "estimate", "Women lead."), (0, "not_costed", ""), (4, "budgeted", "")],
    )
    make_published_plan(
        project, "Pune", [(4, "estimate", "Night lighting."), (5, "not_costed", "")]
    )
    lima = make_plan(project, project_city=make_project_city(project, city=make_city(name="Lima")))
    make_action(lima, title="A secret of the draft")
    Adoption.objects.create(
        plan=suva, revision=suva.published, body="Suva City Council", kind="resolution",
        number="7", on=datetime.date(2022, 9, 1), result="adopted",
    )  # fmt: skip
    first = make_workshop(project, title="First workshop", starts_on=datetime.date(2021, 3, 1))
    make_record(first, female=11, male=15)
    second = make_workshop(project, title="Second workshop", starts_on=datetime.date(2022, 8, 24))
    for gender in ["female", "male", "male"]:
        make_registration(second, gender=gender)
    make_registration(second, gender="female", role="speaker")
    make_registration(second, gender="female", role="support")
    add_said(project, second, suva, lima)
    return make_brief(project)


def add_said(project, workshop, suva, lima):
    finding = Finding.objects.create(project=project, title="Livelihoods first", workshop=workshop)
    finding.actions.set(suva.actions.all())
    finding.cities.set([suva.project_city.city])
    validated = make_recommendation(project, "Keep a line in the budget.", addressee="Councils")
    validated.findings.set([finding])
    validated.pathways.set(project.framework.pathways.all()[:2])
    changed = make_recommendation(project, "Agree.", "Agree every year.")
    refused = make_recommendation(project, "Report.")
    make_recommendation(project, "Not asked yet.")
    make_round(
        workshop,
        {
            validated.wordings.get(): (17, 2, 0, 0, True),
            changed.wordings.get(number=1): (15, 4, 0, 0, True),
            refused.wordings.get(): (6, 3, 1, 9, False),
        },
    )
    for recommendation, plan in [(validated, suva), (refused, lima)]:
        ActionResponse.objects.create(recommendation=recommendation, action=plan.actions.first())
