"""What Qt's own widgets look like around the canvas: flat, calm, in the theme's colours."""

from annotator.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """One style sheet for the whole window."""
    background, panel, text = theme.background.name(), theme.panel.name(), theme.text.name()
    faint, rule, selection, tag = theme.faint.name(), theme.rule.name(), theme.selection.name(), theme.tag.name()
    slider, hover, accent = theme.slider.name(), theme.slider_hover.name(), theme.accent.name()
    return f"""
QMainWindow, QDockWidget, QStatusBar, QMenuBar {{ background: {panel}; color: {text}; }}
QMainWindow::separator {{ background: {rule}; width: 1px; height: 1px; }}
QMenuBar {{ padding: 2px 4px; border-bottom: 1px solid {rule}; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {selection}; }}
QMenu {{ background: {background}; border: 1px solid {rule}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selection}; }}
QMenu::separator {{ height: 1px; background: {rule}; margin: 4px 8px; }}
QDockWidget {{ titlebar-close-icon: none; }}
QDockWidget::title {{ background: {panel}; color: {faint}; padding: 6px 8px; text-align: left; }}
QStatusBar {{ border-top: 1px solid {rule}; min-height: 26px; }}
QStatusBar::item {{ border: none; }}
QTabBar::tab {{ background: {panel}; color: {faint}; padding: 5px 10px; border: none; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
    background: {background}; color: {text}; border: 1px solid {rule}; border-radius: 5px; padding: 4px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border-color: {faint}; }}
QComboBox::drop-down {{ border: none; width: 18px; }}
QTableView, QListView, QTreeView {{
    background: {background}; color: {text}; border: none; outline: none; gridline-color: transparent;
    selection-background-color: {selection}; selection-color: {text}; }}
QTableView::item, QListView::item {{ padding: 2px 6px; border: none; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{
    background: {selection}; color: {text}; }}
QHeaderView::section {{
    text-align: left; background: {background}; color: {faint};
    border: none; border-bottom: 1px solid {rule}; padding: 4px 6px; }}
QToolButton {{ color: {text}; border: none; border-radius: 4px; padding: 3px 6px; background: transparent; }}
QToolButton:hover {{ background: {tag}; }}
QToolButton:checked {{ background: {selection}; }}
QPushButton {{
    background: {background}; color: {text}; border: 1px solid {rule}; border-radius: 5px; padding: 5px 14px; }}
QPushButton:hover {{ background: {tag}; }}
QPushButton:default {{ border-color: {accent}; }}
QProgressBar {{ background: {rule}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {slider}; min-height: 28px; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {hover}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {slider}; min-width: 28px; border-radius: 3px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QToolTip {{ background: {tag}; color: {text}; border: 1px solid {rule}; padding: 4px; }}
QLabel#faint {{ color: {faint}; }}
QLabel#heading {{ font-weight: 600; }}
QWidget#bar {{ background: {panel}; }}
QFrame#question {{ background: {tag}; border-top: 1px solid {rule}; }}
QPushButton#chip {{ padding: 3px 9px; }}
"""
