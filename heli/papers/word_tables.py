"""Tables in a Word paper."""

from docx.oxml.xmlchemy import BaseOxmlElement

from heli.papers import layout, tables
from heli.papers.ooxml import Look, Piece, element, paragraph, rule, twips


def body_table(table: tables.Table) -> BaseOxmlElement:
    """A table as wide as the type area; its heading comes again on each page, no row is divided."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", None, *(rule(edge, thickness=tables.RULE) for edge in edges))
    made = _table([column.width for column in table.columns], borders)
    made.append(_heading_row(table))
    for row in table.rows:
        cells = [_cell(table, column, text) for column, text in zip(table.columns, row, strict=True)]
        whole = [] if tables.may_break(row) else [element("cantSplit")]
        made.append(element("tr", None, element("trPr", None, *whole), *cells))
    return made


def _table(widths: list[float], borders: BaseOxmlElement) -> BaseOxmlElement:
    padding = {"w": twips(tables.PADDING), "type": "dxa"}
    properties = element(
        "tblPr",
        None,
        element("tblW", {"w": twips(sum(widths)), "type": "dxa"}),
        element("tblInd", {"w": 0, "type": "dxa"}),
        borders,
        element("tblLayout", {"type": "fixed"}),
        element("tblCellMar", None, element("left", padding), element("right", padding)),
    )
    grid = element("tblGrid", None, *(element("gridCol", {"w": twips(width)}) for width in widths))
    return element("tbl", None, properties, grid)


def _heading_row(table: tables.Table) -> BaseOxmlElement:
    line = table.size * tables.LINE_RATIO
    look = Look(align="center", line=line, chars=False, keep=True)
    cells = [
        _framed(column.width, paragraph(look, Piece("\n".join(column.heading), layout.HEI_FACE, table.size)))
        for column in table.columns
    ]
    return element("tr", None, element("trPr", None, element("cantSplit"), element("tblHeader")), *cells)


def _cell(table: tables.Table, column: tables.Column, text: str) -> BaseOxmlElement:
    figure = column.align is tables.Align.NUMBER and tables.is_number(text)
    align = "right" if figure else "left" if column.align is tables.Align.LEFT else "center"
    inset = (column.inset - tables.PADDING) / layout.CELL if figure else 0.0
    look = Look(align=align, line=table.size * tables.LINE_RATIO, right=inset, chars=False)
    return _framed(column.width, paragraph(look, Piece(text, size=table.size)))


def _framed(width: float, inner: BaseOxmlElement) -> BaseOxmlElement:
    space = {"w": twips(tables.CELL_ABOVE), "type": "dxa"}
    properties = element(
        "tcPr",
        None,
        element("tcW", {"w": twips(width), "type": "dxa"}),
        element("tcMar", None, element("top", space), element("bottom", space)),
        element("vAlign", {"val": "center"}),
    )
    return element("tc", None, properties, inner)
