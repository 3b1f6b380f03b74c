"""Word files: written with real styles, heads, notes and block ids, and read back by those ids.

`WordDocument` takes structured content and gives the same bytes for the same content;
`read_word` takes a file in, with each block as Markdown and the text that belongs to none.
"""

from documents.word.boxes import BoxLook
from documents.word.document import Paper, Picture, Properties, WordDocument, block_id_of
from documents.word.paragraphs import mark_name
from documents.word.reader import NotAWordFile, WordText, read_blocks, read_rows, read_word
from documents.word.remarks import WordComment
from documents.word.tables import Cell, Column, Table
from documents.word.text import Span, Text
from documents.word.to_markdown import SaidMark, said_plainly, sign

__all__ = [
    "BoxLook",
    "Cell",
    "Column",
    "NotAWordFile",
    "Paper",
    "Picture",
    "Properties",
    "SaidMark",
    "Span",
    "Table",
    "Text",
    "WordComment",
    "WordDocument",
    "WordText",
    "block_id_of",
    "mark_name",
    "read_blocks",
    "read_rows",
    "read_word",
    "said_plainly",
    "sign",
]
