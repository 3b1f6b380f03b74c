from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import letters


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in as allauth has it, but nobody signs up, and its mails are letters of the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        portal = SimpleNamespace(name=_("the Urban Recovery Portal"), domain=settings.SITE_URL)
        words = {"request": allauth_context.request, "email": email, "current_site": portal}
        message = self.render_mail(template_prefix, email, {**words, **context})
        letters.queue(email, str(message.subject), str(message.body))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")
