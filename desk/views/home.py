from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import UserRequest
from desk.example.remove import project_with_example
from desk.home_page import home_page_of
from desk.words import EXAMPLE_ON_PAGE


def home(request: UserRequest) -> HttpResponse:
    user = request.user
    example = project_with_example(user)
    context = {
        "page": home_page_of(user),
        "example_project": example if example and example.can_be_organised_by(user) else None,
        "example_text": EXAMPLE_ON_PAGE,
    }
    return render(request, "desk/home.html", context)
