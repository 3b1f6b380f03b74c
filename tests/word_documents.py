"""A Word file to write into, and what is read from one."""

import datetime

from documents.word import Properties, WordDocument, read_blocks

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


PROPERTIES = Properties(
    title="Recovery plan of Suva",
    author="Regional commission",
    language="en",
    made_at=datetime.datetime(2026, 5, 1, 10, 32, tzinfo=datetime.UTC),
    keywords=["recovery", "Suva"],
)


def new_document(**options):
    return WordDocument(PROPERTIES, **options)


def back(text):
    """A block as it comes back from the file it was written into."""
    document = new_document()
    document.add_block("said", text)
    return read_blocks(document.to_bytes())["said"]
