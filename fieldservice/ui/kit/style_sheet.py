"""The one style sheet, generated from colours and measures.

It only touches what Fusion cannot be told by palette: cards, fields, bars, lists. Check boxes, radio
buttons and menus stay native, so that their sizes and focus rings are right at every scale.
"""

from fieldservice.ui.kit.colours import Colours, Tone, ink_of
from fieldservice.ui.kit.measures import Measures


def style_sheet(colours: Colours, measures: Measures) -> str:
    parts = (_text, _cards, _fields, _lists, _bars, _scroll_bars)
    return "\n".join(part(colours, measures) for part in parts)


def _text(colours: Colours, measures: Measures) -> str:
    tones = "\n".join(f'QLabel[tone="{tone.value}"] {{ color: {ink_of(tone, colours)}; }}' for tone in Tone)
    return f"""
    QLabel {{ background: transparent; }}
    QLabel[look="title"] {{ font-size: {measures.px(20)}px; font-weight: 600; }}
    QLabel[look="heading"] {{ font-size: {measures.px(16)}px; font-weight: 600; }}
    QLabel[look="card-title"] {{ font-size: {measures.px(13)}px; font-weight: 600; color: {colours.muted}; }}
    QLabel[look="small"] {{ font-size: {measures.px(13)}px; color: {colours.muted}; }}
    QLabel[look="muted"] {{ color: {colours.muted}; }}
    QLabel[look="strong"] {{ font-weight: 600; }}
    QLabel[look="error"] {{ font-size: {measures.px(13)}px; color: {colours.stop}; }}
    {tones}
    QToolTip {{ background: {colours.text}; color: {colours.panel}; border: 0; padding: {measures.px(6)}px; }}
    """


def _cards(colours: Colours, measures: Measures) -> str:
    line = f"{colours.line_width}px solid {colours.line}"
    return f"""
    Card, FloatingPanel {{
        background: {colours.panel}; border: {line}; border-radius: {measures.card_corner}px;
    }}
    QFrame#cardRule {{ background: {colours.line}; border: 0; }}
    QFrame#softBlock {{ background: {colours.ground}; border: 0; border-radius: {measures.corner}px; }}
    QDialog {{ background: {colours.panel}; }}
    """


def _fields(colours: Colours, measures: Measures) -> str:
    width, ring = colours.line_width, measures.px(colours.line_width + 1)
    inner, ring_inner = measures.field_height - 2 * width, measures.field_height - 2 * ring
    # Text stands 12 px from the edge; 2 of them are a line edit's own. A ring takes its pixels from the rest,
    # so that nothing moves when a field gets the focus.
    side, ring_side = (measures.px(12) - 2 - edge for edge in (width, ring))
    block, ring_block = (measures.px(8) - edge for edge in (width, ring))
    lines, blocks = "QLineEdit, QAbstractSpinBox", "QPlainTextEdit"
    return f"""
    {lines}, {blocks} {{
        background: {colours.panel}; color: {colours.text}; border: {width}px solid {colours.line};
        border-radius: {measures.corner}px; placeholder-text-color: {colours.hint};
        selection-background-color: {colours.accent}; selection-color: {colours.on_accent};
    }}
    {lines} {{ padding: 0 {side}px; min-height: {inner}px; }}
    {blocks} {{ padding: {measures.px(4)}px {block}px; }}
    QLineEdit[wrong="true"], {blocks}[wrong="true"] {{ border-color: {colours.stop}; }}
    QLineEdit:focus, QAbstractSpinBox:focus {{
        border: {ring}px solid {colours.accent}; padding: 0 {ring_side}px; min-height: {ring_inner}px;
    }}
    {blocks}:focus {{
        border: {ring}px solid {colours.accent}; padding: {measures.px(4) + width - ring}px {ring_block}px;
    }}
    QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {colours.ground}; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled {{
        color: {colours.muted}; background: {colours.ground};
    }}
    {_disabled_frame(colours)}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: 0; }}
    QLineEdit#searchBox {{ background: {colours.ground}; }}
    """


def _disabled_frame(colours: Colours) -> str:
    """Where there are no soft grounds, a broken frame says that a field cannot be used."""
    if colours.line_width == 1:
        return ""
    return (
        "QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, "
        f"QLineEdit:read-only {{ border: {colours.line_width}px dashed {colours.line}; }}"
    )


def _lists(colours: Colours, measures: Measures) -> str:
    return f"""
    QTableView, QListView {{
        background: transparent; border: 0; outline: 0; gridline-color: {colours.line};
        selection-background-color: {colours.accent_soft}; selection-color: {colours.text};
    }}
    QComboBox QAbstractItemView {{ background: {colours.panel}; border: 1px solid {colours.line}; }}
    QHeaderView {{ background: transparent; border: 0; }}
    QHeaderView::section {{
        background: transparent; color: {colours.muted}; border: 0;
        border-bottom: {colours.line_width}px solid {colours.line};
        padding: 0 {measures.px(10)}px; font-size: {measures.px(12)}px; font-weight: 600;
    }}
    """


def _bars(colours: Colours, measures: Measures) -> str:
    line = f"{colours.line_width}px solid {colours.line}"
    return f"""
    QWidget#topBar {{ background: {colours.panel}; border-bottom: {line}; }}
    QWidget#alarmBar {{ background: {colours.stop_soft}; border-bottom: {line}; }}
    QWidget#alarmBar QLabel {{ color: {colours.stop}; }}
    QWidget#statusBar {{ background: {colours.panel}; border-top: {line}; }}
    QWidget#statusBar QLabel {{ font-size: {measures.px(13)}px; color: {colours.muted}; }}
    QProgressBar {{
        background: {colours.line}; border: 0; border-radius: {measures.px(3)}px;
        min-height: {measures.px(6)}px; max-height: {measures.px(6)}px;
    }}
    QProgressBar::chunk {{ background: {colours.accent}; border-radius: {measures.px(3)}px; }}
    QSplitter::handle {{ background: transparent; }}
    """


def _scroll_bars(colours: Colours, measures: Measures) -> str:
    thick, corner = measures.px(10), measures.px(3)
    return f"""
    QScrollArea {{ background: transparent; border: 0; }}
    QScrollBar {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ width: {thick}px; }}
    QScrollBar:horizontal {{ height: {thick}px; }}
    QScrollBar::handle {{
        background: {colours.line}; border-radius: {corner}px; margin: {measures.px(2)}px;
    }}
    QScrollBar::handle:hover {{ background: {colours.muted}; }}
    QScrollBar::handle:vertical {{ min-height: {measures.px(28)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {measures.px(28)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
