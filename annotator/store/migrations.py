"""Steps that make and change the schema of a project file, in order; a published step is never altered."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from annotator.store.search_index import TABLE as SEARCH

APPLICATION_ID = 0x616E6E6F  # "anno"
USER_VERSION = 4  # number of steps below

steps = Migrations("annotator")


def _ref(table: str, *, null: bool = False) -> str:
    return f"INTEGER {'' if null else 'NOT NULL '}REFERENCES {table}(id) DEFERRABLE INITIALLY DEFERRED"


_ITEM = f"""
    id INTEGER PRIMARY KEY, document {_ref("document")}, author {_ref("author")}"""
_ITEM_TAIL = """
    attributes TEXT, note TEXT NOT NULL DEFAULT '', unsure INTEGER NOT NULL DEFAULT 0, origin INTEGER,
    how TEXT NOT NULL DEFAULT '', score REAL"""

TABLES = f"""
CREATE TABLE origin (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, person TEXT NOT NULL, machine TEXT NOT NULL,
    file TEXT NOT NULL) STRICT;
CREATE TABLE project (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, version TEXT NOT NULL,
    meta_hash TEXT NOT NULL) STRICT;
CREATE TABLE person_role (id INTEGER PRIMARY KEY, author {_ref("author")}, role TEXT NOT NULL) STRICT;
CREATE TABLE batch (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL) STRICT;
CREATE TABLE text (sha256 TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE document (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES text(sha256),
    length INTEGER NOT NULL, position INTEGER NOT NULL, language TEXT NOT NULL, meta_json TEXT NOT NULL,
    batch {_ref("batch", null=True)}) STRICT;
CREATE INDEX document_position ON document(position);
CREATE INDEX document_name ON document(name);
CREATE INDEX document_batch ON document(batch) WHERE batch IS NOT NULL;
CREATE TABLE label (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    colour TEXT NOT NULL, key TEXT NOT NULL, guideline TEXT NOT NULL, position INTEGER NOT NULL,
    symmetric INTEGER NOT NULL, nests_in TEXT, parent INTEGER, retired INTEGER NOT NULL) STRICT;
CREATE TABLE relation_rule (id INTEGER PRIMARY KEY, relation {_ref("label")}, head {_ref("label")},
    tail {_ref("label")}) STRICT;
CREATE TABLE attribute (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, choices TEXT, labels TEXT,
    position INTEGER NOT NULL) STRICT;
CREATE TABLE annotation_set (document {_ref("document")}, author {_ref("author")}, state TEXT NOT NULL,
    reason TEXT NOT NULL, at TEXT NOT NULL, round INTEGER NOT NULL, base TEXT, digest TEXT,
    PRIMARY KEY (document, author)) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_set_author ON annotation_set(author, state);
CREATE TABLE span ({_ITEM}, start INTEGER NOT NULL, stop INTEGER NOT NULL, fragments TEXT, label {_ref("label")},
    {_ITEM_TAIL}) STRICT;
CREATE INDEX span_set ON span(document, author);
CREATE INDEX span_label ON span(label);
CREATE TABLE relation ({_ITEM}, head {_ref("span")}, tail {_ref("span")}, label {_ref("label")}, {_ITEM_TAIL}) STRICT;
CREATE INDEX relation_set ON relation(document, author);
CREATE INDEX relation_head ON relation(head);
CREATE INDEX relation_tail ON relation(tail);
CREATE INDEX relation_label ON relation(label);
CREATE TABLE document_label ({_ITEM}, label {_ref("label")}) STRICT;
CREATE INDEX document_label_set ON document_label(document, author);
CREATE TABLE comment ({_ITEM}, item INTEGER, writer {_ref("author")}, text TEXT NOT NULL, at TEXT NOT NULL,
    reply_to INTEGER, state TEXT NOT NULL, round INTEGER NOT NULL, place TEXT NOT NULL, quote TEXT NOT NULL) STRICT;
CREATE INDEX comment_set ON comment(document, author);
CREATE TABLE rejection ({_ITEM}, key TEXT NOT NULL) STRICT;
CREATE INDEX rejection_set ON rejection(document, author);
CREATE TABLE verdict (id INTEGER PRIMARY KEY, document {_ref("document")}, reviewer {_ref("author")},
    verdict TEXT NOT NULL, gold_digest TEXT NOT NULL, sets TEXT, at TEXT NOT NULL, unseen INTEGER NOT NULL,
    reason TEXT NOT NULL) STRICT;
CREATE INDEX verdict_document ON verdict(document);
CREATE TABLE revision (id INTEGER PRIMARY KEY, origin INTEGER NOT NULL REFERENCES origin(id), seq INTEGER NOT NULL,
    lamport INTEGER NOT NULL, kind TEXT NOT NULL, of_origin INTEGER, of_seq INTEGER, part_of INTEGER NOT NULL,
    actor INTEGER, title TEXT NOT NULL, changes BLOB NOT NULL, at TEXT NOT NULL, prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL, UNIQUE (origin, seq)) STRICT;
CREATE INDEX revision_actor ON revision(actor, origin);
CREATE INDEX revision_of ON revision(of_origin, of_seq) WHERE of_seq IS NOT NULL;
CREATE TABLE revision_set (document INTEGER NOT NULL, author INTEGER NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (document, author, revision)) STRICT, WITHOUT ROWID;
CREATE TABLE seen (document {_ref("document")}, author {_ref("author")}, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, PRIMARY KEY (document, author, start)) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (document {_ref("document")}, tokenizer TEXT NOT NULL, offsets BLOB NOT NULL,
    PRIMARY KEY (document, tokenizer)) STRICT, WITHOUT ROWID;
CREATE TABLE comment_draft (author INTEGER NOT NULL, document INTEGER NOT NULL, item TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (author, document, item)) STRICT, WITHOUT ROWID;
"""


@steps()
def first_tables(db: Database) -> None:
    """Everything that version 0.1 keeps."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)


SECOND = f"""
ALTER TABLE label ADD COLUMN one_per_head INTEGER NOT NULL DEFAULT 0;
ALTER TABLE label ADD COLUMN same_sentence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE label ADD COLUMN merged_into INTEGER;
CREATE TABLE intended ({_ITEM}, key TEXT NOT NULL, reason TEXT NOT NULL, writer {_ref("author", null=True)},
    at TEXT NOT NULL) STRICT;
CREATE INDEX intended_set ON intended(document, author);
"""


@steps()
def rules_and_intentions(db: Database) -> None:
    """What relations must keep to, what labels were merged into, and problems that are intended."""
    for statement in SECOND.split(";\n"):
        if statement.strip():
            db.execute(statement)


THIRD = f"""
ALTER TABLE author ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;
CREATE TABLE assignment (id INTEGER PRIMARY KEY, document {_ref("document")}, author {_ref("author")}) STRICT;
CREATE INDEX assignment_document ON assignment(document);
CREATE INDEX assignment_author ON assignment(author, document);
CREATE TABLE unsearched (document INTEGER PRIMARY KEY) STRICT;
INSERT INTO unsearched SELECT id FROM document;
{SEARCH.format("search")};
"""


@steps()
def people_and_search(db: Database) -> None:
    """Who annotates what, people who left, and the index of words; documents there already are taken in later."""
    for statement in THIRD.split(";\n"):
        if statement.strip():
            db.execute(statement)


FOURTH = f"""
CREATE TABLE word_list (id INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, enabled INTEGER NOT NULL)
    STRICT;
CREATE TABLE word_entry (id INTEGER PRIMARY KEY, word_list {_ref("word_list")}, label INTEGER,
    label_name TEXT NOT NULL, pattern TEXT NOT NULL, tokens INTEGER NOT NULL, any_case INTEGER NOT NULL,
    tag TEXT NOT NULL) STRICT;
CREATE INDEX word_entry_list ON word_entry(word_list);
CREATE TABLE word_exception (id INTEGER PRIMARY KEY, text TEXT NOT NULL, label INTEGER, only_in INTEGER,
    before TEXT NOT NULL, after TEXT NOT NULL, writer INTEGER, at TEXT NOT NULL) STRICT;
"""


@steps()
def word_lists(db: Database) -> None:
    """Words and patterns that suggest, and what they are not to suggest."""
    for statement in FOURTH.split(";\n"):
        if statement.strip():
            db.execute(statement)


def migrate(db: Database, *, to: int = USER_VERSION) -> None:
    """Bring a file to the present schema, or to that of an earlier version."""
    names = ("first_tables", "rules_and_intentions", "people_and_search", "word_lists")
    steps.apply(db, stop_before=names[to:] or None)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {to}")
