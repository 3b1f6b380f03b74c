#!/usr/bin/env python3
"""Prints the Debian packages that the portal's documents need and this machine lacks."""

import ctypes
import shutil
import subprocess

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
FONTS = {"NotoSans-Regular.ttf": "fonts-noto-core", "NotoSansCJK-Regular.ttc": "fonts-noto-cjk"}


def is_missing(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return True
    return False


def installed_fonts() -> str:
    if shutil.which("fc-list") is None:
        return ""
    listing = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True)  # noqa: S607
    return listing.stdout


packages = [package for library, package in LIBRARIES.items() if is_missing(library)]
if shutil.which("fc-list") is None:
    packages.append("fontconfig")
fonts = installed_fonts()
packages += [package for font, package in FONTS.items() if font not in fonts]
print(*packages)
