-- The hub of kmfacilitate: the tables of version 1. Needs PostgreSQL 14 or newer and nothing but what comes
-- with it. The program runs the numbered files in order and then rules.sql, in one transaction; a database
-- administrator may do the same by hand. docs/hub.md says what each table is for.

CREATE SCHEMA kmhub;

CREATE TABLE kmhub.about (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    hub uuid NOT NULL DEFAULT gen_random_uuid(),
    version integer NOT NULL
);

CREATE TABLE kmhub.organisations (
    org text PRIMARY KEY CHECK (org <> '')
);

CREATE TABLE kmhub.members (
    org text NOT NULL REFERENCES kmhub.organisations,
    member name NOT NULL,               -- a role of the database: who is connected
    role text NOT NULL CHECK (role IN ('contributor', 'reader', 'keeper')),
    PRIMARY KEY (org, member)
);

-- How often each laptop was answered. A laptop that remembers more knows that the hub is an older backup.
CREATE TABLE kmhub.receipts (
    org text NOT NULL,
    member name NOT NULL DEFAULT session_user,
    laptop text NOT NULL,
    answered bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (org, member, laptop)
);

CREATE TABLE kmhub.sessions (
    org text NOT NULL REFERENCES kmhub.organisations,
    session text NOT NULL,
    owner name NOT NULL DEFAULT session_user,
    year integer NOT NULL,
    language text NOT NULL DEFAULT 'simple',
    generation bigint NOT NULL,         -- + 1 each time it is shared again
    gone boolean NOT NULL DEFAULT false,
    changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (org, session)
);
CREATE INDEX sessions_changed ON kmhub.sessions (org, changed, session);

CREATE TABLE kmhub.entries (
    org text NOT NULL,
    year integer NOT NULL,
    session text NOT NULL,
    tab text NOT NULL,                  -- the table of the session file
    id text NOT NULL,
    rev bigint NOT NULL,
    cut bigint NOT NULL,                -- the sum of all revisions of the session when this was sent
    digest text NOT NULL,               -- of json, so that two versions are told apart
    deleted boolean NOT NULL DEFAULT false,
    json jsonb,                         -- none: it was taken out
    words tsvector,
    changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (org, year, session, tab, id),
    CHECK (deleted = (json IS NULL))
) PARTITION BY LIST (year);
CREATE INDEX entries_changed ON kmhub.entries (org, changed, session, tab, id);
CREATE INDEX entries_words ON kmhub.entries USING gin (words);

-- The version that did not win, where one document was changed in two places at once.
CREATE TABLE kmhub.conflicts (
    org text NOT NULL,
    session text NOT NULL,
    tab text NOT NULL,
    id text NOT NULL,
    digest text NOT NULL,
    rev bigint NOT NULL,
    json jsonb,
    PRIMARY KEY (org, session, tab, id, digest)
);

INSERT INTO kmhub.about (version) VALUES (1);
