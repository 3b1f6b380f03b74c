"""Workshops, the people in them, and what is asked about them."""

from django.contrib.contenttypes.models import ContentType

from desk import models as desk
from participants import models as participants
from projects import models as projects
from tests import factories
from tests.backoffice_world.world import DAY, World, user
from tests.factories import number
from workshops import models as workshops


def importing(world):
    return participants.ParticipantImport.objects.create(workshop=world.workshop())


FIELDS = {
    workshops.WorkshopBody: lambda w: {
        "workshop": w.workshop(), "body": factories.make_body(),
    },
    workshops.Objective: lambda w: {"workshop": w.workshop(), "order": 1, "text": "Learn"},
    workshops.Session: lambda w: {"workshop": w.workshop(), "order": 1, "title": "Opening"},
    workshops.Material: lambda w: {
        "workshop": w.workshop(), "title": "Slides", "url": "https://example.org/",
    },
    workshops.Facilitator: lambda w: {"workshop": w.workshop(), "user": user()},
    participants.Delegation: lambda w: {
        "workshop": w.workshop(), "city": factories.make_city(),
    },
    participants.CertificateFile: lambda w: {"workshop": w.workshop(), "asked_by": user()},
    participants.DelegationLink: lambda w: {
        "delegation": participants.Delegation.objects.create(
            workshop=w.workshop(), city=factories.make_city()
        ),
        "token_hash": f"{next(number)}", "expires_at": "2090-01-01T00:00Z", "made_by": user(),
    },
    participants.Consent: lambda w: {
        "person": factories.make_person(w.project), "workshop": w.workshop(),
        "purpose": "list", "wording_version": "1",
    },
    participants.PersonMerge: lambda w: {
        "kept": factories.make_person(w.project), "merged": factories.make_person(w.project),
        "merged_by": user(), "undone_by": user(),
    },
    participants.Difference: lambda w: {
        "first": factories.make_person(w.project), "second": factories.make_person(w.project),
        "said_by": user(),
    },
    participants.FiguresMark: lambda w: {"writer": next(number), "mark": 1},
    participants.HeadCount: lambda w: {"workshop": w.workshop(), "female": 1, "male": 2},
    participants.EvaluationResult: lambda w: {
        "workshop": w.workshop(), "question": "Useful?", "mean": 4, "scale": "1 to 5",
        "answered": 17, "source": "Form",
    },
    participants.SessionAttendance: lambda w: {
        "session": w.workshop().sessions.create(order=7, title="Opening"),
        "registration": factories.make_registration(w.workshop()),
    },
    participants.ParticipationRecord: lambda w: {
        "workshop": w.workshop(), "number": 1, "basis": "list", "who_counts": "All",
        "female": 1, "male": 2, "signed_by": user(),
    },
    desk.PrivacyRequest: lambda w: {"project": w.project, "kind": "copy"},
    desk.PlaceToCheck: lambda w: {
        "request": desk.PrivacyRequest.objects.create(project=w.project, kind="erasure"),
        "content_type": ContentType.objects.get_for_model(projects.Project),
        "object_id": "1", "field": "aim", "why": "named", "checked_by": user(),
    },
    desk.RetentionNotice: lambda w: {
        "project": factories.make_project(), "clock": "contact", "due_on": DAY,
    },
    participants.SealedList: lambda w: {
        "record": participants.ParticipationRecord.objects.create(
            workshop=w.workshop(), number=1, basis="list", who_counts="All"
        ),
    },
    participants.ParticipantImport: lambda w: {
        "workshop": w.workshop(), "file_name": "list.csv", "asked_by": user(),
    },
    participants.ImportCheck: lambda w: {"importing": importing(w), "asked_by": user()},
    participants.ImportUndo: lambda w: {"importing": importing(w), "asked_by": user()},
    participants.ImportedChange: lambda w: {
        "importing": importing(w), "registration": w.registration(), "before": {},
        "registration_version": 2, "person_version": 1,
    },
}  # fmt: skip
MADE = {
    workshops.Workshop: World.workshop,
    participants.Person: lambda w: factories.make_person(w.project),
    participants.Registration: World.registration,
}
