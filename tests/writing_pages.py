"""An editor's page as the rooms make it, so that `writing` is tried without any of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path
from django.views.decorators.vary import vary_on_headers

from recovery_plans.models import PathwaySection
from workshop_portal.urls import urlpatterns as pages
from writing.clock import Clock
from writing.forms import MarkdownInput, VersionedForm
from writing.models import Change
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

PAGE = """{% extends "base.html" %}{% load writing %}
{% block title %}Section{% endblock %}
{% block heading %}Section{% endblock %}
{% block content %}
  {% include "components/conflict.html" with form=form clock=clock user=user only %}
  {% if not form.conflict %}{% include "components/errors.html" %}{% endif %}
  <form {% autosaves form user %} class="sheet">
    {% csrf_token %}
    {% include "components/also_here.html" with here=here only %}
    {{ form }}
    {% include "components/save.html" with form=form clock=clock only %}
  </form>
  <h2 class="mt-5">History</h2>
  {% include "components/history.html" with changes=changes clock=clock only %}
{% endblock %}
{% block scripts %}{{ block.super }}{% include "components/editor_scripts.html" %}{% endblock %}
"""


class SectionForm(VersionedForm):
    class Meta:
        model = PathwaySection
        fields = ["narrative", "reason", "status"]
        widgets = {"narrative": MarkdownInput}


@vary_on_headers("HX-Request")
def section_edit(request, pk):
    section = get_object_or_404(PathwaySection, pk=pk)
    clock = Clock.at("Pacific/Fiji", "Suva", otherwise=request.user)
    form = SectionForm(request.POST or None, instance=section)
    if form.is_valid() and form.save_by(request.user):
        return reply_saved(request, form, clock=clock, to=request.path)
    if request.htmx:
        return reply_not_saved(request, form, clock=clock)
    here = open_for_writing(section, request.user, clock=clock)
    changes = Change.objects.of(section).select_related("by", "content_type")
    context = {"form": form, "clock": clock, "here": here, "changes": changes}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("try/<int:pk>/", section_edit, name="try"), *pages]
