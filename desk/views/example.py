from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from desk.example.contents import contents_of
from desk.example.remove import project_with_example, remove_example


@require_http_methods(["GET", "POST"])
def remove(request: UserRequest) -> HttpResponse:
    """What would go is said first; the button below it removes it in one step."""
    project = project_with_example(request.user)
    if project is None:
        raise Http404
    if not project.can_be_organised_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        remove_example(project, by=request.user)
        messages.success(request, _("The example is removed. What is left is real."))
        return redirect("desk:home")
    contents = contents_of(project, asking=request.user)
    return render(request, "desk/remove_example.html", {"project": project, "contents": contents})
