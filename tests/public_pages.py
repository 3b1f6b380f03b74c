"""Somebody who registers on the public pages."""

import re

from django.urls import reverse

from jobs.models import Letter

ANA = {
    "full_name": "Ana Tui", "email": "ana@example.org", "gender": "female",
    "organisation": "Harbour Board", "city_name": "Suva",
}  # fmt: skip
STEPS = {
    "you": ("full_name", "email", "gender", "gender_words"),
    "work": ("organisation", "organisation_kind", "position", "city_name", "country"),
    "needs": ("mode", "access_needs", "diet_needs"),
    "agreements": ("consent_contact", "consent_list", "consent_photo"),
}


class Stranger:
    """Fills in the pages one by one, as far as told."""

    def __init__(self, client, workshop):
        self.client, self.workshop = client, workshop
        self.first = reverse("participants:register", args=[workshop.slug])
        self.check = self.first + "check/"

    def address(self, step):
        return self.first if step == "you" else f"{self.first}{step}/"

    def answer(self, step, **typed):
        return self.client.post(self.address(step), typed)

    def fill_in(self, **answers):
        """All pages; what the last of them answers."""
        answers = {**ANA, **answers}
        for step, names in STEPS.items():
            typed = {name: answers[name] for name in names if name in answers}
            response = self.answer(step, **typed)
        return response

    def send(self):
        key = self.client.get(self.check).context["draft"].key
        return self.client.post(self.check, {"submission_key": key})

    def register(self, **answers):
        self.fill_in(**answers)
        return self.send()


def private_address():
    """The link in the last letter."""
    body = Letter.objects.latest("pk").body
    return re.search(r"http://[^/]+(/registrations/\S+)", body)[1]


def counted(queries):
    """Those that count: neither the cache nor the ends of transactions."""
    return [
        query["sql"] for query in queries
        if "portal_cache" not in query["sql"] and not query["sql"].startswith(("BEGIN", "COMMIT"))
    ]  # fmt: skip
