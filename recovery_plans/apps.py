from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveryPlansConfig(AppConfig):
    name = "recovery_plans"
    verbose_name = _("Recovery plans")
