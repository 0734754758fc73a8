-- The tables of the conversations, version 1.
CREATE TABLE secret (value TEXT NOT NULL);
CREATE TABLE conversation (
    name TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
    changed INTEGER NOT NULL, removed INTEGER
) WITHOUT ROWID;
CREATE INDEX conversation_of_owner ON conversation (owner, changed);
CREATE TABLE turn (
    conversation TEXT NOT NULL REFERENCES conversation(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, record TEXT NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
CREATE TABLE feedback (
    conversation TEXT NOT NULL, number INTEGER NOT NULL,
    is_good INTEGER NOT NULL, comment TEXT NOT NULL, given INTEGER NOT NULL,
    PRIMARY KEY (conversation, number),
    FOREIGN KEY (conversation, number) REFERENCES turn(conversation, number) ON DELETE CASCADE
) WITHOUT ROWID
