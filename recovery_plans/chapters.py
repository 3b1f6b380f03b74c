"""The chapters that a plan begins with where the project has no template of its own."""

from django.utils.translation import gettext_lazy as _

CHAPTERS = (
    (
        "situation",
        _("Situation"),
        _("Where the city stands: people, economy, the shock and what it did, with sources."),
    ),
    (
        "how-it-was-made",
        _("How the plan was made"),
        _("Who took part, in which workshops, and how women, men and groups at risk were heard."),
    ),
    (
        "vision-and-priorities",
        _("Vision and priorities"),
        _("What the city wants to be after its recovery, and what comes first."),
    ),
    (
        "actions",
        _("Actions"),
        _("How the actions were chosen and fit together. The actions themselves are listed apart."),
    ),
    (
        "institutions-and-laws",
        _("Institutions and laws"),
        _("Who is responsible, and which laws, rules and offices the plan needs."),
    ),
    (
        "financing",
        _("Financing"),
        _("Where the money is to come from, and what is done while it is not there yet."),
    ),
    (
        "monitoring",
        _("Monitoring"),
        _("Who looks at progress, how often, and what happens when an action is late."),
    ),
    ("annexes", _("Annexes"), _("What supports the plan: studies, lists, maps.")),
)
