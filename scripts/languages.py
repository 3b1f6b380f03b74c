#!/usr/bin/env python3
"""Compiles the catalogues in locale/ that are newer than what was made of them."""

import os
from pathlib import Path

catalogues = Path(__file__).resolve().parent.parent.glob("locale/*/LC_MESSAGES/*.po")
for source in catalogues:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        continue
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = compiled.with_suffix(f".{os.getpid()}.new")  # of this process alone
    with source.open("rb") as text, written.open("wb") as made:
        write_mo(made, read_po(text))
    written.replace(compiled)
