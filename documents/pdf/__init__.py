"""HTML to tagged PDF: the only place that knows WeasyPrint, and imported in workers only.

One file passes PDF/UA-1 and PDF/A-3a. The same HTML and identifier make the same bytes.
Nothing is read but our own files in `documents/print/`: no network, no other file, no data URL.
"""

from documents.pdf.fonts import PRINT  # before WeasyPrint: it says where fontconfig looks
from documents.pdf.render import RENDERER, AttachedFile, Pdf, PdfFailed, render_pdf, warm_up
from documents.pdf.source import ASSETS
from documents.pdf.writer import AMBIGUOUS_END

__all__ = [
    "AMBIGUOUS_END",
    "ASSETS",
    "PRINT",
    "RENDERER",
    "AttachedFile",
    "Pdf",
    "PdfFailed",
    "render_pdf",
    "warm_up",
]
