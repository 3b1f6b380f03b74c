"""Which faces a document may use, said to fontconfig before WeasyPrint loads it."""

import os
from pathlib import Path

PRINT = Path(__file__).parent.parent / "print"
# fontconfig looks at this once.
os.environ["FONTCONFIG_FILE"] = str(PRINT / "fonts.conf")

from weasyprint.text.fonts import FontConfiguration  # noqa: E402

# Kept for the life of the process: loading fonts and measuring struts is a tenth of a render.
FONTS = FontConfiguration()
