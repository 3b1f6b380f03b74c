"""Word files: written with real styles, heads, notes and block ids, and read back by those ids.

`WordDocument` takes structured content and gives the same bytes for the same content;
`read_word` takes a file in, with each block as Markdown and the text that belongs to none.
"""

from documents.word.document import Paper, Properties, WordDocument
from documents.word.reader import NotAWordFile, WordText, read_blocks, read_word
from documents.word.tables import Column, Table
from documents.word.text import Span, Text

__all__ = [
    "Column",
    "NotAWordFile",
    "Paper",
    "Properties",
    "Span",
    "Table",
    "Text",
    "WordDocument",
    "WordText",
    "read_blocks",
    "read_word",
]
