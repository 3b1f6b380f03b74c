"""What a process of a Celery worker does first; connected in `DocumentsConfig.ready`."""

from typing import Any

from celery.signals import worker_process_init


@worker_process_init.connect
def warm_up(**_signal: Any) -> None:
    """Whoever asks for the first file should not wait for WeasyPrint and its fonts to load."""
    from documents import pdf  # loads WeasyPrint: in the worker, after the fork

    pdf.warm_up()
