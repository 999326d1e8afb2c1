"""What a Word file holds once its XML is behind us: paragraphs, tables, pictures, and what was left out."""

from dataclasses import dataclass, field, replace

from .numbering import Label


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look. `size` in points, `font` the East Asian face; both as inherited from styles.

    `script` is `sup` or `sub` for raised and lowered text (m², H₂O).
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    font: str = ""
    size: float = 0
    script: str = ""

    def saying(self, text: str) -> "Run":
        """Other words in the same look."""
        return replace(self, text=text)


@dataclass
class Picture:
    """A picture of the file. `digest` is the SHA-256 of its bytes: the same file twice is one picture."""

    digest: str
    name: str
    content_type: str
    data: bytes = field(repr=False)
    alt: str = ""
    caption: str = ""


@dataclass
class Paragraph:
    """A paragraph in reading order. `outline` is 0 for a first-level heading style, None for text."""

    runs: list[Run]
    style: str = ""
    outline: int | None = None
    align: str = ""
    label: Label | None = None
    pictures: list[Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words without the automatic label."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def shown(self) -> str:
        """The words as Word shows them, automatic label included."""
        return f"{self.label.lead}{self.text}" if self.label and self.label.ordered else self.text

    @property
    def size(self) -> float:
        return max((run.size for run in self.runs if run.text.strip()), default=0)


@dataclass
class Table:
    """Rows of equal width. `merges`: (row, column, rowspan, colspan) of each cell that spans more than one."""

    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    header: bool = False
    caption: str = ""

    @property
    def text(self) -> str:
        """The words of its cells, a row a line."""
        return "\n".join("\t".join(filter(None, row)) for row in self.rows if any(row))


@dataclass(frozen=True)
class LeftOut:
    """Something of the file that the draft does not carry, or carries in another form. `kind` is stable for scripts."""

    kind: str
    text: str


@dataclass
class Content:
    """All of a Word file. Each of `footnotes` (and endnotes) in the order of their marks 〔1〕 〔2〕."""

    elements: list[Paragraph | Table]
    left_out: list[LeftOut]
    footnotes: list[list[Run]]
    core_title: str = ""
