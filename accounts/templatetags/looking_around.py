from django import template
from django.http import HttpRequest

from accounts.looking_around import Persona, personas_for

register = template.Library()


@register.simple_tag
def personas(request: HttpRequest) -> list[Persona]:
    """Whom this visitor may look around as; empty nearly everywhere."""
    return personas_for(request)
