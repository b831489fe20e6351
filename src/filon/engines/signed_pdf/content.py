"""What a PDF contains besides pages: scripts, actions, forms, files, media. ISO 32000-2, 7.11.4, 12.6, 12.7, 13."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from filon.engines.signed_pdf.model import Found

MOST_OBJECTS = 500_000
SCRIPTS = frozenset(("/JavaScript", "/Rendition"))
HARMLESS = frozenset(("/GoTo", "/URI", "/Named", "/Hide", "/Thread"))
"""Actions that only lead a reader somewhere, when she asks for it."""
HARMFUL = frozenset(("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/SetOCGState", "/Trans", "/ResetForm"))
"""Known even when they do not say that they are actions."""
MEDIA = frozenset(("/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"))


def read(reader: PdfFileReader) -> list[Found]:
    """Each kind of thing once a place, in the order in which it is met from the catalogue."""
    found: dict[tuple[str, str], None] = dict.fromkeys(_of_catalogue(reader.root))
    for one in _dictionaries(reader):
        found.update(dict.fromkeys(_of(one)))
    return [Found(kind, where) for kind, where in found]


def _of_catalogue(root: DictionaryObject) -> Iterator[tuple[str, str]]:
    opening = _value(root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and _name(opening, "/S") != "/GoTo":
        yield "action", "/OpenAction"
    form = _value(root, "/AcroForm")
    if isinstance(form, DictionaryObject):
        if "/XFA" in form:
            yield "form", "/XFA"
        for name in _fields(_value(form, "/Fields")):
            yield "form", name


def _of(one: DictionaryObject) -> Iterator[tuple[str, str]]:
    """What one dictionary says of itself."""
    kind = _name(one, "/S")
    if "/JS" in one or kind in SCRIPTS or "/JavaScript" in one:
        yield "script", "JavaScript"
    elif (kind and _name(one, "/Type") == "/Action" and kind not in HARMLESS) or kind in (
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/SetOCGState",
        "/Trans",
        "/ResetForm",
    ):
        yield "action", kind
    if "/AA" in one:
        yield "action", "/AA"
    if "/EmbeddedFiles" in one or "/EF" in one or _name(one, "/Type") == "/EmbeddedFile":
        yield "embedded_file", _text(one, "/UF") or _text(one, "/F") or "/EmbeddedFiles"
    if _name(one, "/Subtype") in MEDIA and "/Rect" in one:
        yield "media", _name(one, "/Subtype")


def _fields(fields: Any, depth: int = 0) -> Iterator[str]:
    """Names of fields that are no signatures."""
    if not isinstance(fields, ArrayObject) or depth > 20:
        return
    for number in range(len(fields)):
        field = _solid(fields.raw_get(number))
        if not isinstance(field, DictionaryObject):
            continue
        if "/FT" in field and _name(field, "/FT") != "/Sig":
            yield _text(field, "/T") or _name(field, "/FT")
        yield from _fields(_value(field, "/Kids"), depth + 1)


def _dictionaries(reader: PdfFileReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the catalogue, once. Raises ValueError for a file of too many objects."""
    waiting: list[PdfObject] = [reader.root]
    seen: set[Any] = set()
    count = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.reference in seen:
                continue
            seen.add(one.reference)
            one = _solid(one)
        count += 1
        if count > MOST_OBJECTS:
            raise ValueError("too many objects")
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one if key != "/Parent"]
        elif isinstance(one, ArrayObject):
            waiting += [one.raw_get(number) for number in range(len(one))]


def _solid(one: PdfObject) -> PdfObject:
    return one.get_object() if isinstance(one, IndirectObject) else one


def _value(one: DictionaryObject, key: str) -> PdfObject | None:
    return _solid(one.raw_get(key)) if key in one else None


def _name(one: DictionaryObject, key: str) -> str:
    value = _value(one, key)
    return str(value) if isinstance(value, str) else ""


def _text(one: DictionaryObject, key: str) -> str:
    value = _value(one, key)
    return str(value)[:100] if isinstance(value, str) and not isinstance(value, StreamObject) else ""
