-- The hub of kmfacilitate, version 1. Needs PostgreSQL 14 or newer and nothing but what comes with it.
-- The program runs this file once, under an advisory lock; a database administrator may run it by hand.
-- docs/hub.md says what each table is for. Every table is keyed by organisation first.

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
    member name NOT NULL DEFAULT current_user,
    laptop text NOT NULL,
    answered bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (org, member, laptop)
);

CREATE TABLE kmhub.sessions (
    org text NOT NULL REFERENCES kmhub.organisations,
    session text NOT NULL,
    owner name NOT NULL DEFAULT current_user,
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

-- Who is connected, in an organisation: its role, or none.
CREATE FUNCTION kmhub.role_in(wanted text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT role FROM kmhub.members WHERE org = wanted AND member = session_user
$$;

CREATE FUNCTION kmhub.owner_of(of_org text, of_session text) RETURNS name
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT owner FROM kmhub.sessions WHERE org = of_org AND session = of_session
$$;

-- Makes the partition of a year. Partitions are made by the owner of the schema, whoever asks.
CREATE FUNCTION kmhub.open_year(wanted integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF wanted NOT BETWEEN 1900 AND 2200 THEN
        RAISE EXCEPTION 'no year: %', wanted;
    END IF;
    IF NOT EXISTS (SELECT FROM kmhub.members WHERE member = session_user AND role <> 'reader') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only contributors and keepers open a year';
    END IF;
    IF to_regclass(format('kmhub.entries_%s', wanted)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(719001, wanted);
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS kmhub.entries_%s PARTITION OF kmhub.entries FOR VALUES IN (%s)',
            wanted, wanted);
        EXECUTE format('ALTER TABLE kmhub.entries_%s ENABLE ROW LEVEL SECURITY', wanted);
    END IF;
END $$;

-- Marks each change with its transaction, and lets nothing into a session that is gone.
CREATE FUNCTION kmhub.mark() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    tongue text;
    is_gone boolean;
BEGIN
    NEW.changed := pg_current_xact_id();
    IF TG_TABLE_NAME = 'sessions' THEN
        RETURN NEW;
    END IF;
    SELECT language, gone INTO tongue, is_gone
        FROM kmhub.sessions WHERE org = NEW.org AND session = NEW.session FOR SHARE;
    IF is_gone IS DISTINCT FROM false THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND kmhub.owner_of(NEW.org, NEW.session) IS DISTINCT FROM session_user
       AND (OLD.json - '{rev,state,history,replaced_by,edited}'::text[])
           IS DISTINCT FROM (NEW.json - '{rev,state,history,replaced_by,edited}'::text[]) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a keeper changes the state of a lesson, not its words';
    END IF;
    IF NEW.tab = 'entries' AND NEW.json IS NOT NULL THEN
        NEW.words := to_tsvector(tongue::regconfig, concat_ws(' ', NEW.json->>'text', NEW.json->>'context',
            NEW.json->>'happened', NEW.json->>'recommendation', NEW.json->>'applies'));
    ELSE
        NEW.words := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.sessions
    FOR EACH ROW EXECUTE FUNCTION kmhub.mark();
CREATE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.entries
    FOR EACH ROW EXECUTE FUNCTION kmhub.mark();

-- Shares a session (gone: false) or takes it away. At one generation, taking away wins, in any order.
CREATE FUNCTION kmhub.set_session(
    of_org text, of_session text, of_year integer, tongue text, of_generation bigint, is_gone boolean
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = tongue) THEN
        tongue := 'simple';
    END IF;
    INSERT INTO kmhub.sessions AS known (org, session, year, language, generation, gone)
        VALUES (of_org, of_session, of_year, tongue, of_generation, is_gone)
        ON CONFLICT (org, session) DO UPDATE
            SET generation = excluded.generation, gone = excluded.gone
            WHERE (excluded.generation, excluded.gone) > (known.generation, known.gone);
    IF EXISTS (SELECT FROM kmhub.sessions WHERE org = of_org AND session = of_session AND gone) THEN
        DELETE FROM kmhub.entries WHERE org = of_org AND session = of_session;
        DELETE FROM kmhub.conflicts WHERE org = of_org AND session = of_session;
    END IF;
END $$;

-- The union by id and revision. `base` is the digest that the sender last knew to be here.
-- The same again changes nothing, and the order of arrival does not matter. Returns the conflicts it kept.
CREATE FUNCTION kmhub.put(of_org text, of_session text, of_cut bigint, documents jsonb) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    one record;
    known kmhub.entries;
    of_year integer;
    kept integer := 0;
BEGIN
    SELECT year INTO of_year FROM kmhub.sessions WHERE org = of_org AND session = of_session AND NOT gone;
    IF of_year IS NULL THEN
        RETURN 0;
    END IF;
    FOR one IN SELECT * FROM jsonb_to_recordset(documents)
        AS given(tab text, id text, rev bigint, digest text, base text, deleted boolean, json jsonb)
        ORDER BY tab, id
    LOOP
        INSERT INTO kmhub.entries (org, year, session, tab, id, rev, cut, digest, deleted, json)
            VALUES (of_org, of_year, of_session, one.tab, one.id, one.rev, of_cut, one.digest, one.deleted,
                    one.json)
            ON CONFLICT DO NOTHING;
        SELECT * INTO known FROM kmhub.entries
            WHERE org = of_org AND year = of_year AND session = of_session AND tab = one.tab AND id = one.id
            FOR UPDATE;
        CONTINUE WHEN NOT FOUND OR known.digest = one.digest;
        IF known.rev = one.rev AND known.digest IS DISTINCT FROM one.base
           AND NOT known.deleted AND NOT one.deleted THEN
            INSERT INTO kmhub.conflicts (org, session, tab, id, digest, rev, json)
                SELECT of_org, of_session, one.tab, one.id, lost.digest, one.rev, lost.json
                FROM (VALUES (known.cut, known.digest, known.json), (of_cut, one.digest, one.json))
                    AS lost(cut, digest, json)
                ORDER BY lost.cut, lost.digest COLLATE "C" LIMIT 1
                ON CONFLICT DO NOTHING;
            kept := kept + 1;
        END IF;
        UPDATE kmhub.entries
            SET rev = one.rev, cut = of_cut, digest = one.digest, deleted = one.deleted, json = one.json
            WHERE org = of_org AND year = of_year AND session = of_session AND tab = one.tab AND id = one.id
              AND (one.rev, of_cut, one.deleted, one.digest COLLATE "C")
                > (known.rev, known.cut, known.deleted, known.digest COLLATE "C");
    END LOOP;
    RETURN kept;
END $$;

ALTER TABLE kmhub.organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.conflicts ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON kmhub.organisations FOR SELECT USING (kmhub.role_in(org) IS NOT NULL);
CREATE POLICY own ON kmhub.members FOR SELECT USING (member = current_user);
CREATE POLICY own ON kmhub.receipts USING (member = current_user AND kmhub.role_in(org) IS NOT NULL);
CREATE POLICY seen ON kmhub.sessions FOR SELECT USING (kmhub.role_in(org) IS NOT NULL);
CREATE POLICY shared ON kmhub.sessions FOR INSERT
    WITH CHECK (owner = current_user AND kmhub.role_in(org) IN ('contributor', 'keeper'));
CREATE POLICY changed ON kmhub.sessions FOR UPDATE
    USING (owner = current_user AND kmhub.role_in(org) IN ('contributor', 'keeper'))
    WITH CHECK (owner = current_user);
CREATE POLICY seen ON kmhub.entries FOR SELECT USING (kmhub.role_in(org) IS NOT NULL);
CREATE POLICY own ON kmhub.entries
    USING (kmhub.owner_of(org, session) = current_user AND kmhub.role_in(org) IN ('contributor', 'keeper'));
CREATE POLICY kept ON kmhub.entries FOR UPDATE
    USING (kmhub.role_in(org) = 'keeper' AND tab = 'entries' AND json->>'kind' = 'lesson')
    WITH CHECK (kmhub.role_in(org) = 'keeper' AND tab = 'entries' AND json->>'kind' = 'lesson');
CREATE POLICY seen ON kmhub.conflicts FOR SELECT USING (kmhub.role_in(org) IS NOT NULL);
CREATE POLICY own ON kmhub.conflicts
    USING (kmhub.owner_of(org, session) = current_user AND kmhub.role_in(org) IN ('contributor', 'keeper'));

-- Who is no member sees and writes nothing, so the rights themselves may be everybody's.
GRANT USAGE ON SCHEMA kmhub TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA kmhub TO PUBLIC;
GRANT INSERT, UPDATE ON kmhub.receipts, kmhub.sessions TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON kmhub.entries, kmhub.conflicts TO PUBLIC;

INSERT INTO kmhub.about (version) VALUES (1);
