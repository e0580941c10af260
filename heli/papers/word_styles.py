"""The styles of a Word paper: 正文, 标题 and 标题 1–4, and nothing else of the template's."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from heli.papers import layout
from heli.papers.ooxml import Look, Piece, element, paragraph_properties, run_properties

_KEPT = {"Normal", "Title", "Heading1", "Heading2", "Heading3", "Heading4", "TableNormal", "NoList"}
_KEPT |= {"DefaultParagraphFont"}
_TEMPLATE_PARTS = "stylesWithEffects", "numbering", "customXml", "thumbnail"


def restyle(document: Document) -> None:
    """Leave only the styles of a paper in `document`, set as the standard says (R13-02 … R13-04).

    What the template brings besides (a thumbnail, numberings, styles for old versions of Word) is left out.
    """
    for relations in (document.part.rels, document.part.package.rels):
        for name in [name for name, one in relations.items() if one.reltype.endswith(_TEMPLATE_PARTS)]:
            del relations[name]
    styles = document.styles.element
    _set_defaults(styles)
    _set_language(document)
    for style in styles.findall(qn("w:style")):
        name = style.get(qn("w:styleId"))
        if name not in _KEPT:
            styles.remove(style)
        elif name == "Normal":
            _set(style, Look(), Piece(""))
        elif name == "Title":
            look = Look(align="center", line=layout.TITLE_LINE)
            _set(style, look, Piece("", layout.TITLE_FACE, layout.TITLE_SIZE))
        elif name.startswith("Heading"):
            level = int(name[-1])
            _set(style, Look(first=2, keep=True), Piece("", layout.HEADING_FACES[level]), level=level - 1)


def _set(style: BaseOxmlElement, look: Look, piece: Piece, *, level: int | None = None) -> None:
    """Give `style` the measures of `look` and the face of `piece`, in place of all that it had."""
    for tag in ("pPr", "rPr", "link"):
        for old in style.findall(qn(f"w:{tag}")):
            style.remove(old)
    measures = paragraph_properties(look)
    if level is not None:
        measures.append(element("outlineLvl", {"val": level}))
    style.extend([measures, run_properties(piece)])


def _set_defaults(styles: BaseOxmlElement) -> None:
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        raise ValueError("the template has no docDefaults")
    for old in list(defaults):
        defaults.remove(old)
    properties = run_properties(Piece(""))
    properties.append(element("lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}))
    defaults.append(element("rPrDefault", None, properties))
    defaults.append(element("pPrDefault"))


def _set_language(document: Document) -> None:
    settings = document.settings.element
    for themed in settings.findall(qn("w:themeFontLang")):
        themed.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
