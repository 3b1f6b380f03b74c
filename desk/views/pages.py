from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required  # how figures are counted is said beside every public figure
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/figures.html")


@login_not_required  # people who register without an account must be able to read it
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/privacy.html")


@login_not_required  # an accessibility statement is for everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/accessibility.html")


@login_not_required  # help with signing in is needed before signing in
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/help.html")
