"""The table of actions: every one has a name, a place in a menu, a key, and one small function."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

CANVAS = "canvas"  # acts only while the canvas has the keyboard
WINDOW = "window"


class Action(NamedTuple):
    """One action. `keys` are portable key sequences of the preset "ours"; the first is shown in the menu."""

    id: str
    menu: str  # "" keeps it out of the menus; it is in the palette all the same
    text: str
    keys: tuple[str, ...]
    run: Callable[["MainWindow"], object]
    where: str = CANVAS
    checkable: bool = False


def _edge(side: str, step: int, *, by_character: bool = False) -> Callable[["MainWindow"], object]:
    return lambda w: w.desk.move_edge(side, step, by_character=by_character)


ACTIONS: tuple[Action, ...] = (
    # ---- File
    Action("new_project", "File", "New project …", ("Ctrl+Shift+N",), lambda w: w.projects.new(), WINDOW),
    Action("open_project", "File", "Open project …", ("Ctrl+O",), lambda w: w.projects.choose(), WINDOW),
    Action("open_sample", "File", "Open the sample", (), lambda w: w.projects.open_sample(), WINDOW),
    Action("import", "File", "Import texts …", ("Ctrl+I",), lambda w: w.projects.import_files(), WINDOW),
    Action(
        "paste_text", "File", "New document from the clipboard", ("Ctrl+Shift+V",), lambda w: w.projects.paste(), WINDOW
    ),
    Action("export", "File", "Export …", ("Ctrl+E",), lambda w: w.projects.export(), WINDOW),
    Action("save_picture", "File", "Save as picture …", ("Ctrl+Shift+E",), lambda w: w.drawing.ask(), WINDOW),
    Action("save_copy", "File", "Save a copy …", (), lambda w: w.projects.save_copy(), WINDOW),
    Action("quit", "File", "Quit", ("Ctrl+Q",), lambda w: w.close(), WINDOW),
    # ---- Edit
    Action("undo", "Edit", "Undo", ("Ctrl+Z",), lambda w: w.desk.undo(), WINDOW),
    Action("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), lambda w: w.desk.redo(), WINDOW),
    Action("copy", "Edit", "Copy", ("Ctrl+C",), lambda w: w.pane.link.copy()),
    Action("copy_picture", "Edit", "Copy as picture", ("Ctrl+Shift+C",), lambda w: w.pane.copy_picture(), WINDOW),
    Action("find", "Edit", "Find", ("/", "Ctrl+F"), lambda w: w.pane.find_bar.open_bar()),
    Action("find_next", "Edit", "Next match", ("F3",), lambda w: w.pane.find_bar.step(1), WINDOW),
    Action("find_previous", "Edit", "Previous match", ("Shift+F3",), lambda w: w.pane.find_bar.step(-1), WINDOW),
    Action("search", "Edit", "Find in all documents", ("Ctrl+Shift+F",), lambda w: w.dialogs.search(), WINDOW),
    Action("palette", "Edit", "All actions …", ("Ctrl+Shift+P",), lambda w: w.dialogs.palette(), WINDOW),
    Action("settings", "Edit", "Settings …", ("Ctrl+,",), lambda w: w.dialogs.settings(), WINDOW),
    # ---- View
    Action("zoom_in", "View", "Larger text", ("Ctrl++", "Ctrl+="), lambda w: w.pane.zoom(1), WINDOW),
    Action("zoom_out", "View", "Smaller text", ("Ctrl+-",), lambda w: w.pane.zoom(-1), WINDOW),
    Action("zoom_reset", "View", "Usual size", ("Ctrl+0",), lambda w: w.pane.zoom(0), WINDOW),
    Action("arcs", "View", "Arcs: all, of the focus, none", ("H",), lambda w: w.pane.cycle_arcs()),
    Action("rejected", "View", "Show rejected suggestions", (), lambda w: w.pane.toggle_rejected(), WINDOW, True),
    Action("map", "View", "Map beside the scrollbar", (), lambda w: w.toggle_map(), WINDOW, True),
    Action("dark", "View", "Light, dark, as the system", (), lambda w: w.looks.cycle(), WINDOW),
    Action("panes", "View", "Put all panels back", (), lambda w: w.docks.restore(), WINDOW),
    Action("next_pane", "View", "Next panel", ("F6",), lambda w: w.docks.next_pane(1), WINDOW),
    Action("previous_pane", "View", "Previous panel", ("Shift+F6",), lambda w: w.docks.next_pane(-1), WINDOW),
    # ---- Go
    Action("open_document", "Go", "Open document …", ("Ctrl+P",), lambda w: w.dialogs.documents(), WINDOW),
    Action("filter_queue", "Go", "Filter the queue", ("Ctrl+Shift+D",), lambda w: w.dialogs.filter_queue(), WINDOW),
    Action(
        "all_documents", "Go", "Documents of others too", (), lambda w: w.desk.show_all(not w.desk.showing_all), WINDOW
    ),
    Action("next_document", "Go", "Next document", ("Ctrl+PgDown",), lambda w: w.desk.next_document(1), WINDOW),
    Action("previous_document", "Go", "Previous document", ("Ctrl+PgUp",), lambda w: w.desk.next_document(-1), WINDOW),
    Action("next_span", "Go", "Next entity", ("Tab",), lambda w: w.pane.tab(1)),
    Action("previous_span", "Go", "Previous entity", ("Shift+Tab",), lambda w: w.pane.tab(-1)),
    Action("next_look", "Go", "Next place that needs a look", ("F8",), lambda w: w.desk.next_to_look_at(1), WINDOW),
    Action("previous_look", "Go", "Previous such place", ("Shift+F8",), lambda w: w.desk.next_to_look_at(-1), WINDOW),
    Action("hints", "Go", "Hints on entities", ("G",), lambda w: w.pane.hinting.start("spans")),
    Action("word_hints", "Go", "Hints on words", ("Shift+G",), lambda w: w.pane.hinting.start("words")),
    Action("out", "Go", "Outward, or a line up", ("Up",), lambda w: w.pane.vertical(-1)),
    Action("in", "Go", "Inward, or a line down", ("Down",), lambda w: w.pane.vertical(1)),
    Action("left", "", "Caret left", ("Left",), lambda w: w.desk.move_caret(-1)),
    Action("right", "", "Caret right", ("Right",), lambda w: w.desk.move_caret(1)),
    Action("sentence_left", "", "Caret a sentence back", ("Ctrl+Left",), lambda w: w.desk.move_by_sentence(-1)),
    Action("sentence_right", "", "Caret a sentence on", ("Ctrl+Right",), lambda w: w.desk.move_by_sentence(1)),
    Action("select_left", "", "Extend selection left", ("Shift+Left",), lambda w: w.desk.move_caret(-1, select=True)),
    Action("select_right", "", "Extend selection right", ("Shift+Right",), lambda w: w.desk.move_caret(1, select=True)),
    Action("select_up", "", "Extend selection up", ("Shift+Up",), lambda w: w.pane.vertical(-1, select=True)),
    Action("select_down", "", "Extend selection down", ("Shift+Down",), lambda w: w.pane.vertical(1, select=True)),
    Action(
        "select_sentence_left",
        "",
        "Extend selection a sentence back",
        ("Ctrl+Shift+Left",),
        lambda w: w.desk.move_by_sentence(-1, select=True),
    ),
    Action(
        "select_sentence_right",
        "",
        "Extend selection a sentence on",
        ("Ctrl+Shift+Right",),
        lambda w: w.desk.move_by_sentence(1, select=True),
    ),
    Action("page_up", "", "A page up", ("PgUp",), lambda w: w.pane.page(-1)),
    Action("page_down", "", "A page down", ("PgDown",), lambda w: w.pane.page(1)),
    Action("home", "", "Beginning of the document", ("Ctrl+Home",), lambda w: w.desk.move_to(0)),
    Action("end", "", "End of the document", ("Ctrl+End",), lambda w: w.pane.to_end()),
    # ---- Annotate
    Action("accept", "Annotate", "Accept and go on", ("Space", "Return", "Enter"), lambda w: w.pane.enter()),
    Action("reject", "Annotate", "Reject or delete", ("X", "Del", "Backspace"), lambda w: w.desk.reject_or_delete()),
    Action("teach", "Annotate", "Never suggest what was rejected again …", ("T",), lambda w: w.desk.teach()),
    Action("label", "Annotate", "All labels …", ("L",), lambda w: w.dialogs.labels()),
    Action("start_left", "Annotate", "Start edge left", ("A", "Alt+Left"), _edge("start", -1)),
    Action("start_right", "Annotate", "Start edge right", ("S",), _edge("start", 1)),
    Action("end_left", "Annotate", "End edge left", ("D",), _edge("end", -1)),
    Action("end_right", "Annotate", "End edge right", ("F", "Alt+Right"), _edge("end", 1)),
    Action(
        "start_left_1",
        "",
        "Start edge left by a character",
        ("Shift+A", "Alt+Shift+Left"),
        _edge("start", -1, by_character=True),
    ),
    Action("start_right_1", "", "Start edge right by a character", ("Shift+S",), _edge("start", 1, by_character=True)),
    Action("end_left_1", "", "End edge left by a character", ("Shift+D",), _edge("end", -1, by_character=True)),
    Action(
        "end_right_1",
        "",
        "End edge right by a character",
        ("Shift+F", "Alt+Shift+Right"),
        _edge("end", 1, by_character=True),
    ),
    Action("merge", "Annotate", "Merge with the next entity", ("M",), lambda w: w.desk.merge()),
    Action("split", "Annotate", "Split at the caret", ("K",), lambda w: w.desk.split()),
    Action("remove_piece", "Annotate", "Remove the last piece", ("Shift+X",), lambda w: w.desk.remove_fragment()),
    Action("relation", "Annotate", "Relation from here", ("R",), lambda w: w.desk.start_linking()),
    Action("same_relation", "Annotate", "Same relation again", (";", "Ctrl+R"), lambda w: w.desk.again()),
    Action("walk", "Annotate", "Walk the relations", ("W",), lambda w: w.desk.walk(1)),
    Action("walk_back", "Annotate", "Walk the relations backwards", ("Shift+W",), lambda w: w.desk.walk(-1)),
    Action("reverse", "Annotate", "Turn the relation round", ("V",), lambda w: w.desk.reverse()),
    Action("hold", "Annotate", "Hold and go on", ("Shift+Space",), lambda w: w.pane.hold()),
    Action("propagate", "Annotate", "Same label on all same texts …", ("P",), lambda w: w.dialogs.same_texts()),
    Action("everywhere", "Annotate", "Same label everywhere", ("Shift+P",), lambda w: w.dialogs.everywhere()),
    Action("intended", "Annotate", "Problem is meant so …", ("I",), lambda w: w.dialogs.intended()),
    Action("unsure", "Annotate", "Unsure", ("U",), lambda w: w.desk.set_unsure()),
    Action("note", "Annotate", "Note", ("N",), lambda w: w.dialogs.note()),
    Action("comment", "Annotate", "Comment", ("C",), lambda w: w.dialogs.comment()),
    Action("attributes", "Annotate", "Attributes", ("E",), lambda w: w.dialogs.attributes()),
    Action("escape", "", "One step back", ("Esc",), lambda w: w.pane.escape()),
    # ---- Review
    Action("submit", "Review", "Submit, or approve", ("Ctrl+Return", "Ctrl+Enter"), lambda w: w.desk.submit(), WINDOW),
    Action(
        "send_back",
        "Review",
        "Send back",
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        lambda w: w.dialogs.send_back(),
        WINDOW,
    ),
    Action("set_aside", "Review", "Set aside …", ("Ctrl+Del",), lambda w: w.desk.ask_to_set_aside(), WINDOW),
    Action("withdraw", "Review", "Withdraw", (), lambda w: w.desk.withdraw(), WINDOW),
    Action("take_up", "Review", "Take up again", (), lambda w: w.desk.take_up(), WINDOW),
    Action("release", "Review", "Release", (), lambda w: w.desk.release(), WINDOW),
    Action("reopen", "Review", "Reopen …", (), lambda w: w.dialogs.reopen(), WINDOW),
    Action("role", "Review", "Annotate or review", (), lambda w: w.dialogs.switch_role(), WINDOW),
    Action("who", "Review", "Who are you? …", (), lambda w: w.dialogs.who(), WINDOW),
    # ---- Tools
    Action("suggest_all", "Tools", "Suggest for the whole project", (), lambda w: w.suggester.read_all(), WINDOW),
    Action("suggest_cancel", "Tools", "Stop suggesting", (), lambda w: w.suggester.cancel(), WINDOW),
    Action("people", "Tools", "People and assignments …", (), lambda w: w.dialogs.people(), WINDOW),
    Action("about_document", "Tools", "About this document …", (), lambda w: w.dialogs.about_document(), WINDOW),
    Action("guideline", "View", "Guideline of the label", ("Ctrl+G",), lambda w: w.docks.reveal("guideline"), WINDOW),
    Action("scheme", "Tools", "Scheme …", ("Ctrl+Shift+L",), lambda w: w.dialogs.scheme(), WINDOW),
    Action("word_lists", "Tools", "Word lists and patterns …", (), lambda w: w.dialogs.word_lists(), WINDOW),
    Action("history", "Tools", "History of this document", (), lambda w: w.dialogs.history(), WINDOW),
    Action(
        "problems", "Tools", "Problems of the whole project", ("Ctrl+Shift+M",), lambda w: w.dialogs.problems(), WINDOW
    ),
    Action("doctor", "Tools", "Check the project file", (), lambda w: w.projects.examine(), WINDOW),
    # ---- Help
    Action("keys", "Help", "Keys", ("?", "F1"), lambda w: w.dialogs.keys()),
    Action("about", "Help", "About Annotator", (), lambda w: w.dialogs.about(), WINDOW),
)

MENUS = ("File", "Edit", "View", "Go", "Annotate", "Review", "Tools", "Help")

PRODIGY: dict[str, tuple[str, ...]] = {
    "accept": ("A", "Return", "Enter"),
    "reject": ("X", "Del"),
    "set_aside": ("Space", "Ctrl+Del"),
    "undo": ("Backspace", "Ctrl+Z"),
    "start_left": ("Alt+Left",),
}
"""Where the preset "Prodigy" differs from ours; bare keys act on the canvas only, whatever the action says."""
