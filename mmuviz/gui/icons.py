"""The few icons the program needs, drawn in the theme's ink."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPolygonF

from mmuviz.gui.theme import Role, Theme

_SIDE = 16
_Shape = tuple[tuple[float, float], ...]
_SHAPES: dict[str, tuple[_Shape, ...]] = {
    "first": (((3, 3), (5, 3), (5, 13), (3, 13)), ((13, 3), (6, 8), (13, 13))),
    "back": (((11.5, 3), (4, 8), (11.5, 13)),),
    "run": (((2, 3), (8.5, 8), (2, 13)), ((8, 3), (14.5, 8), (8, 13))),
    "pause": (((4, 3), (7, 3), (7, 13), (4, 13)), ((9, 3), (12, 3), (12, 13), (9, 13))),
    "step": (((4.5, 3), (12, 8), (4.5, 13)),),
    "last": (((3, 3), (10, 8), (3, 13)), ((11, 3), (13, 3), (13, 13), (11, 13))),
}


def icon(name: str, theme: Theme, role: Role = Role.TEXT) -> QIcon:
    """Return the icon `name` in the colour of `role`; KeyError for an unknown name."""
    side = round(theme.px(_SIDE))
    pixmap = QPixmap(side * 2, side * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixmap.width() / _SIDE, pixmap.height() / _SIDE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    for shape in _SHAPES[name]:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))
    painter.end()
    return QIcon(pixmap)


def application_icon(theme: Theme) -> QIcon:
    """Return the window's icon: a line that walks through three tables."""
    pixmap = QPixmap(64, 64)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, role in enumerate((Role.PDPTE, Role.PDE, Role.PTE)):
        left = 4 + number * 20
        painter.setPen(theme.pen(role, 3))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(left, 8, 16, 48, 3, 3)
        painter.fillRect(left, 16 + number * 12, 16, 8, theme.color(role))
    painter.end()
    return QIcon(pixmap)
