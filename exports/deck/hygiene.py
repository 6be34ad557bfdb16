"""What may come into a deck from somebody else's file: masters, layouts, themes and their pictures, nothing else.

The file is read with limits and its XML without entities, and a new package is written from the parts that a deck
needs; slides, macros, embedded objects and links to elsewhere never reach it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MOST_BYTES = 60_000_000  # of the file
MOST_UNPACKED = 250_000_000
MOST_PARTS = 5_000
_MOST_XML = 20_000_000

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELS = f"{{{_PACKAGE}relationships}}"
_TYPES = f"{{{_PACKAGE}content-types}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_PML = "application/vnd.openxmlformats-officedocument.presentationml."

# Parts that a deck takes over: kind of relationship, root element, content type.
_KINDS = {
    "slideMaster": (f"{_P}sldMaster", f"{_PML}slideMaster+xml"),
    "slideLayout": (f"{_P}sldLayout", f"{_PML}slideLayout+xml"),
    "theme": (f"{_A}theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "notesMaster": (f"{_P}notesMaster", f"{_PML}notesMaster+xml"),
    "presProps": (f"{_P}presentationPr", f"{_PML}presProps+xml"),
    "viewProps": (f"{_P}viewPr", f"{_PML}viewProps+xml"),
    "tableStyles": (f"{_A}tblStyleLst", f"{_PML}tableStyles+xml"),
}
_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".emf": "image/x-emf",
    ".wmf": "image/x-wmf",
    ".svg": "image/svg+xml",
}
_REFUSED = {
    "vbaProject": "macros",
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
    "video": "a video",
    "audio": "a sound",
}
_NEEDED = {"slideLayout": ("slideMaster",), "slideMaster": ("theme",), "notesMaster": ("theme",)}
_LISTS = tuple(f"{_P}{name}" for name in ("custDataLst", "sldIdLst", "handoutMasterIdLst", "notesMasterIdLst"))
_OTHERS = {
    "wordprocessingml": "a Word document",
    "spreadsheetml": "an Excel workbook",
    "ms-word": "a Word document",
    "ms-excel": "an Excel workbook",
}


class TemplateError(ValueError):
    """A template that cannot be used; the message says what is wrong, what was expected and how to mend it."""


@dataclass(slots=True)
class _Package:
    """A file unpacked: its parts by name, and what is left out of it, in words."""

    parts: dict[str, bytes]
    left_out: dict[str, None] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def cleaned(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A new .pptx without slides from a .pptx or .potx, and what was left out of it, in words.

    Raises TemplateError for what is no presentation, is protected, holds macros or embedded objects, or is damaged.
    """
    package = _Package(unpacked(data))
    main = _main_part(package)
    try:
        _take(package, main, "presentation")
    except RecursionError as error:
        raise _damaged("its parts lead into one another without end") from error
    names = set(package.kinds.values())
    for needed, called in (("slideMaster", "slide master"), ("slideLayout", "slide layouts"), ("theme", "theme")):
        if needed not in names:
            raise _damaged(f"it has no {called}")
    return _written(package, main), tuple(package.left_out)


def unpacked(data: bytes, called: str = "template") -> dict[str, bytes]:
    """The parts of an Office file by name, read with limits. Raises TemplateError for anything else.

    `called` is what the message names the file.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise TemplateError(
            f"The {called} is protected by a password or in the format of PowerPoint 97: neither can be read. Open it "
            "in PowerPoint, remove the password and save it as .pptx or .potx."
        )
    if len(data) > MOST_BYTES:
        raise TemplateError(
            f"The {called} is larger than {MOST_BYTES // 1_000_000} MB. Remove what is large in it and save it anew."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_members(archive, called))
    except TemplateError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise TemplateError(
            f"The {called} cannot be opened: it is not a .pptx or .potx file, or a part of it is missing. Choose the "
            "file as PowerPoint saved it, or save it there once more."
        ) from error


def _members(archive: zipfile.ZipFile, called: str) -> Iterator[tuple[str, bytes]]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_PARTS:
        raise TemplateError(
            f"The {called} has {len(infos):,} parts, more than {MOST_PARTS:,}: it is no ordinary presentation."
        )
    left, seen = MOST_UNPACKED, set()
    for info in infos:
        name = info.filename.lstrip("/")
        if "\\" in name or ".." in name.split("/") or name.lower() in seen:
            raise _damaged("its parts have names that no Office file has")
        seen.add(name.lower())
        if info.flag_bits & 0x1:
            raise TemplateError(f"The {called} is encrypted. Remove the password in PowerPoint and save it anew.")
        with archive.open(info) as member:
            content = member.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TemplateError(
                f"The {called} unpacks to more than {MOST_UNPACKED // 1_000_000} MB: it is not read further. Remove "
                "what is large in it and save it anew."
            )
        yield name, content


def _main_part(package: _Package) -> str:
    types = _parsed(package, "[Content_Types].xml")
    for entry in types:
        kind = str(entry.get("ContentType", "")).lower()
        if "vbaproject" in kind or "macroenabled" in kind:
            raise _refused("macros")
    relations = _parsed(package, "_rels/.rels")
    for relation in relations:
        if str(relation.get("Type")).removeprefix(_REL).removeprefix(_STRICT) == "officeDocument":
            if str(relation.get("Type")).startswith(_STRICT):
                raise TemplateError(
                    "The template is saved as “Strict Open XML”. Save it in PowerPoint as an ordinary .pptx or .potx."
                )
            name = _target("", str(relation.get("Target")))
            _check_main(package, types, name)
            return name
    raise _damaged("it does not say where its presentation is")


def _check_main(package: _Package, types: Any, name: str) -> None:
    kind = next(
        (str(one.get("ContentType")) for one in types if str(one.get("PartName")).lstrip("/").lower() == name.lower()),
        "",
    )
    for part, called in _OTHERS.items():
        if part in kind:
            raise TemplateError(
                f"This is {called}; a PowerPoint template (.potx) or presentation (.pptx) was expected."
            )
    if _parsed(package, name).tag != f"{_P}presentation":
        raise _damaged("its main part is no presentation")


def _take(package: _Package, name: str, kind: str) -> None:
    """Take a part and all that it needs into the new package."""
    if name in package.kinds:
        return
    package.kinds[name] = kind
    if kind == "image":
        package.new[name] = package.parts[name]
        return
    root = _parsed(package, name)
    kept = _relations(package, name, root)
    for needed in _NEEDED.get(kind, ()):
        if needed not in [one for one, _ in kept.values()]:
            raise _damaged(f"a {_called(kind)} of it has no {_called(needed)}")
    _strip(package, root, kind)
    for node in root.iter():
        for key, value in node.attrib.items():
            if key.startswith(_R) and value not in kept:
                raise _damaged(f"{_called(kind)} refers to a part that is not there")
    package.new[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package.new[_rels_of(name)] = _relations_xml(name, kept)
    for kind_of, target in kept.values():
        _take(package, target, kind_of)


def _relations(package: _Package, name: str, root: Any) -> dict[str, tuple[str, str]]:
    """The relations of a part that a deck keeps: id to kind and part. What refers to others is taken out of `root`."""
    found: dict[str, tuple[str, str]] = {}
    if _rels_of(name) not in package.parts:
        return found
    for relation in _parsed(package, _rels_of(name)):
        rid, kind = str(relation.get("Id")), str(relation.get("Type")).rpartition("/")[2]
        if kind in _REFUSED:
            if root.tag != f"{_P}presentation" or kind == "vbaProject":
                raise _refused(_REFUSED[kind])
        elif relation.get("TargetMode") == "External":
            _drop_links(package, root, rid, kind)
        elif kind in _KINDS or kind == "image":
            found[rid] = (kind, _checked(package, kind, _target(posixpath.dirname(name), str(relation.get("Target")))))
        else:
            _drop_references(root, rid)
            if kind == "slide":
                package.left_out["its slides"] = None
    return found


def _checked(package: _Package, kind: str, target: str) -> str:
    """The name of a part that a deck takes over, after a look at whether it is there and what it is said to be."""
    if target not in package.parts:
        raise _damaged(f"its {_called(kind)} is missing")
    if kind == "image":
        if posixpath.splitext(target)[1].lower() not in _PICTURES:
            raise _damaged("a picture of it is of a kind that decks do not take")
    elif _parsed(package, target).tag != _KINDS[kind][0]:
        raise _damaged(f"its {_called(kind)} is of the wrong kind")
    return target


def _drop_links(package: _Package, root: Any, rid: str, kind: str) -> None:
    if kind == "hyperlink":
        package.left_out["links to elsewhere"] = None
        _drop_references(root, rid)
        return
    if kind == "image":
        for node in root.iter(f"{_A}blip"):
            if node.get(f"{_R}link") == rid:
                if node.get(f"{_R}embed") is None:
                    raise TemplateError(
                        "A picture of the template lies elsewhere and would be fetched when the deck is opened. In "
                        "PowerPoint, insert it into the slide master instead of linking to it."
                    )
                del node.attrib[f"{_R}link"]
        package.left_out["links to pictures elsewhere"] = None
        return
    raise TemplateError(
        f"The template refers to something outside of it ({kind[:40]}), which a deck must not open. Remove it in "
        "PowerPoint under View, Slide Master, and save the template anew."
    )


def _drop_references(root: Any, rid: str) -> None:
    """Remove the elements that refer to a relation which is not kept: a link, a slide, a custom tag, a font."""
    for node in list(root.iter()):
        if rid not in [value for key, value in node.attrib.items() if key.startswith(_R)]:
            continue
        parent = node.getparent()
        if parent is None:
            continue
        if node.tag == f"{_A}blip":
            raise _damaged("a picture of it is of a kind that decks do not take")
        parent.remove(node)
        # A list that is left empty is not allowed, nor an embedded font without its files.
        emptied = parent.tag in _LISTS and len(parent) == 0
        if emptied and parent.getparent() is not None:
            parent.getparent().remove(parent)


def _strip(package: _Package, root: Any, kind: str) -> None:
    """Take out what only makes sense with slides or with the program that wrote it."""
    if kind != "presentation":
        if root.find(f".//{_P}oleObj") is not None or root.find(f".//{_P}controls") is not None:
            raise _refused("an embedded object")
        return
    for tag in (
        "sldIdLst",
        "handoutMasterIdLst",
        "embeddedFontLst",
        "custShowLst",
        "custDataLst",
        "smartTags",
        "extLst",
    ):
        for node in root.findall(f"{_P}{tag}"):
            root.remove(node)
            if tag == "embeddedFontLst":
                package.left_out["embedded fonts"] = None


def _parsed(package: _Package, name: str) -> Any:
    content = package.parts.get(name)
    if content is None:
        raise _damaged(f"the part {name[:60]} is missing")
    if len(content) > _MOST_XML:
        raise _damaged(f"the part {name[:60]} is larger than any that PowerPoint writes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(f"the part {name[:60]} is not well-formed") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise TemplateError(
            f"The part {name[:60]} declares entities or a document type, which no Office program writes. The template "
            "is not read further; ask for the original file."
        )
    return root


def _written(package: _Package, main: str) -> bytes:
    types = etree.Element(f"{_TYPES}Types", nsmap={None: f"{_PACKAGE}content-types"})
    etree.SubElement(
        types,
        f"{_TYPES}Default",
        Extension="rels",
        ContentType=_RELS_TYPE,
    )
    etree.SubElement(types, f"{_TYPES}Default", Extension="xml", ContentType="application/xml")
    extensions = {posixpath.splitext(name)[1] for name, kind in package.kinds.items() if kind == "image"}
    for extension in sorted(extensions):
        etree.SubElement(types, f"{_TYPES}Default", Extension=extension[1:], ContentType=_PICTURES[extension.lower()])
    for name, kind in package.kinds.items():
        if kind != "image":
            content_type = f"{_PML}presentation.main+xml" if kind == "presentation" else _KINDS[kind][1]
            etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
    root = {"rId1": ("officeDocument", main)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
        )
        archive.writestr("_rels/.rels", _relations_xml("", root))
        for name, content in package.new.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations_xml(name: str, kept: dict[str, tuple[str, str]]) -> bytes:
    root = etree.Element(f"{_RELS}Relationships", nsmap={None: f"{_PACKAGE}relationships"})
    folder = posixpath.dirname(name)
    for rid, (kind, target) in kept.items():
        path = posixpath.relpath(target, folder) if folder else target
        etree.SubElement(root, f"{_RELS}Relationship", Id=rid, Type=f"{_REL}{kind}", Target=path)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _target(folder: str, target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    if path.startswith(".."):
        raise _damaged("it refers to a place outside of itself")
    return path


def _called(kind: str) -> str:
    return {"slideMaster": "slide master", "slideLayout": "slide layout", "notesMaster": "notes master"}.get(kind, kind)


def _refused(what: str) -> TemplateError:
    return TemplateError(
        f"The template holds {what}, which a deck must not carry on. Remove it in PowerPoint (under View, Slide "
        "Master) and save the template as .potx or .pptx."
    )


def _damaged(what: str) -> TemplateError:
    return TemplateError(
        f"The template is damaged: {what}. A file that PowerPoint opens without repair was expected. Open it there, "
        "save it under a new name and choose that file."
    )
