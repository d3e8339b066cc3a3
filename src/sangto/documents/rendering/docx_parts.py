"""XML parts of a DOCX from outside: parsed without entities, network or DTD; found by local
names, so that the strict variant of the format reads like the ordinary one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from lxml import etree

from sangto.documents.domain.office_files import DAMAGED, read_part
from sangto.kernel.errors import Refused

#: An element; lxml is not typed.
Element = Any


def parsed(archive: ZipFile, name: str) -> Element | None:
    """The root of a part, None when there is none; raises :class:`Refused` for what is no XML or
    brings a DTD. Elements may be nested 256 deep."""
    content = read_part(archive, name)
    if content is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(DAMAGED) from None
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.externalDTD is not None:
        raise Refused(DAMAGED)
    return root


def local(element: Element) -> str:
    """The name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and so on down the path."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from (one for one in element if local(one) == name)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    if element is None:
        return default
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    text = attribute(element, name)
    try:
        return max(min(int(text), 1_000_000), -1) if text else default
    except ValueError:
        return default


def switched_on(element: Element | None) -> bool | None:
    """Whether a property such as bold is on; None when nothing is said."""
    if element is None:
        return None
    return attribute(element, "val", "true").lower() not in ("0", "false", "off", "none")


def main_part(archive: ZipFile) -> str:
    root = parsed(archive, "_rels/.rels")
    for relation in children(root, "Relationship"):
        if attribute(relation, "Type").endswith("/officeDocument"):
            return posixpath.normpath(attribute(relation, "Target").lstrip("/"))
    return "word/document.xml"


def relations(archive: ZipFile, part: str) -> Iterator[Element]:
    folder, name = posixpath.split(part)
    root = parsed(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    yield from children(root, "Relationship")


def beside(part: str, name: str) -> str:
    """Another part in the same folder."""
    return posixpath.join(posixpath.dirname(part), name)
