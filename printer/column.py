"""A strip of paper filled from the top: what is placed first, and painted when its length is known."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageDraw

from printer.typeface import CAPITAL, Face, Setting

WHITE, BLACK = 255, 0
BLACK_BELOW = 150  # of 255; a thermal head lays a dot fully or not at all, and thin strokes must not break

Paint = Callable[[Image.Image, ImageDraw.ImageDraw], None]


class Column:
    """Places marks below one another: the next may begin at `y`; `left` and `right` bound the measure."""

    def __init__(self, width: int, margin: int) -> None:
        self.width, self.left, self.right = width, margin, width - margin
        self.y = margin
        self._marks: list[Paint] = []

    @property
    def measure(self) -> int:
        return self.right - self.left

    def space(self, dots: int) -> None:
        self.y += dots

    def text(self, setting: Setting, *, x: int | None = None) -> None:
        """Lines of text; moves below them."""
        self.text_at(self.left if x is None else x, self.y, setting)
        self.y += height_of(setting)

    def text_at(self, x: int, y: int, setting: Setting) -> None:
        """Lines of text whose highest mark touches `y`; does not move."""
        for number, line in enumerate(setting.lines):
            self._line(x, y + setting.face.rise + number * setting.face.line_height, line, setting.face)

    def rule(self, thickness: int) -> None:
        """A line over the measure; moves below it."""
        box = (self.left, self.y, self.right - 1, self.y + thickness - 1)
        self._marks.append(lambda _, draw: draw.rectangle(box, fill=BLACK))
        self.y += thickness

    def band(self, setting: Setting, *, inset: int) -> None:
        """A line of white words in a black band over the measure; moves below it."""
        face, line = setting.face, setting.lines[0]
        height = 2 * inset + round(face.size * CAPITAL)
        box = (self.left, self.y, self.right - 1, self.y + height - 1)
        start = (self.left + inset, self.y + height - inset)
        self._marks.append(lambda _, draw: draw.rectangle(box, fill=BLACK))
        self._marks.append(lambda _, draw: draw.text(start, line, WHITE, face.font, anchor="ls"))
        self.y += height

    def picture(self, x: int, y: int, picture: Image.Image) -> None:
        """A picture with its top left corner at x, y; does not move."""
        self._marks.append(lambda image, _: image.paste(picture, (x, y)))

    def paint(self) -> Image.Image:
        """The strip in black and white, as long as what was placed and a margin."""
        grey = Image.new("L", (self.width, self.y + self.left), WHITE)
        draw = ImageDraw.Draw(grey)
        for mark in self._marks:
            mark(grey, draw)
        return grey.point(lambda value: WHITE if value >= BLACK_BELOW else BLACK, mode="1")

    def _line(self, x: int, baseline: int, line: str, face: Face) -> None:
        self._marks.append(lambda _, draw: draw.text((x, baseline), line, BLACK, face.font, anchor="ls"))


def height_of(setting: Setting) -> int:
    """Dots from the highest mark of the first line to the end of the last line's height."""
    return len(setting.lines) * setting.face.line_height
