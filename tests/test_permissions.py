"""Who may open which page, and in which state of what it shows. The whole policy is the tables.

A new page is a row here and, if it needs one, an object in permission_world.
"""

import re

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from tests.permission_world import PLACES, World

PEOPLE = ("organiser", "facilitator", "officer", "other_officer", "nobody", "stranger")

# What a GET answers.
PAGES = {
    # organiser, facilitator, officer, other officer, nobody, stranger
    ("accounts:account", ""):                       (200, 200, 200, 200, 200, 302),
    ("accounts:invitation_accept", "open"):         (403, 403, 403, 403, 403, 200),
    ("accounts:invitation_accept", "over"):         (410, 410, 410, 410, 410, 410),
    ("briefs:brief_list", ""):                      (200, 200, 200, 200, 200, 200),
    ("briefs:brief_add", ""):                       (200, 403, 403, 403, 403, 302),
    ("briefs:brief_detail", "no edition"):          (200, 404, 404, 404, 404, 404),
    ("briefs:brief_detail", "draft"):               (200, 404, 404, 404, 404, 404),
    ("briefs:brief_detail", "published"):           (200, 302, 302, 302, 302, 302),
    ("briefs:brief_edit", "no edition"):            (200, 404, 404, 404, 404, 302),
    ("briefs:brief_edit", "published"):             (200, 404, 404, 404, 404, 302),
    ("briefs:brief_section_edit", "no edition"):    (200, 404, 404, 404, 404, 302),
    ("briefs:brief_contents", "no edition"):        (200, 404, 404, 404, 404, 302),
    ("briefs:city_box", "no edition"):              (200, 404, 200, 404, 404, 302),
    ("briefs:plan_boxes", ""):                      (200, 404, 200, 404, 404, 302),
    ("briefs:brief_catalogue", "no edition"):       (200, 404, 404, 404, 404, 302),
    ("briefs:brief_preview", "no edition"):         (200, 404, 404, 404, 404, 302),
    ("briefs:brief_preview", "published"):          (200, 404, 404, 404, 404, 302),
    ("briefs:brief_changes", "published"):          (200, 404, 404, 404, 404, 302),
    ("briefs:brief_changes_table", "published"):    (200, 404, 404, 404, 404, 302),
    ("briefs:brief_files", "published"):            (200, 404, 404, 404, 404, 302),
    ("briefs:translation_detail", "no edition"):    (200, 404, 404, 404, 404, 302),
    ("briefs:translation_cover", "no edition"):     (200, 404, 404, 404, 404, 302),
    ("briefs:translation_file", "no edition"):      (200, 404, 404, 404, 404, 302),
    ("briefs:block_edit", "no edition"):            (200, 404, 404, 404, 404, 302),
    ("briefs:return_detail", "no edition"):         (200, 404, 404, 404, 404, 302),
    ("briefs:edition_withdraw", "published"):       (200, 404, 404, 404, 404, 302),
    ("briefs:edition_changes", "draft"):            (200, 404, 404, 404, 404, 404),
    ("briefs:edition_changes", "published"):        (200, 200, 200, 200, 200, 200),
    ("briefs:edition_changes_table", "draft"):      (200, 404, 404, 404, 404, 404),
    ("briefs:edition_changes_table", "published"):  (200, 200, 200, 200, 200, 200),
    ("briefs:edition_detail", "draft"):             (200, 404, 404, 404, 404, 404),
    ("briefs:edition_detail", "published"):         (200, 200, 200, 200, 200, 200),
    ("briefs:figure", "draft"):                     (200, 404, 404, 404, 404, 404),
    ("briefs:figure", "published"):                 (200, 200, 200, 200, 200, 200),
    ("briefs:export_detail", "draft"):              (200, 404, 404, 404, 404, 302),
    ("briefs:export_detail", "published"):          (200, 200, 200, 200, 200, 302),
    ("briefs:export_download", "draft"):            (404, 404, 404, 404, 404, 404),
    ("briefs:export_download", "published"):        (404, 404, 404, 404, 404, 404),
    ("briefs:clearance", "no edition"):             (200, 404, 404, 404, 404, 302),
    ("briefs:clearance_step_add", "no edition"):    (200, 404, 404, 404, 404, 302),
    ("briefs:clearance_step_edit", "draft"):        (200, 404, 404, 404, 404, 302),
    ("briefs:clearance_step_file", "draft"):        (200, 404, 404, 404, 404, 302),
    ("briefs:word_take_in", "no edition"):          (200, 404, 404, 404, 404, 302),
    ("briefs:word_check", "published"):             (200, 404, 404, 404, 404, 302),
    ("briefs:record_add", "published"):             (200, 404, 404, 404, 404, 302),
    ("briefs:record_file", "draft"):                (200, 404, 404, 404, 404, 404),
    ("briefs:record_file", "published"):            (200, 200, 200, 200, 200, 200),
    ("briefs:report_list", ""):                     (200, 404, 404, 404, 404, 302),
    ("briefs:report_add", ""):                      (200, 404, 404, 404, 404, 302),
    ("briefs:report_template", ""):                 (200, 404, 404, 404, 404, 302),
    ("briefs:report_detail", ""):                   (200, 404, 404, 404, 404, 302),
    ("briefs:report_edit", ""):                     (200, 404, 404, 404, 404, 302),
    ("briefs:report_preview", ""):                  (200, 404, 404, 404, 404, 302),
    ("briefs:report_heading_edit", ""):             (200, 404, 404, 404, 404, 302),
    ("briefs:report_file", ""):                     (200, 404, 404, 404, 404, 302),
    ("briefs:report_file_download", ""):            (404, 404, 404, 404, 404, 302),
    ("projects:indicator_list", ""):                (200, 404, 404, 404, 404, 302),
    ("projects:indicator_add", ""):                 (200, 404, 404, 404, 404, 302),
    ("projects:indicator_edit", ""):                (200, 404, 404, 404, 404, 302),
    ("projects:value_add", ""):                     (200, 404, 404, 404, 404, 302),
    ("projects:value_edit", ""):                    (200, 404, 404, 404, 404, 302),
    ("cities:diagnostic_detail", "draft"):          (200, 404, 200, 404, 404, 404),
    ("cities:diagnostic_detail", "published"):      (200, 200, 200, 200, 200, 200),
    ("cities:diagnostic_edit", "draft"):        (200, 404, 200, 404, 404, 302),
    ("cities:diagnostic_edit", "published"):        (200, 403, 200, 403, 403, 302),
    ("cities:diagnostic_file", "draft"):        (200, 404, 200, 404, 404, 302),
    ("cities:diagnostic_file", "published"):        (200, 404, 200, 404, 404, 302),
    ("cities:diagnostic_file_add", "draft"):    (200, 404, 200, 404, 404, 302),
    ("cities:dimension_edit", "draft"):         (200, 404, 200, 404, 404, 302),
    ("cities:fact_add", "draft"):               (200, 404, 200, 404, 404, 302),
    ("cities:fact_edit", "draft"):              (200, 404, 200, 404, 404, 302),
    ("cities:fact_list", "draft"):              (200, 404, 200, 404, 404, 302),
    ("cities:practice_add", ""):                    (200, 404, 200, 200, 404, 302),
    ("cities:practice_detail", "draft"):            (200, 404, 200, 404, 404, 404),
    ("cities:practice_detail", "published"):        (200, 200, 200, 200, 200, 200),
    ("cities:practice_edit", "draft"):              (200, 404, 200, 404, 404, 302),
    ("cities:practice_edit", "published"):          (200, 403, 200, 403, 403, 302),
    ("cities:practice_list", ""):                   (200, 200, 200, 200, 200, 200),
    ("cities:report_detail", "draft"):          (200, 404, 200, 404, 404, 302),
    ("cities:report_download", "draft"):            (404, 404, 404, 404, 404, 302),
    ("briefs:edition_file", "draft"):               (404, 404, 404, 404, 404, 404),
    ("briefs:edition_file", "published"):           (404, 404, 404, 404, 404, 404),
    ("desk:front", ""):                             (200, 200, 200, 200, 200, 200),
    ("desk:hand_over", ""):                         (200, 200, 200, 200, 200, 302),
    ("desk:home", ""):                              (200, 200, 200, 200, 200, 302),
    ("desk:remove_example", "no example"):          (404, 404, 404, 404, 404, 302),
    ("desk:remove_example", "example"):             (200, 404, 404, 404, 404, 302),
    ("desk:workshop_list", ""):                     (200, 200, 200, 200, 200, 200),
    ("desk:workshop_detail", "draft"):              (200, 200, 404, 404, 404, 404),
    ("desk:workshop_detail", "open"):               (200, 200, 200, 200, 200, 200),
    ("desk:workshop_detail", "signed_off"):         (200, 200, 200, 200, 200, 200),
    ("desk:city_list", ""):                         (200, 200, 200, 200, 200, 200),
    ("desk:city_detail", ""):                       (200, 200, 200, 200, 200, 200),
    ("desk:figures", ""):                           (200, 200, 200, 200, 200, 200),
    ("desk:project_figures", ""):                   (200, 404, 404, 404, 404, 302),
    ("desk:project_figures_file", ""):              (200, 404, 404, 404, 404, 302),
    ("desk:project_missing", ""):                   (200, 404, 404, 404, 404, 302),
    ("desk:project_public_figures", ""):            (200, 200, 200, 200, 200, 200),
    ("desk:project_public_figures_file", ""):       (200, 200, 200, 200, 200, 200),
    ("desk:privacy", ""):                           (200, 200, 200, 200, 200, 200),
    ("desk:privacy_request_list", ""):              (200, 403, 403, 403, 403, 302),
    ("desk:privacy_request_add", ""):               (200, 403, 403, 403, 403, 302),
    ("desk:privacy_request_detail", "open"):        (200, 404, 404, 404, 404, 302),
    ("desk:privacy_request_detail", "done"):        (200, 404, 404, 404, 404, 302),
    ("desk:privacy_request_everything", "open"):    (200, 404, 404, 404, 404, 302),
    ("desk:privacy_request_file", "open"):          (200, 404, 404, 404, 404, 302),
    ("desk:privacy_request_erase", "open"):         (200, 404, 404, 404, 404, 302),
    ("desk:privacy_request_erase", "done"):         (403, 404, 404, 404, 404, 302),
    ("desk:sealed_list_list", ""):                  (200, 403, 403, 403, 403, 302),
    ("desk:sealed_list", ""):                       (200, 404, 404, 404, 404, 302),
    ("desk:own_file", "open"):                      (200, 200, 200, 200, 200, 200),
    ("desk:accessibility", ""):                     (200, 200, 200, 200, 200, 200),
    ("desk:help", ""):                              (200, 200, 200, 200, 200, 200),
    ("desk:health_live", ""):                       (200, 200, 200, 200, 200, 200),
    ("desk:health_ready", ""):                      (200, 200, 200, 200, 200, 200),
    ("participants:attendance", "closed"):          (200, 200, 404, 404, 404, 302),
    ("participants:correction", "closed"):          (200, 200, 404, 404, 404, 302),
    ("participants:correction", "signed_off"):      (200, 200, 404, 404, 404, 302),
    ("participants:evaluation", "closed"):          (200, 200, 404, 404, 404, 302),
    ("participants:evaluation_add", "closed"):      (200, 200, 404, 404, 404, 302),
    ("participants:evaluation_edit", "closed"):     (200, 200, 404, 404, 404, 302),
    ("participants:export_csv", "closed"):          (200, 200, 404, 404, 404, 302),
    ("participants:certificates", "closed"):        (200, 200, 404, 404, 404, 302),
    ("participants:certificate_file", "closed"):    (200, 200, 404, 404, 404, 302),
    ("participants:certificate_download", "closed"):(200, 200, 404, 404, 404, 302),
    ("participants:certificates_xlsx", "closed"):   (200, 200, 404, 404, 404, 302),
    ("participants:export_xlsx", "closed"):         (200, 200, 404, 404, 404, 302),
    ("participants:head_count_add", "closed"):      (200, 200, 404, 404, 404, 302),
    ("participants:breakdown_detail", "closed"):    (200, 200, 404, 404, 404, 302),
    ("participants:breakdown_file", "closed"):      (200, 200, 404, 404, 404, 302),
    ("participants:record_list", "closed"):         (200, 200, 404, 404, 404, 302),
    ("participants:session_attendance", "closed"):  (200, 200, 404, 404, 404, 302),
    ("participants:import_check", "closed"):        (200, 200, 404, 404, 404, 302),
    ("participants:import_columns", "closed"):      (200, 200, 404, 404, 404, 302),
    ("participants:import_problems", "closed"):     (200, 200, 404, 404, 404, 302),
    ("participants:import_report", "closed"):       (302, 302, 404, 404, 404, 302),
    ("participants:import_rows", "closed"):         (200, 200, 404, 404, 404, 302),
    ("participants:import_undo", "closed"):         (302, 302, 404, 404, 404, 302),
    ("participants:import_undo", "imported"):       (200, 200, 404, 404, 404, 302),
    ("participants:import_start", "closed"):        (200, 200, 404, 404, 404, 302),
    ("participants:import_template", "closed"):     (200, 200, 404, 404, 404, 302),
    ("participants:participant_list", "closed"):    (200, 200, 404, 404, 404, 302),
    ("participants:participant_list", "draft"):     (200, 200, 404, 404, 404, 302),
    ("participants:private_calendar", "open"):      (200, 200, 200, 200, 200, 200),
    ("participants:delegation_list", "open"):       (200, 200, 404, 404, 404, 302),
    ("participants:delegation_edit", "open"):       (200, 200, 404, 404, 404, 302),
    ("participants:delegation_detail", "draft"):    (200, 200, 404, 404, 404, 302),
    ("participants:delegation_detail", "open"):     (200, 200, 200, 404, 404, 302),
    ("participants:delegation_detail", "closed"):   (200, 200, 200, 404, 404, 302),
    ("participants:delegation_link", "open"):       (200, 200, 404, 404, 404, 302),
    ("participants:nomination", "open"):            (200, 200, 200, 200, 200, 200),
    ("participants:nomination_edit", "open"):       (200, 200, 200, 200, 200, 200),
    ("participants:nomination_edit", "not by the city; open"):(404, 404, 404, 404, 404, 404),
    ("participants:nomination_replace", "open"):    (200, 200, 200, 200, 200, 200),
    ("participants:delegate_add", "open"):          (200, 200, 200, 404, 404, 302),
    ("participants:delegate_add", "closed"):        (200, 200, 403, 404, 404, 302),
    ("participants:delegate_edit", "open"):         (200, 200, 200, 404, 404, 302),
    ("participants:delegate_edit", "not by the city; open"):(200, 200, 404, 404, 404, 302),
    ("participants:delegate_replace", "open"):      (200, 200, 200, 404, 404, 302),
    ("participants:registration_replace", "closed"):(200, 200, 404, 404, 404, 302),
    ("participants:person_list", ""):               (200, 404, 404, 404, 404, 302),
    ("participants:person_detail", ""):             (200, 404, 404, 404, 404, 302),
    ("participants:duplicate_list", ""):            (200, 404, 404, 404, 404, 302),
    ("participants:people_merge", ""):              (200, 404, 404, 404, 404, 302),
    ("participants:merge_list", ""):                (200, 404, 404, 404, 404, 302),
    ("participants:private_registration", "open"):  (200, 200, 200, 200, 200, 200),
    ("participants:register", "closed"):            (200, 200, 200, 200, 200, 200),
    ("participants:register", "draft"):             (200, 200, 404, 404, 404, 404),
    ("participants:register", "open"):              (200, 200, 200, 200, 200, 200),
    ("participants:register_check", "closed"):      (200, 200, 200, 200, 200, 200),
    ("participants:register_check", "open"):        (302, 302, 302, 302, 302, 302),
    ("participants:register_done", "closed"):       (302, 302, 302, 302, 302, 302),
    ("participants:register_done", "open"):         (302, 302, 302, 302, 302, 302),
    ("participants:register_step", "draft"):        (200, 200, 404, 404, 404, 404),
    ("participants:register_step", "open"):         (200, 200, 200, 200, 200, 200),
    ("participants:workshop_calendar", "draft"):    (200, 200, 404, 404, 404, 404),
    ("participants:workshop_calendar", "open"):     (200, 200, 200, 200, 200, 200),
    ("participants:registration_add", "closed"):    (200, 200, 404, 404, 404, 302),
    ("participants:registration_edit", "closed"):   (200, 200, 404, 404, 404, 302),
    ("participants:registration_edit", "signed_off"):(200, 200, 404, 404, 404, 302),
    ("participants:sign_in_sheet", "closed"):       (200, 200, 404, 404, 404, 302),
    ("participants:suggestions", "closed"):         (200, 200, 404, 404, 404, 302),
    ("participants:sign_off", "closed"):            (200, 200, 404, 404, 404, 302),
    ("participants:sign_off", "signed_off"):        (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_list", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_add", ""):            (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_edit", "of the workshop"):(200, 200, 404, 404, 404, 302),
    ("recommendations:finding_edit", "of no workshop"):(200, 403, 404, 404, 404, 302),
    ("recommendations:finding_file", "of the workshop"):(200, 200, 404, 404, 404, 302),
    ("recommendations:finding_file_add", "of the workshop"):(200, 200, 404, 404, 404, 302),
    ("recommendations:round_answer", ""):           (200, 200, 200, 200, 200, 200),
    ("recommendations:round_screen", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:comment_list", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:comment_docx", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:comment_xlsx", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:comment_reply", ""):          (200, 403, 404, 404, 404, 302),
    ("recommendations:recommendation_list", ""):    (200, 200, 404, 404, 404, 302),
    ("recommendations:recommendation_add", ""):     (200, 403, 404, 404, 404, 302),
    ("recommendations:recommendation_detail", ""):  (200, 200, 404, 404, 404, 302),
    ("recommendations:recommendation_edit", ""):    (200, 403, 404, 404, 404, 302),
    ("recommendations:plan_recommendations", ""):   (200, 404, 200, 404, 404, 302),
    ("recommendations:response_add", ""):           (200, 403, 200, 403, 403, 302),
    ("recommendations:round_add", ""):              (200, 200, 404, 404, 404, 302),
    ("recommendations:round_detail", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:answers_edit", ""):           (200, 200, 404, 404, 404, 302),
    ("recovery_plans:action_add", "draft"):         (403, 404, 200, 404, 404, 302),
    ("recovery_plans:action_add", "published"):     (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_add", "submitted"):     (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_csv", ""):              (200, 404, 404, 404, 404, 302),
    ("recovery_plans:action_search", ""):           (200, 404, 404, 404, 404, 302),
    ("recovery_plans:action_xlsx", ""):             (200, 404, 404, 404, 404, 302),
    ("recovery_plans:actions_by", "draft"):         (200, 404, 200, 404, 404, 302),
    ("recovery_plans:action_edit", "draft"):        (200, 404, 200, 404, 404, 302),
    ("recovery_plans:action_edit", "published"):    (200, 404, 200, 404, 404, 302),
    ("recovery_plans:action_edit", "submitted"):    (200, 404, 200, 404, 404, 302),
    ("recovery_plans:action_copy", "draft"):        (403, 404, 200, 404, 404, 302),
    ("recovery_plans:action_copy", "published"):    (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_list", "draft"):        (200, 404, 200, 404, 404, 302),
    ("recovery_plans:action_remove", "draft"):      (403, 404, 200, 404, 404, 302),
    ("recovery_plans:action_remove", "published"):  (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_remove", "submitted"):  (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_report", "draft"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_report", "published"):  (403, 404, 200, 404, 404, 302),
    ("recovery_plans:action_report", "submitted"):  (403, 404, 403, 404, 404, 302),
    ("recovery_plans:adoption_add", "draft"):       (403, 404, 403, 404, 404, 302),
    ("recovery_plans:adoption_add", "published"):   (403, 404, 200, 404, 404, 302),
    ("recovery_plans:adoption_add", "reviewed"):    (403, 404, 200, 404, 404, 302),
    ("recovery_plans:adoption_add", "submitted"):   (403, 404, 403, 404, 404, 302),
    ("recovery_plans:adoption_file", "draft"):      (200, 404, 200, 404, 404, 404),
    ("recovery_plans:adoption_file", "published"):  (200, 200, 200, 200, 200, 200),
    ("recovery_plans:chapter_edit", "draft"):       (200, 404, 200, 404, 404, 302),
    ("recovery_plans:chapter_edit", "published"):   (200, 404, 200, 404, 404, 302),
    ("recovery_plans:chapter_edit", "submitted"):   (200, 404, 200, 404, 404, 302),
    ("recovery_plans:changes_ask", "draft"):        (403, 404, 403, 404, 404, 302),
    ("recovery_plans:changes_ask", "submitted"):    (200, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_due", "draft"):           (200, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_due", "submitted"):       (403, 404, 403, 404, 404, 302),
    ("recovery_plans:reminder_choice", ""):         (200, 200, 200, 200, 200, 302),
    ("recovery_plans:reminder_stop", ""):           (200, 200, 200, 200, 200, 200),
    ("recovery_plans:change_restore", "draft"):     (403, 404, 200, 404, 404, 302),
    ("recovery_plans:change_restore", "submitted"): (403, 404, 200, 404, 404, 302),
    ("recovery_plans:revision_restore", "published"):(403, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_compare", "draft"):       (200, 404, 200, 404, 404, 404),
    ("recovery_plans:plan_compare", "published"):   (200, 200, 200, 200, 200, 200),
    ("recovery_plans:plan_revisions", "draft"):     (200, 404, 200, 404, 404, 302),
    ("recovery_plans:comment_add", "draft"):        (200, 404, 200, 404, 404, 302),
    ("recovery_plans:comment_list", "draft"):       (200, 404, 200, 404, 404, 302),
    ("recovery_plans:file_detail", "draft"):        (200, 404, 200, 404, 404, 302),
    ("recovery_plans:file_detail", "published"):    (200, 200, 200, 200, 200, 302),
    ("recovery_plans:file_download", "draft"):      (200, 404, 200, 404, 404, 404),
    ("recovery_plans:file_download", "published"):  (200, 200, 200, 200, 200, 200),
    ("recovery_plans:annex_add", "draft"):          (403, 404, 200, 404, 404, 302),
    ("recovery_plans:annex_add", "published"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:annex_file", "draft"):         (200, 404, 200, 404, 404, 404),
    ("recovery_plans:annex_file", "published"):     (200, 200, 200, 200, 200, 200),
    ("recovery_plans:annex_list", "draft"):         (200, 404, 200, 404, 404, 302),
    ("recovery_plans:note_add", "draft"):           (403, 404, 403, 404, 404, 302),
    ("recovery_plans:note_add", "published"):       (403, 404, 200, 404, 404, 302),
    ("recovery_plans:note_edit", "published"):      (200, 404, 200, 404, 404, 302),
    ("recovery_plans:note_list", "draft"):          (200, 404, 200, 404, 404, 302),
    ("recovery_plans:note_list", "published"):      (200, 404, 200, 404, 404, 302),
    ("recovery_plans:workbook_check", "draft"):     (403, 404, 200, 404, 404, 302),
    ("recovery_plans:workbook_export", "draft"):    (200, 404, 200, 404, 404, 302),
    ("recovery_plans:workbook_import", "draft"):    (403, 404, 200, 404, 404, 302),
    ("recovery_plans:workbook_import", "published"):(403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_add", ""):                (200, 403, 403, 200, 403, 302),
    ("recovery_plans:plan_check", "draft"):         (200, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_detail", "draft"):        (200, 404, 200, 404, 404, 404),
    ("recovery_plans:plan_detail", "published"):    (200, 200, 200, 200, 200, 200),
    ("recovery_plans:plan_edit", "draft"):          (403, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_edit", "published"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_edit", "submitted"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_files", "draft"):         (200, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_files", "published"):     (200, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_history", "draft"):       (200, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_list", ""):               (200, 200, 200, 200, 200, 200),
    ("recovery_plans:plan_matrix", ""):             (200, 404, 404, 404, 404, 302),
    ("recovery_plans:plan_matrix_csv", ""):         (200, 404, 404, 404, 404, 302),
    ("recovery_plans:plan_matrix_xlsx", ""):        (200, 404, 404, 404, 404, 302),
    ("recovery_plans:plan_watch", ""):              (200, 404, 404, 404, 404, 302),
    ("recovery_plans:plan_pathways", "draft"):      (403, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_pathways", "published"):  (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_pathways", "submitted"):  (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_preview", "draft"):       (200, 404, 200, 404, 404, 302),
    ("recovery_plans:plan_revision", "draft"):      (404, 404, 404, 404, 404, 404),
    ("recovery_plans:plan_revision", "published"):  (200, 200, 200, 200, 200, 200),
    ("recovery_plans:section_edit", "draft"):       (200, 404, 200, 404, 404, 302),
    ("recovery_plans:section_edit", "published"):   (200, 404, 200, 404, 404, 302),
    ("recovery_plans:section_edit", "submitted"):   (200, 404, 200, 404, 404, 302),
    ("workshops:workshop_add", ""):                 (200, 403, 403, 403, 403, 302),
    ("workshops:workshop_edit", "draft"):           (200, 200, 404, 404, 404, 302),
    ("workshops:workshop_edit", "open"):            (200, 200, 403, 403, 403, 302),
    ("writing:presence", "opened by the officer"):  (404, 404, 200, 404, 404, 302),
}  # fmt: skip

# What a POST answers; these pages have no GET. It is empty, but where TYPED says what is in it.
TYPED = {
    "workshops:workshop_state": {"move": "close"},
    "desk:privacy_request_people": {"person": "PERSON22"},
    "desk:privacy_request_close": {"state": "refused", "note": "Nobody was found."},
    "participants:people_ticked": {"deed": "letter"},
}
DEEDS = {
    # organiser, facilitator, officer, other officer, nobody, stranger
    ("accounts:sign_out_others", ""):               (302, 302, 302, 302, 302, 302),
    ("accounts:look_around", ""):                   (404, 404, 404, 404, 404, 404),
    ("briefs:clearance_step_take_in", "draft"):     (302, 404, 404, 404, 404, 302),
    ("briefs:report_heading_add", ""):              (302, 404, 404, 404, 404, 302),
    ("briefs:report_heading_move", ""):             (302, 404, 404, 404, 404, 302),
    ("briefs:report_heading_remove", ""):           (302, 404, 404, 404, 404, 302),
    ("briefs:report_file_make", ""):                (302, 404, 404, 404, 404, 302),
    ("briefs:report_file_cancel", ""):              (302, 404, 404, 404, 404, 302),
    ("briefs:report_file_retry", ""):               (302, 404, 404, 404, 404, 302),
    ("projects:indicator_remove", ""):              (302, 404, 404, 404, 404, 302),
    ("projects:value_remove", ""):                  (302, 404, 404, 404, 404, 302),
    ("participants:evaluation_remove", "open"):     (302, 302, 404, 404, 404, 302),
    ("briefs:contents_move", "no edition"):         (302, 404, 404, 404, 404, 302),
    ("briefs:contents_add", "no edition"):          (302, 404, 404, 404, 404, 302),
    ("briefs:contents_remove", "no edition"):       (302, 404, 404, 404, 404, 302),
    ("briefs:city_box_confirm", "no edition"):      (403, 404, 403, 404, 404, 302),
    ("briefs:section_preview", "no edition"):       (200, 404, 404, 404, 404, 302),
    ("briefs:edition_make", "no edition"):          (302, 404, 404, 404, 404, 302),
    ("briefs:translation_begin", "no edition"):     (302, 404, 404, 404, 404, 302),
    ("briefs:return_add", "no edition"):            (200, 404, 404, 404, 404, 302),
    ("briefs:edition_publish", "draft"):            (302, 404, 404, 404, 404, 302),
    ("briefs:export_make", "published"):            (302, 404, 404, 404, 404, 302),
    ("briefs:export_letter", "published"):          (302, 404, 404, 404, 404, 302),
    ("briefs:export_cancel", "published"):          (302, 404, 404, 404, 404, 302),
    ("briefs:export_retry", "published"):           (302, 404, 404, 404, 404, 302),
    ("desk:hand_over_back", ""):                    (404, 404, 404, 404, 404, 302),
    ("desk:ask_for_erasure", "open"):               (302, 302, 302, 302, 302, 302),
    ("desk:privacy_request_people", "open"):        (302, 404, 404, 404, 404, 302),
    ("desk:privacy_request_people", "done"):        (403, 404, 404, 404, 404, 302),
    ("desk:privacy_place_check", "open"):           (302, 404, 404, 404, 404, 302),
    ("desk:privacy_account_erase", "open"):         (403, 404, 404, 404, 404, 302),
    ("desk:privacy_request_close", "open"):         (302, 404, 404, 404, 404, 302),
    ("desk:privacy_request_close", "done"):         (403, 404, 404, 404, 404, 302),
    ("cities:diagnostic_begin", "none"):            (302, 404, 302, 404, 404, 302),
    ("cities:diagnostic_publish", "draft"):         (302, 404, 302, 404, 404, 302),
    ("cities:diagnostic_publish", "published"):     (302, 403, 302, 403, 403, 302),
    ("cities:fact_remove", "draft"):                (302, 404, 302, 404, 404, 302),
    ("cities:report_make", "draft"):                (302, 404, 302, 404, 404, 302),
    ("cities:report_make", "published"):            (302, 302, 302, 302, 302, 302),
    ("cities:report_cancel", "published"):          (302, 403, 302, 403, 403, 302),
    ("cities:report_retry", "published"):           (302, 403, 302, 403, 403, 302),
    ("desk:theme", ""):                             (302, 302, 302, 302, 302, 302),
    ("participants:import_confirm", "open"):        (302, 302, 404, 404, 404, 302),
    ("participants:delegation_join", "open"):       (302, 302, 404, 404, 404, 302),
    ("participants:delegation_link_revoke", "open"):(302, 302, 404, 404, 404, 302),
    ("participants:nomination_withdraw", "open"):   (302, 302, 302, 302, 302, 302),
    ("participants:delegate_head", "open"):         (302, 302, 302, 404, 404, 302),
    ("participants:delegate_head", "closed"):       (302, 302, 403, 404, 404, 302),
    ("participants:delegate_alternate", "open"):    (302, 302, 302, 404, 404, 302),
    ("participants:delegate_withdraw", "open"):     (302, 302, 302, 404, 404, 302),
    ("participants:delegate_leave", "open"):        (302, 302, 403, 404, 404, 302),
    ("participants:merge_undo", ""):                (302, 404, 404, 404, 404, 302),
    ("participants:people_tell_apart", ""):         (302, 404, 404, 404, 404, 302),
    ("participants:private_link_send", "open"):     (302, 302, 404, 404, 404, 302),
    ("participants:private_registration_again", "open"):(302, 302, 302, 302, 302, 302),
    ("participants:private_registration_withdraw", "open"):(302, 302, 302, 302, 302, 302),
    ("participants:register_forget", "open"):       (302, 302, 302, 302, 302, 302),
    ("participants:waiting_promote", "open"):       (302, 302, 404, 404, 404, 302),
    ("participants:people_ticked", "open"):         (302, 302, 404, 404, 404, 302),
    ("participants:registration_invite", "open"):   (302, 302, 404, 404, 404, 302),
    ("participants:registration_promote", "open"):  (302, 302, 404, 404, 404, 302),
    ("participants:registration_approve", "open"):  (302, 302, 404, 404, 404, 302),
    ("participants:registration_decline", "open"):  (302, 302, 404, 404, 404, 302),
    ("participants:registration_put_back", "open"): (302, 302, 404, 404, 404, 302),
    ("participants:registration_withdraw", "open"): (302, 302, 404, 404, 404, 302),
    ("recommendations:finding_move", "of the workshop"):(302, 302, 404, 404, 404, 302),
    ("recommendations:response_remove", ""):        (302, 404, 302, 404, 404, 302),
    ("recommendations:round_send", ""):             (302, 302, 404, 404, 404, 302),
    ("recommendations:round_close", ""):            (302, 302, 404, 404, 404, 302),
    ("recovery_plans:action_move", "draft"):        (403, 404, 302, 404, 404, 302),
    ("recovery_plans:action_move", "submitted"):    (403, 404, 403, 404, 404, 302),
    ("recovery_plans:action_put_back", "draft"):    (403, 404, 302, 404, 404, 302),
    ("recovery_plans:action_put_back", "submitted"):(403, 404, 403, 404, 404, 302),
    ("recovery_plans:comment_reopen", "submitted"): (302, 404, 403, 404, 404, 302),
    ("recovery_plans:comment_settle", "submitted"): (302, 404, 403, 404, 404, 302),
    ("recovery_plans:comment_settle", "submitted; remark"):(302, 404, 302, 404, 404, 302),
    ("recovery_plans:file_cancel", "draft"):        (302, 404, 302, 404, 404, 302),
    ("recovery_plans:file_cancel", "published"):    (302, 403, 302, 403, 403, 302),
    ("recovery_plans:file_make", "draft"):          (302, 404, 302, 404, 404, 302),
    ("recovery_plans:file_make", "published"):      (302, 302, 302, 302, 302, 302),
    ("recovery_plans:file_retry", "draft"):         (302, 404, 302, 404, 404, 302),
    ("recovery_plans:file_retry", "published"):     (302, 403, 302, 403, 403, 302),
    ("recovery_plans:annex_remove", "draft"):       (403, 404, 302, 404, 404, 302),
    ("recovery_plans:annex_remove", "published"):   (403, 404, 403, 404, 404, 302),
    ("recovery_plans:note_accept", "published; sent"):(302, 404, 403, 404, 404, 302),
    ("recovery_plans:note_return", "published; sent"):(302, 404, 403, 404, 404, 302),
    ("recovery_plans:note_send", "published"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:note_send", "published; focal point"):(403, 404, 302, 404, 404, 302),
    ("recovery_plans:plan_publish", "reviewed"):    (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_publish", "reviewed; focal point"):(403, 404, 302, 404, 404, 302),
    ("recovery_plans:plan_reopen", "published"):    (403, 404, 302, 404, 404, 302),
    ("recovery_plans:plan_reopen", "submitted"):    (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_reopen", "submitted; focal point"):(403, 404, 302, 404, 404, 302),
    ("recovery_plans:plan_request_changes", "submitted"):(302, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_review", "submitted"):    (302, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_submit", "draft"):        (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_submit", "draft; focal point"):(403, 404, 302, 404, 404, 302),
    ("recovery_plans:plan_withdraw", "draft"):      (403, 404, 403, 404, 404, 302),
    ("recovery_plans:plan_withdraw", "draft; focal point"):(403, 404, 302, 404, 404, 302),
    ("workshops:workshop_state", "draft"):          (302, 302, 404, 404, 404, 302),
    ("workshops:workshop_state", "open"):           (302, 302, 403, 403, 403, 302),
    ("writing:preview", ""):                        (200, 200, 200, 200, 200, 302),
}  # fmt: skip

# Open to somebody who has not signed in; each says why where it is written.
PUBLIC = {
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_reset_password", "account_confirm_password_reset_code",
    "account_complete_password_reset", "account_password_reset_completed",
    "mfa_authenticate", "mfa_login_webauthn",
    "accounts:invitation_accept", "accounts:look_around",
    "admin:login",
    "briefs:brief_list", "briefs:brief_detail", "briefs:edition_detail", "briefs:figure",
    "briefs:export_download", "briefs:edition_file", "briefs:record_file",
    "briefs:edition_changes", "briefs:edition_changes_table",
    "cities:diagnostic_detail", "cities:practice_list", "cities:practice_detail",
    "desk:front", "desk:workshop_list", "desk:workshop_detail", "desk:city_list",
    "desk:project_public_figures", "desk:project_public_figures_file",
    "desk:city_detail", "desk:figures", "desk:privacy", "desk:accessibility", "desk:help",
    "desk:theme", "desk:health_live", "desk:health_ready", "desk:own_file", "desk:ask_for_erasure",
    "participants:register", "participants:register_step", "participants:register_check",
    "participants:register_done", "participants:register_forget",
    "participants:workshop_calendar", "participants:private_calendar",
    "participants:private_registration", "participants:private_registration_withdraw",
    "participants:private_registration_again", "participants:nomination",
    "participants:nomination_edit", "participants:nomination_replace",
    "participants:nomination_withdraw",
    "recommendations:round_answer",
    "recovery_plans:plan_list", "recovery_plans:plan_detail", "recovery_plans:plan_revision",
    "recovery_plans:adoption_file", "recovery_plans:annex_file", "recovery_plans:file_download",
    "recovery_plans:plan_compare", "recovery_plans:reminder_stop",
}  # fmt: skip


def walk(resolver, namespace="", prefix=""):
    """Every page of the portal: its name, its address with made-up arguments, its view."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern, namespace + inner, address)
        else:
            yield f"{namespace}{pattern.name}", made_up(address), pattern.callback


def made_up(address):
    address = re.sub(r"<int:\w+>|\(\?P<\w+_id>[^)]*\)", "1", address)
    return "/" + re.sub(r"<[\w:]+>|\(\?P<\w+>[^)]*\)", "x", address).replace("^", "").replace(
        "$", ""
    )


EVERY_PAGE = list(walk(get_resolver()))


def is_of_the_back_office(name):
    return name.startswith("admin:")


def is_ones_own_sign_in(name):
    """allauth's pages: a stranger's, or about the password and second step of whoever asks."""
    return name.startswith(("account_", "mfa_"))


@pytest.fixture
def world(project, workshop, plan, organiser, facilitator, officer, other_officer, nobody):
    cast = (organiser, facilitator, officer, other_officer, nobody, None)
    return World(project, workshop, plan, people=dict(zip(PEOPLE, cast, strict=True)))


def where(world, page, state):
    room, _, name = page.partition(":")
    arguments = PLACES[room](world, name, state) if room in PLACES else {}
    return reverse(page, kwargs=arguments)


def answers(client_class, world, address, method, typed=None):
    """The status each of the people gets, each in the world as it was before the others came."""
    statuses = []
    for user in world.people.values():
        client = client_class()
        if user is not None:
            client.force_login(user)
        with transaction.atomic():
            statuses.append(getattr(client, method)(address, typed).status_code)
            transaction.set_rollback(True)
    return tuple(statuses)


@pytest.mark.parametrize(("page", "state"), PAGES)
def test_who_may_open_a_page(client, world, page, state):
    address = where(world, page, state)

    assert answers(type(client), world, address, "get") == PAGES[page, state]


@pytest.mark.parametrize(("page", "state"), DEEDS)
def test_who_may_do_a_deed_and_that_a_get_does_none(client, world, page, state):
    address = where(world, page, state)

    asked = answers(type(client), world, address, "get")
    done = answers(type(client), world, address, "post", TYPED.get(page))

    assert set(asked) <= {302, 405}
    assert done == DEEDS[page, state]


def test_every_page_is_in_a_table():
    named = {name for name, _address, _view in EVERY_PAGE}
    classed = {name for name in named if is_of_the_back_office(name) or is_ones_own_sign_in(name)}

    assert named - classed == {page for page, _state in [*PAGES, *DEEDS]}


def test_pages_open_to_strangers_are_listed():
    open_pages = {
        name for name, _address, view in EVERY_PAGE if not getattr(view, "login_required", True)
    }

    assert open_pages == PUBLIC


def test_every_other_page_sends_a_stranger_to_the_sign_in_page(client, db):
    ways_in = (reverse("account_login"), reverse("admin:login"))
    led_to = {
        address: client.get(address).headers.get("Location", "nowhere")
        for name, address, _view in EVERY_PAGE
        if name not in PUBLIC
    }

    assert {address: to for address, to in led_to.items() if not to.startswith(ways_in)} == {}


@pytest.mark.parametrize("who", ["organiser", "officer", "nobody"])
def test_back_office_is_for_staff_alone(client, world, who):
    client.force_login(world.people[who])
    answered = {
        address: client.get(address).status_code
        for name, address, _view in EVERY_PAGE
        if is_of_the_back_office(name) and name not in {"admin:logout", "admin:login"}
    }

    assert {status for status in answered.values() if status != 302} == set()
    assert client.get(reverse("admin:login")).status_code == 403
