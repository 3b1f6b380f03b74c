"""The example brief, as several benchmarks make files of it."""

from django.core.management import call_command

from briefs.document import BriefDocument
from briefs.models import Edition
from briefs.render import brief_html


def example_edition() -> Edition:
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    return Edition.objects.select_related("brief").get()


def printed_example() -> str:
    """The HTML that is printed of it."""
    edition = example_edition()
    document = BriefDocument.from_json(edition.content)
    return brief_html(document, for_print=True, edition=edition, is_draft=False)
