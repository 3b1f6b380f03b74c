"""The back office of this room, by its nouns."""

from participants.admin import figures, imports, people, registrations, workshops

__all__ = ["figures", "imports", "people", "registrations", "workshops"]
