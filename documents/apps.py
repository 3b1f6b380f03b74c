from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from documents import worker  # noqa: F401  (signals are connected once apps are loaded)
