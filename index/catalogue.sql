-- The catalogue's tables, version 3.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, location TEXT NOT NULL, day TEXT,
    size INTEGER NOT NULL, length INTEGER NOT NULL, media_type TEXT NOT NULL, state TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE text (
    source TEXT PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE, body BLOB NOT NULL,
    places BLOB NOT NULL
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL
);
CREATE INDEX passage_of_source ON passage (source, start);
CREATE INDEX source_by_state ON source (state);
CREATE TABLE file (
    path TEXT PRIMARY KEY, source TEXT REFERENCES source(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, stamp TEXT NOT NULL, failure TEXT,
    container TEXT REFERENCES file(path) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX file_of_source ON file (source);
CREATE INDEX file_in_container ON file (container);
