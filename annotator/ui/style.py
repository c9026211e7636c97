"""What Qt's own widgets look like around the canvas: flat, calm, in the theme's colours."""

from annotator.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """One style sheet for the whole window. Labels and boxes say by their property `role` which rule is theirs."""
    return "".join(
        part(theme) for part in (_frames, _menus, _docks, _words, _fields, _buttons, _lists, _scrollbars, _dialogs)
    )


def _frames(theme: Theme) -> str:
    panel, text, rule = theme.panel.name(), theme.text.name(), theme.rule.name()
    background = theme.background.name()
    return f"""
QMainWindow, QDockWidget, QStatusBar, QMenuBar {{ background: {panel}; color: {text}; }}
QMainWindow::separator {{ background: {rule}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {theme.slider_hover.name()}; }}
QWidget[role="body"] {{ background: {background}; }}
QWidget#bar, QWidget[role="bar"] {{ background: {panel}; }}
QWidget[role="foot"] {{ background: {background}; border-top: 1px solid {rule}; }}
QWidget[role="card"] {{ background: {background}; border: 1px solid {rule}; border-radius: 6px; }}
QWidget[role="card"][current="true"] {{ border-color: {theme.slider_hover.name()}; }}
QWidget[role="card"]:focus {{ border-color: {theme.accent.name()}; }}
QFrame[role="rule"] {{ background: {rule}; border: none; }}
QFrame#question, QWidget[role="question"] {{ background: {theme.match.name()}; border-top: 1px solid {rule}; }}
QToolBar {{ background: {panel}; border: none; border-bottom: 1px solid {rule}; padding: 0; spacing: 0; }}
QStatusBar {{ border-top: 1px solid {rule}; min-height: 28px; }}
QStatusBar[role="failing"] {{ background: {theme.problem.name()}; }}
QStatusBar[role="failing"] QLabel, QStatusBar[role="failing"] QPushButton {{ color: {theme.on_problem.name()}; }}
QStatusBar::item {{ border: none; }}
QToolTip {{ background: {background}; color: {text}; border: 1px solid {theme.slider.name()}; padding: 5px 7px; }}
QProgressBar {{ background: {rule}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {theme.accent.name()}; border-radius: 2px; }}
"""


def _menus(theme: Theme) -> str:
    return f"""
QMenuBar {{ padding: 2px 4px; border-bottom: 1px solid {theme.rule.name()}; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {theme.selection.name()}; }}
QMenu {{ background: {theme.background.name()}; border: 1px solid {theme.slider.name()}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.selection.name()}; }}
QMenu::item:disabled {{ color: {theme.slider_hover.name()}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {theme.rule.name()}; margin: 4px 8px; }}
"""


def _docks(theme: Theme) -> str:
    return f"""
QDockWidget {{ titlebar-close-icon: none; font-size: 11px; font-weight: 600; }}
QDockWidget::title {{ background: {theme.panel.name()}; color: {theme.faint.name()}; padding: 7px 12px 6px 12px;
    text-align: left; border-bottom: 1px solid {theme.rule.name()}; }}
QTabBar {{ qproperty-drawBase: 0; qproperty-elideMode: ElideNone; }}
QTabBar::tab {{ background: {theme.panel.name()}; color: {theme.faint.name()}; padding: 6px 7px; border: none;
    font-size: 12px;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {theme.text.name()}; }}
QTabBar::tab:selected {{ color: {theme.text.name()}; border-bottom: 2px solid {theme.accent.name()}; }}
"""


def _words(theme: Theme) -> str:
    faint = theme.faint.name()
    return f"""
QLabel#faint, QLabel[role="faint"] {{ color: {faint}; }}
QLabel[role="small"], QLabel[role="section"] {{ color: {faint}; }}
QLabel#heading {{ font-weight: 600; }}
QLabel[role="problem"] {{ color: {theme.problem.name()}; }}
QLabel:disabled {{ color: {theme.slider_hover.name()}; }}
"""


def _fields(theme: Theme) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox {{
    background: {theme.background.name()}; color: {theme.text.name()}; border: 1px solid {theme.slider.name()};
    border-radius: 5px; padding: 4px 6px; selection-background-color: {theme.selection.name()};
    selection-color: {theme.text.name()}; }}
QLineEdit {{ min-height: 18px; }}
QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus {{ border-color: {theme.hover.name()}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {theme.slider_hover.name()}; background: {theme.panel.name()}; }}
QLineEdit[role="large"] {{ border: none; border-radius: 0; padding: 11px 10px; font-size: 15px; }}
QComboBox {{ background: {theme.background.name()}; color: {theme.text.name()}; border: 1px solid {theme.slider.name()};
    border-radius: 5px; padding: 4px 8px; min-height: 18px; }}
QComboBox:focus, QComboBox:on {{ border-color: {theme.hover.name()}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox QAbstractItemView {{ background: {theme.background.name()}; border: 1px solid {theme.slider.name()};
    selection-background-color: {theme.selection.name()}; selection-color: {theme.text.name()}; outline: none; }}
"""


def _buttons(theme: Theme) -> str:
    text, slider, accent = theme.text.name(), theme.slider.name(), theme.accent.name()
    return f"""
QPushButton {{ background: {theme.background.name()}; color: {text}; border: 1px solid {slider};
    border-radius: 5px; padding: 4px 14px; min-height: 18px; }}
QPushButton:hover {{ background: {theme.tag.name()}; }}
QPushButton:pressed {{ background: {theme.selection.name()}; }}
QPushButton:focus {{ border-color: {theme.hover.name()}; }}
QPushButton:disabled {{ color: {theme.slider_hover.name()}; }}
QPushButton[role="main"] {{ background: {accent}; color: {theme.on_accent.name()}; border-color: {accent}; }}
QPushButton[role="main"]:hover {{ background: {theme.hover.name()}; border-color: {theme.hover.name()}; }}
QPushButton[role="main"]:focus {{ border-color: {theme.slider_hover.name()}; }}
QPushButton[role="main"]:disabled {{ background: {theme.rule.name()}; color: {theme.slider_hover.name()};
    border-color: {theme.rule.name()}; }}
QPushButton[role="flat"], QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent;
    border-radius: 4px; padding: 1px 7px; }}
QPushButton[role="flat"]:hover, QPushButton[role="link"]:hover {{ background: {theme.tag.name()}; }}
QPushButton[role="flat"]:focus, QPushButton[role="link"]:focus {{ border-color: {theme.slider_hover.name()}; }}
QPushButton[role="link"] {{ text-align: left; }}
QPushButton#chip {{ padding: 3px 9px; }}
QToolButton {{ color: {text}; border: 1px solid transparent; border-radius: 4px; padding: 3px 4px;
    background: transparent; }}
QToolButton:hover {{ background: {theme.tag.name()}; }}
QToolButton:focus {{ border-color: {theme.slider_hover.name()}; }}
QToolButton:checked, QToolButton[narrows="true"] {{ background: {theme.selection.name()}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
"""


def _lists(theme: Theme) -> str:
    return f"""
QTableView, QListView, QTreeView {{
    background: {theme.background.name()}; color: {theme.text.name()}; border: none; outline: none;
    gridline-color: transparent; selection-background-color: {theme.selection.name()};
    selection-color: {theme.text.name()}; }}
QTableView::item, QListView::item {{ padding: 2px 6px; border: none; }}
QListView[role="boxed"], QTableView[role="boxed"] {{ border: 1px solid {theme.slider.name()}; border-radius: 5px; }}
QHeaderView {{ background: {theme.background.name()}; }}
QTableCornerButton::section {{ background: {theme.background.name()}; border: none; }}
QHeaderView::section {{ background: {theme.background.name()}; color: {theme.faint.name()}; border: none;
    border-bottom: 1px solid {theme.rule.name()}; padding: 3px 0 4px 0; font-size: 11px; }}
QHeaderView::section:first {{ padding-left: 12px; }}
QHeaderView::section:hover {{ color: {theme.text.name()}; }}
"""


def _scrollbars(theme: Theme) -> str:
    slider, hover = theme.slider.name(), theme.slider_hover.name()
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {slider}; min-height: 28px; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {hover}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {slider}; min-width: 28px; border-radius: 3px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""


def _dialogs(theme: Theme) -> str:
    return f"""
QDialog {{ background: {theme.background.name()}; color: {theme.text.name()}; }}
QDialog QTabWidget::tab-bar {{ left: 12px; }}
QDialog QTabBar::tab {{ background: transparent; padding: 10px 8px 7px 8px; }}
QDialog[role="floating"] {{ border: 1px solid {theme.slider_hover.name()}; }}
QDialog QWidget[role="buttons"] {{ background: {theme.panel.name()}; border-top: 1px solid {theme.rule.name()}; }}
"""
