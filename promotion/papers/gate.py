"""The gate for templates: a .docx is looked through before any library opens it, and after it was filled.

It lets pass what a paper needs (text, styles, headers, pictures) and nothing that runs, links out or carries other
files. What was filled goes through again, so that nothing comes into a paper that could not stand in its template.
"""

import io
import re
from typing import ClassVar
from zipfile import ZipFile

from promotion.kernel.messages import mark as N_
from promotion.sheets.container import DAMAGED, MALFORMED, Container, Limits, parser
from promotion.sheets.grids import Unreadable

TEMPLATE = Limits(parts=200, unpacked=8 * 2**20, of_one=3 * 2**20, ratio=200)
PAPER = Limits(parts=200, unpacked=80 * 2**20, of_one=60 * 2**20, ratio=2000)

_MAIN = "word/document.xml"
_XML = re.compile(
    r"\[Content_Types\]\.xml|(?:word/|word/glossary/|customXml/)?_rels/[^/]*\.rels|docProps/[^/]+\.xml"
    r"|word/(?:theme/|glossary/)?[^/]+\.xml|customXml/[^/]+\.xml"
)
_PICTURES = re.compile(r"(?:word/media|docProps)/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)", re.IGNORECASE)
_TYPES = ("officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme",
          "numbering", "footnotes", "endnotes", "header", "footer", "image", "customXml", "customXmlProps",
          "core-properties", "extended-properties", "custom-properties", "thumbnail", "glossaryDocument",
          "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "hyperlink")  # fmt: skip
_FIELDS = frozenset(
    {"", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "STYLEREF",
     "REF", "PAGEREF", "NOTEREF", "SEQ", "TOC", "LISTNUM"}
)  # fmt: skip


def check(content: bytes, limits: Limits = TEMPLATE) -> None:
    """Raise `Unreadable` for what is no .docx, broken, too large, or holds what a paper never needs."""
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(
            N_("This is no Word document (.docx)."), cure=N_("Open it in Word and save it as .docx.")
        )
    try:
        with ZipFile(io.BytesIO(content)) as container:
            _Document(container, limits).look()
    except DAMAGED as error:
        raise Unreadable(N_("The document is damaged: its container cannot be unpacked.")) from error
    except MALFORMED as error:
        raise Unreadable(N_("The document is damaged: one of its parts cannot be read.")) from error


class _Document(Container):
    """The parts of a document, each unpacked once within the limits."""

    only: ClassVar[str] = N_("Take it out in Word and send the file again.")

    def too_large(self) -> Unreadable:
        """Return what is said of a document above the limits."""
        return Unreadable(
            N_("The document is too large when unpacked."), cure=N_("Make its pictures smaller, or fewer.")
        )

    def declares(self) -> Unreadable:
        """Return what is said of a part with a document type."""
        return Unreadable(N_("The document holds a part that a document never needs (DTD)."))

    def look(self) -> None:
        """Look at every part."""
        if _MAIN not in self.parts or "[Content_Types].xml" not in self.parts:
            raise Unreadable(
                N_("This is no Word document (.docx)."), cure=N_("Open it in Word and save it as .docx.")
            )
        for name, info in self.parts.items():
            if _XML.fullmatch(name):
                _Part(self, name).look()
            elif _PICTURES.fullmatch(name):
                for _ in self.pieces(name):
                    pass
            elif not (info.is_dir() and info.file_size == 0):
                raise self.foreign(name)

    def foreign(self, name: str) -> Unreadable:
        """Return what is said of a part that is neither text nor picture."""
        if "vba" in name.casefold():
            return self.macros()
        return Unreadable(
            N_("The document carries something that is neither text nor picture: %(part)s."),
            {"part": name[:80]},
            cure=self.only,
        )

    def macros(self) -> Unreadable:
        """Return what is said of a document with macros."""
        return Unreadable(N_("The document holds macros."), cure=N_("Save it as .docx, without macros."))


class _Part:
    """Reads one part as it streams by."""

    def __init__(self, document: _Document, name: str) -> None:
        self.document, self.name = document, name
        self.codes: list[str] = []
        """Field codes that are open, the innermost last."""
        self.reading = False

    def look(self) -> None:
        reader = parser(self.document.declares)
        reader.StartElementHandler = self.start
        reader.EndElementHandler = self.end
        reader.CharacterDataHandler = self.characters
        for piece in self.document.pieces(self.name):
            reader.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
        reader.Parse(b"", True)  # noqa: FBT003 - the same
        self.close_all()

    def start(self, name: str, values: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        plain = {key.rpartition(":")[2]: value for key, value in values.items()}
        if tag == "Relationship":
            self.relation(plain)
        elif tag in {"Override", "Default"}:
            self.content_type(plain.get("ContentType", ""))
        elif tag == "fldSimple":
            self.field(plain.get("instr", ""))
        elif tag == "fldChar":
            self.mark(plain.get("fldCharType", ""))
        elif tag == "instrText":
            self.reading = True
            self.codes = self.codes or [""]
        elif tag in {"object", "OLEObject", "altChunk", "control", "subDoc"}:
            raise self.foreign(tag)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "instrText":
            self.reading = False

    def characters(self, text: str) -> None:
        if self.reading:
            self.codes[-1] += text

    def mark(self, kind: str) -> None:
        """Follow a field: its code is read between its beginning and its result, in however many pieces."""
        if kind == "begin":
            self.codes.append("")
        elif self.codes:
            self.field(self.codes[-1])
            if kind == "end":
                self.codes.pop()

    def close_all(self) -> None:
        for code in self.codes:
            self.field(code)

    def field(self, code: str) -> None:
        """Refuse a field that fetches something from elsewhere or starts something."""
        word = code.split(maxsplit=1)[0].upper() if code.strip() else ""
        if word == "HYPERLINK" and code.split()[1:2] == ["\\l"]:
            return
        if word not in _FIELDS:
            raise Unreadable(
                N_("The document holds a Word field that a paper must not have: %(field)s."),
                {"field": word[:40]},
                cure=self.document.only,
            )

    def relation(self, values: dict[str, str]) -> None:
        if values.get("TargetMode", "Internal") != "Internal":
            raise Unreadable(
                N_("The document links to something outside of it: %(target)s."),
                {"target": values.get("Target", "")[:80]},
                cure=N_("Remove the link in Word (right click, Remove hyperlink; or detach the template)."),
            )
        if values.get("Type", "").rpartition("/")[2] not in _TYPES:
            raise self.foreign(values.get("Target", ""))

    def content_type(self, text: str) -> None:
        if "macroenabled" in text.casefold() or "vba" in text.casefold():
            raise self.document.macros()
        if "template.main" in text:
            raise Unreadable(
                N_("This is a Word template file (.dotx)."), cure=N_("Open it in Word and save it as .docx.")
            )

    def foreign(self, what: str) -> Unreadable:
        return self.document.foreign(what)
