-- The hub of kmfacilitate: who may do what, and how versions are united. May be run again at any time, by the
-- owner of the schema; what stood here before is replaced. Every function takes the organisation first.

DROP FUNCTION IF EXISTS kmhub.likeness;

-- WHO ----------------------------------------------------------------------------------------------------

-- The organisations in which whoever is connected has one of these roles.
CREATE OR REPLACE FUNCTION kmhub.mine(VARIADIC roles text[] DEFAULT '{contributor,reader,keeper}')
RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT org FROM kmhub.members WHERE member = session_user AND role = ANY (roles)
$$;

-- The role of whoever is connected in an organisation; none: no member.
CREATE OR REPLACE FUNCTION kmhub.role_in(of_org text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT role FROM kmhub.members WHERE org = of_org AND member = session_user
$$;

CREATE OR REPLACE FUNCTION kmhub.owner_of(of_org text, of_session text) RETURNS name
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT owner FROM kmhub.sessions WHERE org = of_org AND session = of_session
$$;

-- WHEN ---------------------------------------------------------------------------------------------------

-- Which server counts the transactions here, and on which timeline: another one after a restore or failover.
CREATE OR REPLACE FUNCTION kmhub.server() RETURNS text LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    SELECT system_identifier || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
        FROM pg_control_system()
$$;

-- The first thing a laptop does: its role, and how often it was answered. Begins a new era where one is due.
CREATE OR REPLACE FUNCTION kmhub.greet(of_org text, of_laptop text, OUT role text, OUT answered bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    here text := kmhub.server();
BEGIN
    role := kmhub.role_in(of_org);
    IF role IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM kmhub.organisations WHERE org = of_org AND served_by = here) THEN
        UPDATE kmhub.organisations SET era = era + (served_by <> '')::integer, served_by = here
            WHERE org = of_org AND served_by <> here;
    END IF;
    SELECT r.answered INTO answered FROM kmhub.receipts r
        WHERE r.org = of_org AND r.member = session_user AND r.laptop = of_laptop;
    answered := coalesce(answered, 0);
END $$;

-- Counts one more answer to a laptop, in the transaction in which it is given.
CREATE OR REPLACE FUNCTION kmhub.answer(of_org text, of_laptop text) RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog AS $$
    INSERT INTO kmhub.receipts AS known (org, laptop, answered) VALUES (of_org, of_laptop, 1)
        ON CONFLICT (org, member, laptop) DO UPDATE SET answered = known.answered + 1
        RETURNING answered
$$;

-- The place in the changes of an organisation that this transaction writes at.
CREATE OR REPLACE FUNCTION kmhub.now_at(of_org text) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (era::bigint << 48) + pg_current_xact_id()::text::bigint FROM kmhub.organisations WHERE org = of_org
$$;

-- Every transaction that wrote below this place has ended, so no row can still appear there.
CREATE OR REPLACE FUNCTION kmhub.horizon(of_org text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (era::bigint << 48) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        FROM kmhub.organisations WHERE org = of_org
$$;

-- MARKS THAT NO CLIENT CAN LEAVE OUT -----------------------------------------------------------------------

CREATE OR REPLACE FUNCTION kmhub.mark() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.changed := kmhub.now_at(NEW.org);
    RETURN NEW;
END $$;

-- A session keeps the year that it came with.
CREATE OR REPLACE FUNCTION kmhub.mark_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.changed := kmhub.now_at(NEW.org);
    IF TG_OP = 'UPDATE' THEN
        NEW.year := OLD.year;
    ELSIF NEW.year NOT BETWEEN 1900 AND 2200 THEN
        RAISE EXCEPTION 'no year: %', NEW.year;
    END IF;
    RETURN NEW;
END $$;

-- A session that is gone, or shared anew, takes everything with it; of others year and language are noted.
-- Runs after the rules of row-level security were kept, so that nobody empties a session that is not theirs.
CREATE OR REPLACE FUNCTION kmhub.settle_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.gone OR (TG_OP = 'UPDATE' AND NEW.generation > OLD.generation) THEN
        DELETE FROM kmhub.entries WHERE org = NEW.org AND year = NEW.year AND session = NEW.session;
        DELETE FROM kmhub.conflicts WHERE org = NEW.org AND session = NEW.session;
        DELETE FROM kmhub.decisions WHERE org = NEW.org AND session = NEW.session;
        IF to_regclass(format('kmhub.archived_%s', NEW.year)) IS NOT NULL THEN
            EXECUTE format('DELETE FROM kmhub.archived_%s WHERE org = $1 AND session = $2', NEW.year)
                USING NEW.org, NEW.session;
        END IF;
    END IF;
    IF NOT NEW.gone AND NOT EXISTS (SELECT FROM kmhub.archived WHERE year = NEW.year) THEN
        INSERT INTO kmhub.kept VALUES (NEW.org, NEW.year, NEW.language) ON CONFLICT DO NOTHING;
        IF TG_OP = 'UPDATE' AND OLD.language <> NEW.language THEN  -- its words are read in the other language
            UPDATE kmhub.entries SET rev = rev
                WHERE org = NEW.org AND year = NEW.year AND session = NEW.session AND tab = 'entries';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- A document: its words, in the language of its session. Nothing comes into a session that is gone.
CREATE OR REPLACE FUNCTION kmhub.mark_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    tongue text;
BEGIN
    NEW.changed := kmhub.now_at(NEW.org);
    SELECT language INTO tongue FROM kmhub.sessions
        WHERE org = NEW.org AND session = NEW.session AND year = NEW.year AND NOT gone FOR SHARE;
    IF tongue IS NULL THEN
        RETURN NULL;
    END IF;
    NEW.words := NULL;
    IF NEW.tab = 'entries' AND NEW.json IS NOT NULL THEN
        NEW.words := kmhub.words_of(NEW.org, tongue, NEW.json);
    END IF;
    RETURN NEW;
END $$;

-- The words of a line, and one that no search can name: the organisation. So a search reads only what is its own.
CREATE OR REPLACE FUNCTION kmhub.words_of(of_org text, tongue text, line jsonb) RETURNS tsvector
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT array_to_tsvector(ARRAY['@' || of_org]) || to_tsvector(tongue::regconfig, concat_ws(' ',
        line->>'text', line->>'context', line->>'happened', line->>'why', line->>'recommendation',
        line->>'applies'))
$$;

CREATE OR REPLACE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.sessions
    FOR EACH ROW EXECUTE FUNCTION kmhub.mark_session();
CREATE OR REPLACE TRIGGER settle AFTER INSERT OR UPDATE ON kmhub.sessions
    FOR EACH ROW EXECUTE FUNCTION kmhub.settle_session();
CREATE OR REPLACE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.conflicts
    FOR EACH ROW EXECUTE FUNCTION kmhub.mark();
CREATE OR REPLACE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.decisions
    FOR EACH ROW EXECUTE FUNCTION kmhub.mark();
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'kmhub.entries'::regclass AND tgname = 'mark') THEN
        CREATE TRIGGER mark BEFORE INSERT OR UPDATE ON kmhub.entries
            FOR EACH ROW EXECUTE FUNCTION kmhub.mark_entry();
    END IF;
END $$;

-- WHAT A LAPTOP DOES ---------------------------------------------------------------------------------------

-- Makes the partition of a year. It belongs to the owner of the schema, whoever asks.
CREATE OR REPLACE FUNCTION kmhub.open_year(of_org text, wanted integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF wanted NOT BETWEEN 1900 AND 2200 THEN
        RAISE EXCEPTION 'no year: %', wanted;
    END IF;
    IF to_regclass(format('kmhub.entries_%s', wanted)) IS NOT NULL THEN
        RETURN;
    END IF;
    IF coalesce(kmhub.role_in(of_org), 'reader') = 'reader' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only contributors and keepers share sessions';
    END IF;
    PERFORM pg_advisory_xact_lock(719001, wanted);
    IF to_regclass(format('kmhub.entries_%s', wanted)) IS NULL THEN
        -- Made first and attached then, so that nobody who reads or writes another year has to wait.
        EXECUTE format('CREATE TABLE kmhub.entries_%s (LIKE kmhub.entries INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                       wanted);
        EXECUTE format('ALTER TABLE kmhub.entries_%s ENABLE ROW LEVEL SECURITY', wanted);
        EXECUTE format('ALTER TABLE kmhub.entries_%s ALTER COLUMN words SET STATISTICS 300', wanted);
        EXECUTE format('ALTER TABLE kmhub.entries ATTACH PARTITION kmhub.entries_%s FOR VALUES IN (%s)',
                       wanted, wanted);
    END IF;
END $$;

-- Shares a session. `became`: shared, gone (it was taken back at this generation or a later one), other (it is
-- somebody else's), archived, edition (less or more leaves of it than before: share it anew, at a generation
-- after `at_generation`, so that nothing of the other edition stays) or older (this is the earlier edition).
-- At one generation taking back wins, in any order.
CREATE OR REPLACE FUNCTION kmhub.share(
    of_org text, of_session text, of_year integer, tongue text, of_generation bigint, of_laptop text,
    of_edition integer DEFAULT 0, of_settings bigint DEFAULT 0,
    OUT became text, OUT answered bigint, OUT at_generation bigint
) LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    known kmhub.sessions;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = tongue) THEN
        tongue := 'simple';
    END IF;
    answered := kmhub.answer(of_org, of_laptop);
    IF coalesce(kmhub.owner_of(of_org, of_session), session_user) <> session_user THEN
        became := 'other';
        RETURN;
    END IF;
    INSERT INTO kmhub.sessions (org, session, year, language, generation, edition, settings)
        VALUES (of_org, of_session, of_year, tongue, of_generation, of_edition, of_settings)
        ON CONFLICT DO NOTHING;
    SELECT * INTO known FROM kmhub.sessions WHERE org = of_org AND session = of_session FOR UPDATE;
    at_generation := known.generation;
    became := CASE
        WHEN known.gone AND known.generation >= of_generation THEN 'gone'
        WHEN EXISTS (SELECT FROM kmhub.archived WHERE year = known.year) THEN 'archived'
        WHEN known.gone OR known.edition = of_edition THEN 'shared'
        WHEN (of_settings, of_edition) < (known.settings, known.edition) THEN 'older'
        WHEN of_generation > known.generation THEN 'shared'
        ELSE 'edition' END;
    IF became <> 'shared' THEN
        RETURN;
    END IF;
    IF of_generation > known.generation OR of_settings > known.settings OR tongue <> known.language THEN
        UPDATE kmhub.sessions SET generation = greatest(generation, of_generation), gone = false,
                language = tongue, edition = of_edition, settings = greatest(settings, of_settings)
            WHERE org = of_org AND session = of_session;
    END IF;
    PERFORM kmhub.open_year(of_org, known.year);
END $$;

-- Takes a session back, if it is here and was not shared again since.
CREATE OR REPLACE FUNCTION kmhub.withdraw(of_org text, of_session text, of_generation bigint, of_laptop text)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    UPDATE kmhub.sessions SET generation = of_generation, gone = true
        WHERE org = of_org AND session = of_session
          AND (generation < of_generation OR (generation = of_generation AND NOT gone));
    RETURN kmhub.answer(of_org, of_laptop);
END $$;

-- The union by id and revision. `base` is the digest that the sender last knew to be here. The same again
-- changes nothing, and the order of arrival does not matter. `kept`: versions that did not win and were kept.
CREATE OR REPLACE FUNCTION kmhub.put(
    of_org text, of_session text, of_cut bigint, documents jsonb, of_laptop text,
    OUT answered bigint, OUT kept integer
) LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    of_year integer;
BEGIN
    SELECT year INTO of_year FROM kmhub.sessions
        WHERE org = of_org AND session = of_session AND NOT gone FOR UPDATE;  -- one sender at a time
    IF of_year IS NULL THEN
        RETURN;
    END IF;
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(documents)
            AS one(tab text, id text, rev bigint, digest text, base text, deleted boolean, json jsonb)
    ), two AS (
        SELECT g.tab, g.id, g.rev, lost.digest, lost.json
        FROM given g JOIN kmhub.entries known
            ON known.org = of_org AND known.year = of_year AND known.session = of_session
            AND known.tab = g.tab AND known.id = g.id,
        LATERAL (SELECT * FROM (VALUES (known.cut, known.digest, known.json), (of_cut, g.digest, g.json))
                 AS both_(cut, digest, json) ORDER BY cut, digest COLLATE "C" LIMIT 1) AS lost
        WHERE known.rev = g.rev AND known.digest <> g.digest AND known.digest IS DISTINCT FROM g.base
          AND NOT known.deleted AND NOT g.deleted
    ), kept_now AS (
        INSERT INTO kmhub.conflicts (org, session, tab, id, digest, rev, json)
            SELECT of_org, of_session, two.* FROM (SELECT tab, id, digest, rev, json FROM two) two
            ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT count(*) INTO kept FROM kept_now;
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(documents)
            AS one(tab text, id text, rev bigint, digest text, deleted boolean, json jsonb)
    ), settled AS (  -- a later revision settles what two had said at once
        DELETE FROM kmhub.conflicts c USING given g
            WHERE c.org = of_org AND c.session = of_session AND c.tab = g.tab AND c.id = g.id AND c.rev < g.rev
    )
    INSERT INTO kmhub.entries AS known (org, year, session, tab, id, rev, cut, digest, deleted, json)
        SELECT of_org, of_year, of_session, tab, id, rev, of_cut, digest, deleted, json FROM given
        ON CONFLICT (org, year, session, tab, id) DO UPDATE
            SET rev = excluded.rev, cut = excluded.cut, digest = excluded.digest, deleted = excluded.deleted,
                json = excluded.json
            WHERE (excluded.rev, excluded.cut, excluded.deleted, excluded.digest COLLATE "C")
                > (known.rev, known.cut, known.deleted, known.digest COLLATE "C");
    answered := kmhub.answer(of_org, of_laptop);
END $$;

-- WHAT A KEEPER DOES ---------------------------------------------------------------------------------------

-- Decides of a lesson, whoever owns it; the row-level rules let only a keeper do so. Returns which decision of
-- this lesson it is; none where there is no such lesson.
CREATE OR REPLACE FUNCTION kmhub.decide(
    of_org text, of_session text, of_id text, what text, instead text, why text
) RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    made integer;
BEGIN
    PERFORM pg_advisory_xact_lock(719002, hashtext(of_session || '/' || of_id));
    INSERT INTO kmhub.decisions (org, session, id, n, says, other, note)
        SELECT of_org, of_session, of_id,
               1 + (SELECT coalesce(max(n), 0) FROM kmhub.decisions
                    WHERE org = of_org AND session = of_session AND id = of_id),
               what, instead, why
        WHERE EXISTS (SELECT FROM kmhub.entries e JOIN kmhub.sessions s USING (org, session, year)
                      WHERE org = of_org AND session = of_session AND e.tab = 'entries' AND e.id = of_id
                        AND e.json->>'kind' = 'lesson')
        RETURNING n INTO made;
    RETURN made;
END $$;

-- SEARCH ---------------------------------------------------------------------------------------------------
-- An index of words can't be used under row-level rules: PostgreSQL must first be sure that a row may be seen.
-- So these functions read as the owner of the schema, and ask once whether the caller is a member.

CREATE OR REPLACE FUNCTION kmhub.need(of_org text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF kmhub.role_in(of_org) IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = format('you are no member of %s', of_org);
    END IF;
END $$;

-- What was typed, as it would be stored in any of the languages of the organisation.
CREATE OR REPLACE FUNCTION kmhub.asked(of_org text, typed text) RETURNS tsquery
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    tongue text;
    one tsquery;
    whole tsquery;
BEGIN
    FOR tongue IN SELECT DISTINCT language FROM kmhub.kept WHERE org = of_org ORDER BY 1 LOOP
        one := websearch_to_tsquery(tongue::regconfig, typed);
        IF numnode(one) > 0 AND (whole IS NULL OR one::text <> whole::text) THEN
            whole := CASE WHEN whole IS NULL THEN one ELSE whole || one END;
        END IF;
    END LOOP;
    RETURN whole;
END $$;

-- Lines that have the words, best first among the newest 400 that have them.
CREATE OR REPLACE FUNCTION kmhub.search(of_org text, typed text, of_kind text DEFAULT '', at_most integer DEFAULT 20)
RETURNS TABLE (session text, id text, kind text, line text, title text, year integer, fit real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    wanted tsquery;
    asked tsquery;
BEGIN
    PERFORM kmhub.need(of_org);
    asked := kmhub.asked(of_org, typed);
    IF asked IS NULL THEN
        RETURN;
    END IF;
    wanted := format('%L', '@' || of_org)::tsquery && asked;
    RETURN QUERY
        SELECT best.session, best.id, best.json->>'kind', best.json->>'text',
               (SELECT t.json->>'title' FROM kmhub.entries t WHERE t.org = of_org AND t.year = best.year
                    AND t.session = best.session AND t.tab = 'session' AND t.id = '1'),
               best.year, best.fit
        FROM (
            SELECT few.*, ts_rank(few.words, asked) AS fit
            FROM (
                SELECT e.session, e.id, e.json, e.year, e.words
                FROM (SELECT DISTINCT k.year FROM kmhub.kept k WHERE k.org = of_org ORDER BY 1 DESC) y
                CROSS JOIN LATERAL (
                    SELECT * FROM kmhub.entries e
                    WHERE e.org = of_org AND e.year = y.year AND e.words @@ wanted
                      AND (of_kind = '' OR e.json->>'kind' = of_kind) LIMIT 400
                ) e LIMIT 400
            ) few ORDER BY fit DESC, few.year DESC, few.session, few.id LIMIT at_most
        ) best ORDER BY best.fit DESC, best.year DESC, best.session, best.id;
END $$;

-- How alike two lines are, from 0 to 1. By trigrams where pg_trgm is installed, else by the words they share.
DO $$
DECLARE
    place text;
BEGIN
    BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA kmhub;
    EXCEPTION WHEN OTHERS THEN
        NULL;  -- it is not there, or the owner of the schema may not add it: words will do
    END;
    SELECT n.nspname INTO place FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
        WHERE x.extname = 'pg_trgm';
    IF place IS NOT NULL THEN
        EXECUTE format($f$CREATE FUNCTION kmhub.likeness(a text, b text) RETURNS real
            LANGUAGE sql STABLE AS 'SELECT %I.similarity(a, b)'$f$, place);
    ELSE
        CREATE FUNCTION kmhub.likeness(a text, b text) RETURNS real
        LANGUAGE sql STABLE SET search_path = pg_catalog AS $f$
            SELECT coalesce(shared::real / nullif(cardinality(one) + cardinality(other) - shared, 0), 0)
            FROM (SELECT tsvector_to_array(to_tsvector('simple', a)) AS one,
                         tsvector_to_array(to_tsvector('simple', b)) AS other) both_,
            LATERAL (SELECT count(*) AS shared
                     FROM (SELECT unnest(one) INTERSECT SELECT unnest(other)) common) few
        $f$;
    END IF;
END $$;

-- Whether likeness goes by trigrams.
CREATE OR REPLACE FUNCTION kmhub.by_trigrams() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
$$;

-- Of some words those that say most: such as the server has not counted among the common ones, long ones first.
CREATE OR REPLACE FUNCTION kmhub.rarest(of_org text, words text[], many integer) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_nestloop = off SET jit = off AS $$
    WITH newest AS (
        SELECT 'entries_' || year AS part FROM kmhub.kept WHERE org = of_org GROUP BY year ORDER BY year DESC LIMIT 2
    ), counted AS MATERIALIZED (
        SELECT most_common_elems::text::text[] AS elems, most_common_elem_freqs AS freqs FROM pg_stats
        WHERE schemaname = 'kmhub' AND attname = 'words' AND tablename IN (SELECT part FROM newest)
    ), common AS MATERIALIZED (
        SELECT one.word, one.often FROM counted,
            ROWS FROM (unnest(elems), unnest(freqs[:cardinality(elems)])) AS one(word, often)
    )
    SELECT coalesce(array_agg(word), '{}') FROM (
        SELECT word FROM unnest(words) AS word LEFT JOIN common USING (word)
        WHERE word <> '@' || of_org
        GROUP BY word ORDER BY coalesce(max(often), 0), length(word) DESC, word LIMIT many
    ) few
$$;

-- Two of the words of a line that say most, whichever two, in one language.
CREATE OR REPLACE FUNCTION kmhub.telling(of_org text, said text, tongue text) RETURNS tsquery
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    words text[] := kmhub.rarest(of_org, tsvector_to_array(to_tsvector(tongue::regconfig, left(said, 4000))), 6);
BEGIN
    RETURN string_agg(format('(%L & %L)', replace(a, '\', '\\'), replace(b, '\', '\\')), ' | ')::tsquery
        FROM unnest(words) WITH ORDINALITY AS x(a, i), unnest(words) WITH ORDINALITY AS y(b, j)
        WHERE i < j OR cardinality(words) = 1;
END $$;

-- Lessons that say nearly the same: they share two of the rarest words, and are then compared letter by letter.
-- Without a language the line is read in all that the organisation has.
CREATE OR REPLACE FUNCTION kmhub.alike(
    of_org text, said text, tongue text DEFAULT '', at_most integer DEFAULT 5,
    except_session text DEFAULT '', except_id text DEFAULT ''
) RETURNS TABLE (session text, id text, line text, title text, year integer, fit real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    one text;
    told tsquery;
    wanted tsquery;
BEGIN
    PERFORM kmhub.need(of_org);
    FOR one IN SELECT DISTINCT k.language FROM kmhub.kept k
        WHERE k.org = of_org AND (tongue = '' OR k.language = tongue) ORDER BY 1
    LOOP
        told := kmhub.telling(of_org, said, one);
        wanted := coalesce(wanted || told, wanted, told);
    END LOOP;
    IF wanted IS NULL THEN
        RETURN;
    END IF;
    wanted := format('%L', '@' || of_org)::tsquery && wanted;
    RETURN QUERY
        SELECT best.session, best.id, best.json->>'text',
               (SELECT t.json->>'title' FROM kmhub.entries t WHERE t.org = of_org AND t.year = best.year
                    AND t.session = best.session AND t.tab = 'session' AND t.id = '1'),
               best.year, best.fit
        FROM (
            SELECT few.*, kmhub.likeness(few.json->>'text', said) AS fit
            FROM (
                SELECT e.session, e.id, e.json, e.year, e.words
                FROM (SELECT DISTINCT k.year FROM kmhub.kept k WHERE k.org = of_org ORDER BY 1 DESC) y
                CROSS JOIN LATERAL (
                    SELECT * FROM kmhub.entries e
                    WHERE e.org = of_org AND e.year = y.year AND e.words @@ wanted
                      AND e.json->>'kind' = 'lesson'
                      AND (e.session, e.id) <> (except_session, except_id) LIMIT 300
                ) e LIMIT 300
            ) few
        ) best WHERE best.fit >= 0.3 ORDER BY best.fit DESC, best.year DESC, best.session, best.id LIMIT at_most;
END $$;

-- WHAT AN ADMINISTRATOR DOES -------------------------------------------------------------------------------

-- Puts the entries of a year away into a table of its own, kmhub.archived_2019, which may be dumped and dropped.
-- Laptops keep what they have of it; nothing of that year is sent or searched any more; taking a session back
-- still takes it out of that table.
CREATE OR REPLACE FUNCTION kmhub.archive_year(old integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    EXECUTE format('ALTER TABLE kmhub.entries DETACH PARTITION kmhub.entries_%s', old);
    EXECUTE format('ALTER TABLE kmhub.entries_%s RENAME TO archived_%s', old, old);
    INSERT INTO kmhub.archived (year) VALUES (old) ON CONFLICT DO NOTHING;
    DELETE FROM kmhub.kept WHERE year = old;
END $$;

-- RIGHTS -------------------------------------------------------------------------------------------------

DO $$
DECLARE
    old record;
BEGIN
    FOR old IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'kmhub' LOOP
        EXECUTE format('DROP POLICY %I ON kmhub.%I', old.policyname, old.tablename);
    END LOOP;
END $$;

ALTER TABLE kmhub.organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.conflicts ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE kmhub.kept ENABLE ROW LEVEL SECURITY;

CREATE POLICY seen ON kmhub.organisations FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY own ON kmhub.members FOR SELECT USING (member = session_user);
CREATE POLICY seen ON kmhub.members FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine('keeper'))));
CREATE POLICY own ON kmhub.receipts
    USING (member = session_user AND org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY seen ON kmhub.kept FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));

CREATE POLICY seen ON kmhub.sessions FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY shared ON kmhub.sessions FOR INSERT WITH CHECK (
    owner = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('contributor', 'keeper'))));
CREATE POLICY own ON kmhub.sessions FOR UPDATE
    USING (owner = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('contributor', 'keeper'))))
    WITH CHECK (owner = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('contributor', 'keeper'))));

CREATE POLICY seen ON kmhub.entries FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY own ON kmhub.entries USING (
    kmhub.owner_of(org, session) = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('contributor', 'keeper'))));
CREATE POLICY seen ON kmhub.conflicts FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY own ON kmhub.conflicts USING (
    kmhub.owner_of(org, session) = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('contributor', 'keeper'))));

-- A decision is written once, by a keeper and in their own name; nobody changes it or takes it away.
CREATE POLICY seen ON kmhub.decisions FOR SELECT USING (org = ANY (ARRAY(SELECT kmhub.mine())));
CREATE POLICY decided ON kmhub.decisions FOR INSERT WITH CHECK (
    keeper = session_user AND org = ANY (ARRAY(SELECT kmhub.mine('keeper'))));

-- Who is no member sees and writes nothing, so the rights themselves may be everybody's.
GRANT USAGE ON SCHEMA kmhub TO PUBLIC;
GRANT SELECT ON kmhub.about, kmhub.archived, kmhub.organisations, kmhub.members, kmhub.receipts, kmhub.sessions,
    kmhub.entries, kmhub.conflicts, kmhub.decisions, kmhub.kept TO PUBLIC;
GRANT INSERT, UPDATE ON kmhub.receipts, kmhub.sessions TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON kmhub.entries, kmhub.conflicts TO PUBLIC;
GRANT INSERT (org, session, id, n, says, other, note) ON kmhub.decisions TO PUBLIC;
REVOKE EXECUTE ON FUNCTION kmhub.archive_year(integer) FROM PUBLIC;
