"""Slips for the hour when the server is away: printed before, kept in a drawer, handed out by hand. Pure.

A sheet of A4 has eight to cut, as wide as the paper of a slip printer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from printer.column import WHITE, Column
from printer.slip import WIDE, label_ink
from printer.typeface import Face, set_text
from printer.words import Text

DOTS_PER_INCH = 203  # as the heads of slip printers
A4 = (1678, 2374)  # dots
ACROSS, DOWN = 2, 4
HEADING = "Phiếu dự phòng · Emergency slip"
SERVICE = "Lĩnh vực · Service:"
KEEP = "Xin giữ phiếu và chờ gọi số. · Please keep this slip and wait for your number."


def draw_emergency_slip(site: Text, label: str) -> Image.Image:
    """The site's name, the number, and a line on which reception writes the service."""
    paper = WIDE
    column = Column(paper.width, paper.margin)
    for text in site.values():
        column.text(set_text(text, Face(paper.small, 500), column.measure, lines=1))
    column.text(set_text(HEADING, Face(paper.small, 700), column.measure, lines=1))
    column.space(paper.gap)
    number = label_ink(label, paper)
    column.picture(column.left, column.y, number)
    column.space(number.height + paper.gap)
    column.text(set_text(SERVICE, Face(paper.small), column.measure, lines=1))
    column.space(2 * paper.gap)
    column.rule(1)
    column.space(paper.gap)
    column.text(set_text(KEEP, Face(paper.small), column.measure, lines=2))
    return column.paint()


def sheets(site: Text, labels: Sequence[str]) -> list[Image.Image]:
    """As many pages of A4 as the labels need, in their order, row by row."""
    pages: list[Image.Image] = []
    width, height = A4[0] // ACROSS, A4[1] // DOWN
    for place, label in enumerate(labels):
        on_page = place % (ACROSS * DOWN)
        if on_page == 0:
            pages.append(Image.new("1", A4, WHITE))
        slip = draw_emergency_slip(site, label)
        row, column = divmod(on_page, ACROSS)
        left, top = column * width + (width - slip.width) // 2, row * height + (height - slip.height) // 2
        pages[-1].paste(slip, (left, top))
    return pages
