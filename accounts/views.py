from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import services
from accounts.access import record_access
from accounts.forms import AccountForm, NewAccountForm
from accounts.invitations import current_memberships, find_invitation
from accounts.limits import rate_limit
from accounts.looking_around import personas_for
from accounts.models import AccessLog, Membership, User
from accounts.private_links import private_link
from accounts.requests import UserRequest


def account(request: UserRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your account is saved."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "memberships": current_memberships(request.user),
        "has_two_steps": is_mfa_enabled(request.user),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def sign_out_others(request: UserRequest) -> HttpResponse:
    services.end_sessions(request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("accounts:account")


@login_not_required  # a sign-in of its own; refused unless browser and portal are one computer
@require_POST
def look_around(request: HttpRequest) -> HttpResponse:
    """Sign in as an example user; 404 wherever the sign-in page does not offer it."""
    chosen = request.POST.get("as")
    persona = next((one for one in personas_for(request) if one.key == chosen), None)
    if persona is None:
        raise Http404
    user = get_object_or_404(User, email=persona.email, is_example=True)
    login(request, user)
    record_access(user, AccessLog.Action.LOOKED_AROUND, user, rows=0)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required  # who holds the code of the letter may see what it invites to
@sensitive_post_parameters("password1", "password2")
@rate_limit("invitation", "20/m/ip")
@private_link
def invitation_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the invitation; only a POST accepts it. 410 once it is accepted or over."""
    membership = find_invitation(code)
    if membership is None:
        raise Http404
    if not membership.is_open_invitation:
        return render_invitation(request, membership, "over", status=410)
    if request.user.is_authenticated:
        return accept_signed_in(request, membership, code)
    if User.objects.filter(email=membership.invited_address).exists():
        return render_invitation(request, membership, "sign_in")
    return accept_with_new_account(request, membership, code)


def accept_signed_in(request: HttpRequest, membership: Membership, code: str) -> HttpResponse:
    if request.user.email != membership.invited_address:  # type: ignore[union-attr]
        return render_invitation(request, membership, "somebody_else", status=403)
    if request.method != "POST":
        return render_invitation(request, membership, "accept")
    try:
        services.accept_invitation(code, by=request.user)  # type: ignore[arg-type]
    except services.InvitationNotOpen:
        return render_invitation(request, membership, "over", status=410)
    return welcome(request, membership)


def accept_with_new_account(
    request: HttpRequest, membership: Membership, code: str
) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=membership.invited_address)
    if not form.is_valid():
        return render_invitation(request, membership, "new_account", form=form)
    try:
        user = services.accept_with_new_account(
            code,
            full_name=form.cleaned_data["full_name"],
            password=form.cleaned_data["password1"],
        )
    except services.AccountExists:
        return render_invitation(request, membership, "sign_in")
    except services.InvitationNotOpen:
        return render_invitation(request, membership, "over", status=410)
    login(request, user)
    return welcome(request, membership)


def welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, _("Accepted: %(role)s.") % {"role": membership})
    return redirect(settings.LOGIN_REDIRECT_URL)


def render_invitation(
    request: HttpRequest,
    membership: Membership,
    state: str,
    *,
    form: NewAccountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"membership": membership, "state": state, "form": form}
    return render(request, "accounts/invitation.html", context, status=status)
