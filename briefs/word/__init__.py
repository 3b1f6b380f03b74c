"""An edition as a Word file, from the frozen value that its PDF is printed from.

Every text that people wrote is a block by whose id it is found again when the file comes back.
"""

from briefs.word.blocks import BlockText, block_texts, prefixes_of
from briefs.word.build import brief_word

__all__ = ["BlockText", "block_texts", "brief_word", "prefixes_of"]
