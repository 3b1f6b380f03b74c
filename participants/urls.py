from django.urls import path

from participants.views import (
    attendance,
    breakdown,
    certificates,
    delegation_links,
    delegations,
    evaluations,
    exports,
    figures,
    import_checks,
    import_undo,
    imports,
    lists,
    nominations,
    people,
    private,
    public,
    registrations,
    sessions,
    ticked,
)

app_name = "participants"

LIST = "workshops/<slug:slug>/participants/"
EVALUATION = LIST + "evaluation/"
PERSON = LIST + "<slug:code>/"
PUBLIC = "workshops/<slug:slug>/register/"
PRIVATE = "registrations/<str:token>/"
DELEGATIONS = "workshops/<slug:slug>/delegations/"
DELEGATION = DELEGATIONS + "<int:pk>/"
DELEGATE = DELEGATION + "<slug:code>/"
NOMINATION = "nominations/<str:token>/"
NAMED = NOMINATION + "<slug:code>/"
PEOPLE = "projects/<str:code>/people/"
SOMEBODY = PEOPLE + "<slug:person>/"

urlpatterns = [
    path(LIST, lists.participant_list, name="participant_list"),
    path(LIST + "add/", registrations.registration_add, name="registration_add"),
    path(
        LIST + "suggestions/<slug:field>/", registrations.suggestions, name="suggestions"
    ),
    path(LIST + "waiting/promote/", registrations.waiting_promote, name="waiting_promote"),
    path(LIST + "ticked/", ticked.people_ticked, name="people_ticked"),
    path(LIST + "attendance/", attendance.attendance, name="attendance"),
    path(LIST + "head-counts/add/", attendance.head_count_add, name="head_count_add"),
    path(LIST + "sign-off/", figures.sign_off, name="sign_off"),
    path(LIST + "correction/", figures.correction, name="correction"),
    path(LIST + "sessions/<int:order>/", sessions.session_attendance, name="session_attendance"),
    path(LIST + "records/", breakdown.record_list, name="record_list"),
    path(EVALUATION, evaluations.evaluation, name="evaluation"),
    path(EVALUATION + "add/", evaluations.evaluation_add, name="evaluation_add"),
    path(EVALUATION + "<int:pk>/edit/", evaluations.evaluation_edit, name="evaluation_edit"),
    path(EVALUATION + "<int:pk>/remove/", evaluations.evaluation_remove, name="evaluation_remove"),
    path(LIST + "breakdown/", breakdown.breakdown_detail, name="breakdown_detail"),
    path(LIST + "breakdown.<str:ending>", breakdown.breakdown_file, name="breakdown_file"),
    path(LIST + "export.csv", exports.export_csv, name="export_csv"),
    path(LIST + "export.xlsx", exports.export_xlsx, name="export_xlsx"),
    path(LIST + "certificates.xlsx", exports.certificates_xlsx, name="certificates_xlsx"),
    path(LIST + "certificates/", certificates.certificates, name="certificates"),
    path(
        LIST + "certificates/<int:pk>/", certificates.certificate_file, name="certificate_file"
    ),
    path(
        LIST + "certificates/<int:pk>/download/", certificates.certificate_download,
        name="certificate_download",
    ),
    path(LIST + "sign-in-sheet/", exports.sign_in_sheet, name="sign_in_sheet"),
    path(LIST + "import/", imports.import_start, name="import_start"),
    path(LIST + "import/template.<str:ending>", imports.import_template, name="import_template"),
    path(LIST + "import/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path(LIST + "import/<int:pk>/check/", import_checks.import_check, name="import_check"),
    path(
        LIST + "import/<int:pk>/check/<slug:pile>/", import_checks.import_rows, name="import_rows"
    ),
    path(LIST + "import/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path(LIST + "import/<int:pk>/report/", imports.import_report, name="import_report"),
    path(
        LIST + "import/<int:pk>/problems.xlsx", import_checks.import_problems,
        name="import_problems",
    ),
    path(LIST + "import/<int:pk>/undo/", import_undo.import_undo, name="import_undo"),
    path(PERSON + "edit/", registrations.registration_edit, name="registration_edit"),
    path(
        PERSON + "withdraw/", registrations.registration_move, {"deed": "withdraw"},
        name="registration_withdraw",
    ),
    path(
        PERSON + "put-back/", registrations.registration_move, {"deed": "put-back"},
        name="registration_put_back",
    ),
    path(
        PERSON + "approve/", registrations.registration_move, {"deed": "approve"},
        name="registration_approve",
    ),
    path(
        PERSON + "decline/", registrations.registration_move, {"deed": "decline"},
        name="registration_decline",
    ),
    path(
        PERSON + "invite/", registrations.registration_move, {"deed": "invite"},
        name="registration_invite",
    ),
    path(
        PERSON + "promote/", registrations.registration_move, {"deed": "promote"},
        name="registration_promote",
    ),
    path(PERSON + "replace/", delegations.registration_replace, name="registration_replace"),
    path(PERSON + "private-link/", registrations.private_link_send, name="private_link_send"),
    path(DELEGATIONS, delegations.delegation_list, name="delegation_list"),
    path(DELEGATION, delegations.delegation_detail, name="delegation_detail"),
    path(DELEGATION + "edit/", delegations.delegation_edit, name="delegation_edit"),
    path(DELEGATION + "join/", delegations.delegation_join, name="delegation_join"),
    path(DELEGATION + "link/", delegation_links.delegation_link, name="delegation_link"),
    path(
        DELEGATION + "link/revoke/", delegation_links.delegation_link_revoke,
        name="delegation_link_revoke",
    ),
    path(DELEGATION + "add/", delegations.delegate_add, name="delegate_add"),
    path(DELEGATE + "edit/", delegations.delegate_edit, name="delegate_edit"),
    path(DELEGATE + "replace/", delegations.delegate_replace, name="delegate_replace"),
    *(
        path(
            f"{DELEGATE}{deed}/", delegations.delegate_move, {"deed": deed},
            name=f"delegate_{deed}",
        )
        for deed in delegations.DEEDS
    ),
    path(NOMINATION, nominations.nomination, name="nomination"),
    path(NAMED, nominations.nomination_edit, name="nomination_edit"),
    path(NAMED + "replace/", nominations.nomination_replace, name="nomination_replace"),
    path(NAMED + "withdraw/", nominations.nomination_withdraw, name="nomination_withdraw"),
    path(PEOPLE, people.person_list, name="person_list"),
    path(PEOPLE + "duplicates/", people.duplicate_list, name="duplicate_list"),
    path(PEOPLE + "merges/", people.merge_list, name="merge_list"),
    path(PEOPLE + "merges/<int:pk>/undo/", people.merge_undo, name="merge_undo"),
    path(SOMEBODY, people.person_detail, name="person_detail"),
    path(SOMEBODY + "merge/<slug:other>/", people.people_merge, name="people_merge"),
    path(
        SOMEBODY + "different/<slug:other>/", people.people_tell_apart, name="people_tell_apart"
    ),
    path(PUBLIC, public.register, name="register"),
    path(PUBLIC + "check/", public.register_check, name="register_check"),
    path(PUBLIC + "done/", public.register_done, name="register_done"),
    path(PUBLIC + "forget/", public.register_forget, name="register_forget"),
    path(PUBLIC + "calendar.ics", public.workshop_calendar, name="workshop_calendar"),
    path(PUBLIC + "<slug:step>/", public.register, name="register_step"),
    path(PRIVATE, private.private_registration, name="private_registration"),
    path(PRIVATE + "calendar.ics", private.private_calendar, name="private_calendar"),
    path(
        PRIVATE + "withdraw/", private.private_registration_move, {"deed": "withdraw"},
        name="private_registration_withdraw",
    ),
    path(
        PRIVATE + "again/", private.private_registration_move, {"deed": "again"},
        name="private_registration_again",
    ),
]  # fmt: skip
