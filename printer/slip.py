"""The slip: from a print job to the dots of the paper. Pure: no clock, no device.

Printers' own letters cannot be trusted with Vietnamese, so the whole slip is one picture, one bit a dot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageOps

from printer.column import BLACK, WHITE, Column, height_of
from printer.facts import Fact, facts
from printer.job import Job, read_job
from printer.typeface import CAPITAL, NARROWEST, NBSP, Face, Setting, clean, set_text
from printer.words import OWN_LANGUAGE, Words, in_language, words


@dataclass(frozen=True, slots=True)
class Paper:
    """The measures of one width of paper, in dots."""

    width: int
    margin: int
    digits: int  # height of the label's digits
    bleed: int  # how near the edge a long label may come
    service: int  # em of the service's name
    fact: int
    body: int
    small: int
    gap: int  # above and below a rule
    rule: int
    module: int  # of the QR: its quiet zone must fit into the margin

    def scaled(self, width: int) -> Paper:
        """The same paper at another resolution."""
        names = ("margin", "digits", "bleed", "service", "fact", "body", "small", "gap", "rule", "module")
        sizes = {name: round(getattr(self, name) * width / self.width) for name in names}
        return replace(self, width=width, **sizes)


WIDE = Paper(
    576, margin=24, digits=164, bleed=12, service=42, fact=37, body=26, small=24, gap=20, rule=3, module=6
)
NARROW = Paper(
    384, margin=16, digits=112, bleed=8, service=36, fact=30, body=24, small=22, gap=16, rule=3, module=4
)
PAPERS: Mapping[int, Paper] = {
    576: WIDE,  # 80 mm at 203 dpi: 8 dots a millimetre, digits over 20 mm
    512: WIDE.scaled(512),  # 80 mm at 180 dpi: 7.1 dots a millimetre
    384: NARROW,  # 58 mm at 203 dpi: 48 mm can be printed
}
LEAST_MODULE = 4  # dots; half a millimetre is what a cheap phone reads from curled paper
QUIET_ZONE = 4  # modules, ISO/IEC 18004
LONGEST_URL = 240  # characters: a longer one needs more dots than the narrow paper has
MOST_QR = 0.4  # of the measure, before modules get smaller
NARROWEST_IN_A_ROW = 85  # per cent of the face's width; narrower than this, a list reads better
IN_A_LIST = 0.9  # of a fact's size in a row
LONG_NAME = 0.8  # of the service's size, for a name over two lines
SLIGHT_SQUEEZE, MOST_SQUEEZE = 0.94, 0.8  # of a label too long for the narrowest cut, before it gets lower


def render(job: Mapping[str, Any], width: int) -> Image.Image:
    """A job as a picture of mode "1" (0 is ink), `width` dots wide: 384, 512 or 576. Raises BadJob."""
    return draw_slip(read_job(job), PAPERS[width])


def draw_slip(job: Job, paper: Paper) -> Image.Image:
    """The slip of a job, top to bottom."""
    say = words(job.language)
    column = Column(paper.width, paper.margin)
    if job.repeat:
        _repeat_mark(column, paper, say)
    _site(column, paper, job)
    _rule(column, paper)
    _number(column, paper, job, say)
    _service(column, paper, job)
    _rule(column, paper)
    _facts(column, paper, facts(job, say))
    _rule(column, paper)
    if 0 < len(job.track_url) <= LONGEST_URL:
        _follow(column, paper, job.track_url, say)
        _rule(column, paper)
    _foot(column, paper, job, say)
    return column.paint()


def _rule(column: Column, paper: Paper) -> None:
    column.space(paper.gap)
    column.rule(paper.rule)
    column.space(paper.gap)


def _repeat_mark(column: Column, paper: Paper, say: Words) -> None:
    column.band(set_text(say.repeat, Face(paper.body, 700), column.measure, lines=1), inset=paper.gap)
    column.space(paper.gap)


def _site(column: Column, paper: Paper, job: Job) -> None:
    column.text(set_text(in_language(job.site, job.language), Face(paper.body, 500), column.measure, lines=2))


def _number(column: Column, paper: Paper, job: Job, say: Words) -> None:
    heading = Face(paper.small)
    own = words(OWN_LANGUAGE)
    both = say.your_number if say is own else f"{say.your_number} · {own.your_number}"
    if job.priority:
        word = set_text(say.priority, Face(paper.small, 600), column.measure, lines=1)
        column.text_at(column.right - round(word.face.length(word.lines[0])), column.y, word)
    column.text(set_text(both, heading, column.measure, lines=1))
    column.space(paper.gap)
    label = label_ink(clean(job.label), paper)
    column.picture(column.left, column.y, label)
    column.space(label.height + paper.gap)


def label_ink(label: str, paper: Paper) -> Image.Image:
    """The label's ink alone, as wide a cut as fits."""
    measure = paper.width - 2 * paper.margin
    size = round(paper.digits / CAPITAL)
    for face in Face(size, 700).narrower():
        ink = _ink(label, face)
        if ink.width <= measure:
            return ink
    most = measure if ink.width * SLIGHT_SQUEEZE <= measure else measure + paper.margin - paper.bleed
    if ink.width * MOST_SQUEEZE > most:
        ink = _ink(label, Face(int(size * most / (ink.width * MOST_SQUEEZE)), 700, NARROWEST))
    return ink.resize((most, ink.height), Image.Resampling.LANCZOS)


def _ink(text: str, face: Face) -> Image.Image:
    """Text cut to its ink, so that its first stem stands on the margin."""
    left, top, right, bottom = (round(edge) for edge in face.font.getbbox(text, anchor="ls"))
    image = Image.new("L", (right - left, bottom - top), WHITE)
    ImageDraw.Draw(image).text((-left, -top), text, BLACK, face.font, anchor="ls")
    return image.crop(ImageOps.invert(image).getbbox())


def _service(column: Column, paper: Paper, job: Job) -> None:
    name = in_language(job.service, job.language)
    setting = set_text(name, Face(paper.service, 700), column.measure, lines=2)
    if len(setting.lines) > 2:
        setting = set_text(name, Face(round(paper.service * LONG_NAME), 700), column.measure, lines=3)
    column.text(setting)
    own = in_language(job.service, OWN_LANGUAGE)
    if own != name:  # who reads another language is helped by people who read the hall's own
        column.text(set_text(own, Face(paper.body), column.measure, lines=2))


def _facts(column: Column, paper: Paper, told: tuple[Fact, ...]) -> None:
    """Three in a row where they fit, else one below the other."""
    heading = Face(paper.small)
    for value in Face(paper.fact, 700).narrower():
        if value.width < NARROWEST_IN_A_ROW:
            break
        widths = [round(max(heading.length(f.heading), value.length(f.value))) for f in told]
        if sum(widths) + paper.margin * (len(told) - 1) <= column.measure:
            _in_a_row(column, paper, told, widths, value)
            return
    _in_a_list(column, paper, told)


def _in_a_row(column: Column, paper: Paper, told: tuple[Fact, ...], widths: list[int], value: Face) -> None:
    heading = Face(paper.small)
    gap = min((column.measure - sum(widths)) // (len(told) - 1), 2 * paper.margin)
    x = column.left
    for fact, width in zip(told, widths, strict=True):
        column.text_at(x, column.y, Setting(heading, (fact.heading,)))
        column.text_at(x, column.y + heading.line_height, Setting(value, (fact.value,)))
        x += width + gap
    column.space(heading.line_height + value.line_height)


def _in_a_list(column: Column, paper: Paper, told: tuple[Fact, ...]) -> None:
    heading = Face(paper.small)
    x = column.left + round(max(heading.length(f.heading) for f in told)) + paper.margin
    for fact in told:
        value = set_text(fact.value, Face(round(paper.fact * IN_A_LIST), 700), column.right - x, lines=1)
        drop = value.face.rise - heading.rise  # both on one baseline
        column.text_at(column.left, column.y + drop, Setting(heading, (fact.heading,)))
        column.text(value, x=x)


def _follow(column: Column, paper: Paper, url: str, say: Words) -> None:
    """The QR, and beside it what it is for."""
    code, module = _qr(url, paper, column.measure)
    column.space(max(QUIET_ZONE * module - paper.gap, 0))
    x = column.left + code.width + paper.margin
    title = set_text(say.follow, Face(paper.body, 700), column.right - x, lines=1)
    how = set_text(say.follow_how, Face(paper.small), column.right - x, lines=3)
    text_height = height_of(title) + height_of(how)
    height = max(code.height, text_height)
    column.picture(column.left, column.y + (height - code.height) // 2, code)
    top = column.y + (height - text_height) // 2
    column.text_at(x, top, title)
    column.text_at(x, top + height_of(title), how)
    column.space(height + max(QUIET_ZONE * module - paper.gap, 0))


def _qr(url: str, paper: Paper, measure: int) -> tuple[Image.Image, int]:
    """The code without its quiet zone, and the dots of a module."""
    code = segno.make(url, error="m", micro=False)
    side = len(code.matrix)
    module = max(LEAST_MODULE, min(paper.module, int(measure * MOST_QR) // side))
    dots = bytes(BLACK if dark else WHITE for row in code.matrix for dark in row)
    picture = Image.frombytes("L", (side, side), dots)
    return picture.resize((side * module, side * module), Image.Resampling.NEAREST), module


def _foot(column: Column, paper: Paper, job: Job, say: Words) -> None:
    local = job.issued_at.astimezone(job.zone)
    when = f"{local:%H:%M}{NBSP} {say.long_date(local.date())}"
    column.text(set_text(when, Face(paper.body, 500), column.measure, lines=1))
    for text in (job.rule, job.thanks):
        if line := in_language(text, job.language):
            column.text(set_text(line, Face(paper.body), column.measure, lines=2))
