"""What can go wrong in the world: each error is one sentence that says what happened and what to do."""


class ProjectError(Exception):
    """A project that cannot be opened, read or written; the text is a sentence for the person."""


class NotAProject(ProjectError):
    """The file is no project of this program."""


class TooNew(ProjectError):
    """The project was written by a newer version of the program."""


class Damaged(ProjectError):
    """The file's structure is not what the program makes."""


class OpenElsewhere(ProjectError):
    """Another program is writing to the project."""


class ReadOnly(ProjectError):
    """The project is open for reading only."""


class ReadFailed(ProjectError):
    """A read did not get through; nothing was changed."""


class WriteFailed(ProjectError):
    """A write did not get through; the edit is kept as the pending one and tried again."""


class StillUsed(ProjectError):
    """A row cannot go because others refer to it."""
