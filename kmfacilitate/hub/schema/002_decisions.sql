-- Version 2: a change carries the era of its server, keepers decide, a year can be archived, search by words.

-- Policies, triggers and functions of version 1, if it was ever there: rules.sql makes them anew.
DO $$
DECLARE
    old record;
BEGIN
    FOR old IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'kmhub' LOOP
        EXECUTE format('DROP POLICY %I ON kmhub.%I', old.policyname, old.tablename);
    END LOOP;
    DROP TRIGGER IF EXISTS mark ON kmhub.sessions;
    DROP TRIGGER IF EXISTS mark ON kmhub.entries;
    FOR old IN SELECT oid::regprocedure AS named FROM pg_proc WHERE pronamespace = 'kmhub'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION %s', old.named);
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA kmhub FROM PUBLIC;

-- A server counts its transactions from where it was made. When an organisation is served by another one (a
-- dump was restored, a standby took over, its part was moved), a new era begins.
ALTER TABLE kmhub.organisations
    ADD COLUMN era integer NOT NULL DEFAULT 1,
    ADD COLUMN served_by text NOT NULL DEFAULT '';

-- `changed` is the era, then the transaction: era * 2^48 + transaction.
ALTER TABLE kmhub.sessions ALTER COLUMN changed DROP DEFAULT,
    ALTER COLUMN changed TYPE bigint USING (1::bigint << 48) + changed::text::bigint,
    ALTER COLUMN changed SET DEFAULT 0,
    ALTER COLUMN owner SET DEFAULT session_user,
    ADD COLUMN edition integer NOT NULL DEFAULT 0,   -- how much leaves, and whose names: greater is less
    ADD COLUMN settings bigint NOT NULL DEFAULT 0;   -- the revision of the document that says so
CREATE INDEX sessions_owner ON kmhub.sessions (org, owner);
ALTER TABLE kmhub.entries ALTER COLUMN changed DROP DEFAULT,
    ALTER COLUMN changed TYPE bigint USING (1::bigint << 48) + changed::text::bigint,
    ALTER COLUMN changed SET DEFAULT 0;
ALTER TABLE kmhub.receipts ALTER COLUMN member SET DEFAULT session_user;
ALTER TABLE kmhub.conflicts ADD COLUMN changed bigint NOT NULL DEFAULT 0;
CREATE INDEX conflicts_changed ON kmhub.conflicts (org, changed, session, tab, id, digest);

-- What keepers decided of a lesson; the last one counts. Its own session keeps its words.
CREATE TABLE kmhub.decisions (
    org text NOT NULL REFERENCES kmhub.organisations,
    session text NOT NULL,
    id text NOT NULL,
    n integer NOT NULL,                 -- 1, 2, 3 … of this lesson
    says text NOT NULL
        CHECK (says IN ('checked', 'validated', 'information', 'merged', 'superseded', 'rejected')),
    other text NOT NULL DEFAULT '',     -- session/id of the lesson that stands in its place
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    keeper name NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT now(),
    changed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (org, session, id, n),
    FOREIGN KEY (org, session) REFERENCES kmhub.sessions (org, session),
    CHECK (says NOT IN ('merged', 'superseded') OR other <> '')
);
CREATE INDEX decisions_changed ON kmhub.decisions (org, changed, session, id, n);

-- The years and languages that an organisation has sessions in.
CREATE TABLE kmhub.kept (
    org text NOT NULL REFERENCES kmhub.organisations,
    year integer NOT NULL,
    language text NOT NULL,
    PRIMARY KEY (org, year, language)
);
INSERT INTO kmhub.kept SELECT DISTINCT org, year, language FROM kmhub.sessions WHERE NOT gone;

-- Years whose entries were put away by kmhub.archive_year.
CREATE TABLE kmhub.archived (
    year integer PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);

-- The words of a line name its organisation too (kmhub.words_of). Only what has words is in the index of words;
-- what waits to be put into it is kept short, since every search reads it.
UPDATE kmhub.entries SET words = array_to_tsvector(ARRAY['@' || org]) || words WHERE words IS NOT NULL;
DROP INDEX kmhub.entries_words;
CREATE INDEX entries_words ON kmhub.entries USING gin (words)
    WITH (gin_pending_list_limit = 256) WHERE words IS NOT NULL;
ALTER TABLE kmhub.entries ALTER COLUMN words SET STATISTICS 300;

UPDATE kmhub.about SET version = 2;
