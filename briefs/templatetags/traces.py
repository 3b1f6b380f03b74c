from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def traced(context: template.Context, value: object, *key: object) -> SafeString:
    """A figure: on the page of an edition a link to where it comes from, else itself.

    The address is short, below that of the page: a matrix holds hundreds of them.
    """
    if not (context.get("has_traces") and all(key)):
        return format_html("{}", value)
    return format_html(
        '<a class="from" href="figures/{}/">{}</a>', "-".join(map(str, key)).lower(), value
    )
