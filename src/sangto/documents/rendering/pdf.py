"""A document as PDF: tagged, archivable (PDF/A-3b), with its fonts inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from PIL import ImageFile

from sangto.documents.domain.layout import Layout
from sangto.documents.domain.official import OfficialContent, Run
from sangto.documents.rendering.parts import (
    ADDRESSEE_MARK,
    CONTENTS_MARK,
    RECIPIENTS_MARK,
    Addressees,
    Drawn,
    Entry,
    Foot,
    Head,
    Line,
    NewPage,
    Page,
    Signed,
    Title,
    page_of,
)
from sangto.documents.rendering.tables import CELL_PADDING_MM, Table, TableRow
from sangto.kernel.errors import Refusal, Refused, gettext_noop

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

PDF_UNAVAILABLE = Refusal(
    "documents.pdf_unavailable",
    gettext_noop(
        "PDF can not be made on this server, because the program for it is missing; DOCX can. "
        "Whoever runs the desk sees with “sangto doctor” what to install."
    ),
)

#: Times New Roman's twin: the same widths, and every Vietnamese letter.
FONTS = '"Liberation Serif", "Times New Roman", "Tinos", serif'
#: The lines of Times New Roman and Liberation Serif in Word are so high.
_SINGLE = 1.15


def render_pdf(content: OfficialContent, layout: Layout | None = None) -> bytes:
    """Under a second for a letter, but 0.2 s and more for every page of a long table. Raises
    :class:`Refused` where the libraries are missing."""
    layout = layout or content.issuer.layout
    weasyprint = _weasyprint()
    document = weasyprint.HTML(
        string=html_of(page_of(content, layout), layout, landscape=content.landscape),
        url_fetcher=_fetcher(),
        base_url=None,
    )
    made: bytes = document.write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True)
    return made


def pdf_available() -> bool:
    """Whether the libraries are there. Slow when it is asked first: it loads them."""
    try:
        _weasyprint()
    except Refused:
        return False
    return True


def _weasyprint() -> Any:
    """Loaded when it is needed: it takes a second, and its libraries may be missing. It lets
    Pillow take damaged pictures, for the whole process; that is taken back."""
    try:
        import weasyprint
    except (ImportError, OSError):
        raise Refused(PDF_UNAVAILABLE) from None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def _fetcher() -> URLFetcher:
    from weasyprint.urls import URLFetcher

    class NothingIsFetched(URLFetcher):  # type: ignore[misc] # WeasyPrint is not typed
        def fetch(self, url: str, headers: object = None) -> Any:
            raise ValueError("a document refers to nothing outside of itself")

    return NothingIsFetched()


def html_of(page: Page, layout: Layout, *, landscape: bool = False) -> str:
    first, *following = page.parts
    body = [
        _head(page.head),
        _title(page.title),
        _addressees(page.addressees) if page.addressees else "",
        _contents(page.contents) if page.contents else "",
        *(_drawn(one) for one in first.drawn),
    ]
    opened = first.landscape
    text = f'<section class="{"wide" if opened else "tall"}">{"".join(body)}'
    for part in following:
        kind = "wide" if part.landscape else "tall"
        text += f'</section><section class="{kind}">{"".join(map(_drawn, part.drawn))}'
    text += f"{_foot(page.foot)}</section>"
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>{escape(page.name)}</title><style>{_css(layout)}</style></head>"
        f"<body>{text}</body></html>"
    )


def _css(layout: Layout) -> str:
    margins = (
        f"{layout.margin_top_mm}mm {layout.margin_right_mm}mm "
        f"{layout.margin_bottom_mm}mm {layout.margin_left_mm}mm"
    )
    number = f"font: {layout.page_number_pt}pt {FONTS}; color: #000; content: counter(page)"
    spaced = _SINGLE * layout.line_spacing
    return f"""
@page tall {{ size: A4 portrait; margin: {margins}; @top-center {{ {number} }} }}
@page wide {{ size: A4 landscape; margin: {margins}; @top-center {{ {number} }} }}
@page tall:first {{ @top-center {{ content: none }} }}
@page wide:first {{ @top-center {{ content: none }} }}
.tall {{ page: tall }} .wide {{ page: wide }}
html {{ font: {layout.body_pt}pt/{_SINGLE} {FONTS}; color: #000; hyphens: none }}
body, p, h1, h2, h3, h4, h5, h6, ul, div, section {{ margin: 0; padding: 0; font-size: inherit;
  font-weight: normal }}
p, h1, h2, h3, h4, h5, h6, td, th {{ white-space: pre-line; overflow-wrap: break-word }}
.number, .place {{ white-space: pre-wrap }}
p {{ orphans: 2; widows: 2 }}
b {{ font-weight: bold }} i {{ font-style: italic }}
.text {{ line-height: {spaced:.3f} }}
.keep {{ break-after: avoid }}
.line {{ border-top: 0.75pt solid #000; height: 0; margin: 1.5pt auto 0 }}
.columns {{ display: table; table-layout: fixed; width: 100%; break-inside: avoid }}
.row {{ display: table-row }} .column {{ display: table-cell; vertical-align: top }}
.column, .centred {{ text-align: center }}
.parent {{ font-size: {layout.parent_pt}pt }}
.agency {{ font-size: {layout.agency_pt}pt; font-weight: bold }}
.state {{ font-size: {layout.state_name_pt}pt; font-weight: bold; white-space: nowrap }}
.motto {{ font-size: {layout.motto_pt}pt; font-weight: bold; white-space: nowrap }}
.number {{ font-size: {layout.number_pt}pt; margin-top: 6pt }}
.about {{ font-size: {layout.letter_subject_pt}pt; margin-top: 3pt }}
.place {{ font-size: {layout.place_date_pt}pt; font-style: italic; margin-top: 6pt }}
.type {{ font-size: {layout.type_pt}pt; font-weight: bold; margin-top: 18pt; text-align: center }}
.subject {{ font-size: {layout.subject_pt}pt; font-weight: bold; text-align: center }}
.attached {{ font-size: {layout.subject_pt}pt; font-style: italic; text-align: center;
  margin-top: 3pt }}
.gap {{ height: 14pt }}
.to {{ font-size: {layout.addressee_pt}pt; margin-bottom: 12pt }}
table.data {{ width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed;
  font-size: {layout.table_pt}pt; margin-bottom: {layout.paragraph_gap_pt}pt }}
table.data th, table.data td {{ border: 0 solid #000; border-width: 0 0.6pt 0.6pt 0;
  padding: 1.5pt {CELL_PADDING_MM}mm; vertical-align: top; box-decoration-break: clone }}
table.data tr > :first-child {{ border-left-width: 0.6pt }}
table.data thead th {{ border-top-width: 0.6pt; text-align: center; vertical-align: middle;
  font-weight: bold }}
table.data tbody th {{ text-align: left }}
table.data p {{ text-align: inherit }}
tr.whole {{ break-inside: avoid }}
tr.group {{ break-after: avoid }}
.caption {{ font-weight: bold; text-align: center; break-after: avoid; margin-bottom: 3pt }}
.contents p {{ margin: 0 0 2pt }}
.contents .mark {{ font-weight: bold; text-align: center; margin-bottom: 6pt }}
.contents {{ margin-bottom: 14pt }}
.contents a {{ color: #000; text-decoration: none }}
.contents a::after {{ content: leader('.') target-counter(attr(href), page) }}
.foot {{ margin-top: 12pt; break-before: avoid; font-size: {layout.signature_pt}pt }}
.foot .column {{ width: 50% }}
.signed {{ font-weight: bold }}
.room {{ height: {layout.signing_room_mm}mm }}
.signer {{ font-size: {layout.signer_pt}pt; font-weight: bold }}
.recipients {{ text-align: left; font-size: {layout.recipients_pt}pt }}
.recipients-head {{ font-size: {layout.recipients_head_pt}pt; font-weight: bold;
  font-style: italic }}
.foot + .foot {{ margin-top: 6pt }}
"""


def _p(text: str, *classes: str) -> str:
    return f'<p class="{" ".join(classes)}">{escape(text)}</p>' if text else ""


def _ps(lines: Sequence[str], *classes: str) -> str:
    return _p("\n".join(lines), *classes)


def _rule(length_mm: float) -> str:
    return f'<div class="line" style="width: {length_mm:.2f}mm"></div>'


def _head(head: Head) -> str:
    left = f'style="width: {head.left_mm:.2f}mm"'
    right = f'style="width: {head.right_mm:.2f}mm"'
    top = (
        f'<div class="row"><div class="column" {left}>{_ps(head.parent, "parent")}'
        f"{_ps(head.agency, 'agency')}{_rule(head.agency_line_mm) if head.agency else ''}</div>"
        f'<div class="column" {right}>{_p(head.state_name, "state")}{_p(head.motto, "motto")}'
        f"{_rule(head.motto_line_mm)}</div></div>"
    )
    if head.number or head.place_date:
        top += (
            f'<div class="row"><div class="column">{_p(head.number, "number")}'
            f"{_ps(head.letter_subject, 'about')}</div>"
            f'<div class="column">{_p(head.place_date, "place")}</div></div>'
        )
    return f'<div class="columns">{top}</div>'


def _title(title: Title) -> str:
    if not title.type_name:
        return f'{_attached(title)}<div class="gap"></div>'
    return (
        f'<h1 class="type">{escape(title.type_name)}</h1>{_p(title.subject, "subject")}'
        f'{_attached(title)}{_rule(title.line_mm)}<div class="gap"></div>'
    )


def _attached(title: Title) -> str:
    return _p(f"({title.attached_to})", "attached") if title.attached_to else ""


def _contents(entries: Sequence[Entry]) -> str:
    lines = "".join(
        f'<p style="margin-left: {max(one.level - 2, 0) * 6}mm"><a href="#{one.anchor}">'
        f"{escape(one.text)}</a></p>"
        for one in entries
    )
    return f'<div class="contents"><p class="mark">{CONTENTS_MARK}</p>{lines}</div>'


def _addressees(to: Addressees) -> str:
    if to.in_one_line:
        return _p(f"{ADDRESSEE_MARK} {to.names[0]}", "to", "centred")
    hanging = to.left_mm + to.hanging_mm
    names = "".join(
        f'<p style="margin-left: {hanging:.2f}mm">{escape(name)}</p>' for name in to.names
    )
    mark = f'<p style="margin-left: {to.left_mm:.2f}mm">{ADDRESSEE_MARK}</p>'
    return f'<div class="to">{mark}{names}</div>'


def _drawn(one: Drawn) -> str:
    match one:
        case Line():
            return _line(one)
        case Table():
            return _table(one)
        case NewPage():
            return '<div style="break-after: page"></div>'


def _line(line: Line) -> str:
    tag = f"h{line.level}" if line.level else "p"
    style = (
        f"font-size: {line.size}pt; text-align: {line.align.value}; "
        f"text-indent: {line.first_line_mm}mm; "
        f"margin: {line.gap_before_pt}pt 0 {line.gap_after_pt}pt {line.left_mm}mm"
    )
    keep = " keep" if line.keep_next else ""
    anchor = f' id="{line.anchor}"' if line.anchor else ""
    return (
        f'<{tag}{anchor} class="text{keep}" style="{style}">{"".join(map(_run, line.runs))}</{tag}>'
    )


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if run.bold else text


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width: {width:.2f}mm">' for width in table.widths_mm)
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in table.titles)
    rows = "".join(_row(row, table) for row in table.rows)
    caption = _p(table.caption, "caption")
    return (
        f'{caption}<table class="data"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: TableRow, table: Table) -> str:
    if row.spans:
        text = _cell(row.cells[0])
        wide = f'colspan="{len(table.titles)}"'
        return f'<tr class="whole group"><th scope="rowgroup" {wide}>{text}</th></tr>'
    cells = "".join(
        f'<td style="text-align: {align.value}">{_cell(cell)}</td>'
        for cell, align in zip(row.cells, table.aligns, strict=True)
    )
    return f'<tr class="{"whole" if row.whole else "parted"}">{cells}</tr>'


def _cell(paragraphs: tuple[str, ...]) -> str:
    if len(paragraphs) == 1:
        return escape(paragraphs[0])
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def _foot(foot: Foot) -> str:
    if foot.left is None and foot.right is None and not foot.recipients:
        return ""
    recipients = _recipients(foot.recipients)
    right = _signed(foot.right) if foot.right else ""
    if foot.left is None:
        return _columns(recipients, right)
    below = _columns(recipients, "") if recipients else ""
    return _columns(_signed(foot.left), right) + below


def _columns(left: str, right: str) -> str:
    return (
        f'<div class="columns foot"><div class="row"><div class="column">{left}</div>'
        f'<div class="column">{right}</div></div></div>'
    )


def _recipients(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    return (
        f'<div class="recipients">{_p(RECIPIENTS_MARK, "recipients-head")}'
        f"{''.join(_p(line) for line in lines)}</div>"
    )


def _signed(signed: Signed) -> str:
    above = "".join(_p(line, "signed") for line in (*signed.authority, signed.position))
    return f'{above}<div class="room"></div>{_p(signed.name, "signer")}'
