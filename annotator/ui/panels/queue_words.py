"""States of documents in words and icons: the same wherever documents are listed."""

from PySide6.QtCore import QCoreApplication

from annotator.core.listing import QueueRow


def state_name(state: str) -> str:
    """A state as the interface calls it."""
    tr = QCoreApplication.translate
    return {
        "to do": tr("state", "to do"),
        "in progress": tr("state", "in progress"),
        "sent back": tr("state", "sent back"),
        "submitted": tr("state", "submitted"),
        "in review": tr("state", "in review"),
        "approved": tr("state", "approved"),
        "set aside": tr("state", "set aside"),
    }[state]


def state_icon(row: QueueRow) -> str:
    """The icon of a document's state."""
    return "outdated" if row.outdated else row.state


def facts(row: QueueRow) -> str:
    """The line under a document's name: its state, and what is special about it."""
    tr = QCoreApplication.translate
    state = state_name(row.state)
    if row.outdated:
        state = tr("queue", "approved, changed since")
    elif row.state == "set aside" and row.reason:
        state = tr("queue", "set aside: {0}").format(row.reason)
    return tr("queue", "{0} · {1} · {2} characters").format(row.number, state, f"{row.length:,}")


def tally(states: dict[str, int]) -> str:
    """Counts by state in words, what is most finished first."""
    order = ("approved", "in review", "submitted", "sent back", "in progress", "to do", "set aside")
    return " · ".join(f"{states[state]:,} {state_name(state)}" for state in order if states.get(state))
