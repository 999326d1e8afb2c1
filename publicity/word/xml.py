"""Names and small questions of WordprocessingML that all parts of the reader ask."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SYMBOL_16 = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"

ALTERNATE, FALLBACK = f"{MC}AlternateContent", f"{MC}Fallback"
BOX = qn("w:txbxContent")
# What tracked changes took away. They are taken as accepted.
DELETED = {qn("w:del"), qn("w:moveFrom")}
# Wrappers whose content is content of the place they stand in.
TRANSPARENT = {
    qn(f"w:{name}") for name in ("ins", "moveTo", "smartTag", "sdtContent", "customXml", "fldSimple", "dir", "bdo")
}
WORDS = (qn("w:t"), MATH_TEXT)


def chosen(alternate: Any) -> Any:
    """The content of an `mc:AlternateContent` to read: the choice and its fallback say the same twice."""
    choice = alternate.find(f"{MC}Choice")
    if choice is not None and len(choice):
        return choice
    fallback = alternate.find(FALLBACK)
    return fallback if fallback is not None else alternate


def is_gone(node: Any) -> bool:
    """Whether the text was deleted by a tracked change, or says once more for older programs what was read already."""
    for ancestor in node.iterancestors():
        if ancestor.tag in DELETED:
            return True
        if ancestor.tag == FALLBACK:
            alternate = ancestor.getparent()
            return alternate is not None and alternate.tag == ALTERNATE and chosen(alternate) is not ancestor
        if ancestor.tag == qn("w:tr") and is_deleted_part(ancestor, "w:trPr", "w:del"):
            return True
        if ancestor.tag == qn("w:tc") and is_deleted_part(ancestor, "w:tcPr", "w:cellDel"):
            return True
    return False


def is_deleted_part(element: Any, properties: str, mark: str) -> bool:
    """Whether a row or cell was deleted by a tracked change."""
    return element.find(f"{qn(properties)}/{qn(mark)}") is not None


def words_of(element: Any) -> str:
    """All text below an element that a reader would see, without its form."""
    return "".join(node.text or "" for node in element.iter(*WORDS) if not is_gone(node))


def value_of(element: Any, child: str, default: str = "") -> str:
    """The `w:val` of a child such as `w:pStyle`."""
    found = element.find(qn(child)) if element is not None else None
    return default if found is None else found.get(qn("w:val"), default)


def count_of(element: Any, child: str) -> int:
    """The `w:val` of a child as a number that is not negative; 0 when there is none."""
    text = value_of(element, child, "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def outermost_boxes(element: Any) -> Iterator[Any]:
    """The text boxes below an element; a box inside a box is read with the outer one."""
    return (box for box in element.iter(BOX) if not is_gone_or_boxed(box, element))


def is_gone_or_boxed(node: Any, root: Any) -> bool:
    """Whether what stands below `root` is in a text box there, or in a fallback."""
    for ancestor in node.iterancestors():
        if ancestor is root:
            return False
        if ancestor.tag in {BOX, FALLBACK}:
            return True
    return False
