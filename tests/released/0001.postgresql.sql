CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answers (
    site_id character varying(64) NOT NULL,
    caller character varying(128) NOT NULL,
    key character varying(200) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    answer text NOT NULL,
    at character varying(24) NOT NULL
);
CREATE TABLE public.counters (
    site_id character varying(64) NOT NULL,
    number integer NOT NULL,
    state character varying(8) NOT NULL,
    officer character varying(96),
    reason text,
    CONSTRAINT ck_counters_officer CHECK ((((state)::text = 'closed'::text) = (officer IS NULL))),
    CONSTRAINT ck_counters_state CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'paused'::character varying, 'closed'::character varying])::text[])))
);
CREATE TABLE public.devices (
    site_id character varying(64) NOT NULL,
    id character varying(64) NOT NULL,
    kind character varying(16) NOT NULL,
    name character varying(80) NOT NULL,
    counter integer,
    printer character varying(64),
    token_hash character varying(64) NOT NULL,
    pairing character varying(16),
    paired_at character varying(24) NOT NULL,
    revoked_at character varying(24)
);
CREATE TABLE public.events (
    site_id character varying(64) NOT NULL,
    seq bigint NOT NULL,
    type character varying(32) NOT NULL,
    at character varying(24) NOT NULL,
    actor character varying(96) NOT NULL,
    ticket_id character varying(32),
    counter integer,
    data text NOT NULL,
    prev_hash character varying(64) NOT NULL,
    hash character varying(64) NOT NULL
);
CREATE TABLE public.private_texts (
    site_id character varying(64) NOT NULL,
    ticket_id character varying(32) NOT NULL,
    seq bigint NOT NULL,
    kind character varying(8) NOT NULL,
    words text NOT NULL,
    at character varying(24) NOT NULL,
    CONSTRAINT ck_private_texts_kind CHECK (((kind)::text = ANY ((ARRAY['note'::character varying, 'comment'::character varying])::text[])))
);
CREATE TABLE public.procedures (
    site_id character varying(64) NOT NULL,
    code character varying(32) NOT NULL,
    service character varying(64) NOT NULL,
    rank integer NOT NULL,
    entry text NOT NULL
);
CREATE TABLE public.sites (
    site_id character varying(64) NOT NULL,
    seq bigint NOT NULL,
    head character varying(64) NOT NULL,
    closed_seq bigint NOT NULL,
    closed_config_seq bigint NOT NULL,
    CONSTRAINT ck_sites_seq CHECK ((seq >= 0))
);
CREATE TABLE public.slips (
    site_id character varying(64) NOT NULL,
    id character varying(40) NOT NULL,
    ticket_id character varying(32) NOT NULL,
    printer character varying(64) NOT NULL,
    state character varying(12) NOT NULL,
    repeat integer NOT NULL,
    CONSTRAINT ck_slips_state CHECK (((state)::text = ANY ((ARRAY['requested'::character varying, 'printed'::character varying, 'failed'::character varying])::text[])))
);
CREATE TABLE public.tickets (
    site_id character varying(64) NOT NULL,
    id character varying(32) NOT NULL,
    day character varying(10) NOT NULL,
    service character varying(64) NOT NULL,
    prefix character varying(2) NOT NULL,
    number integer NOT NULL,
    label character varying(12) NOT NULL,
    procedure character varying(32),
    priority character varying(32) NOT NULL,
    language character varying(8) NOT NULL,
    kiosk character varying(64),
    state character varying(12) NOT NULL,
    counter integer,
    for_counter integer,
    turn bigint NOT NULL,
    calls integer NOT NULL,
    issued_at character varying(24) NOT NULL,
    called_at character varying(24),
    started_at character varying(24),
    finished_at character varying(24),
    score integer,
    CONSTRAINT ck_tickets_at_counter CHECK (((NOT ((state)::text = ANY ((ARRAY['called'::character varying, 'serving'::character varying])::text[]))) OR (counter IS NOT NULL))),
    CONSTRAINT ck_tickets_number CHECK ((number >= 1)),
    CONSTRAINT ck_tickets_score CHECK (((score IS NULL) OR (((score >= 1) AND (score <= 5)) AND ((state)::text = 'served'::text)))),
    CONSTRAINT ck_tickets_state CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'called'::character varying, 'serving'::character varying, 'on_hold'::character varying, 'served'::character varying, 'no_show'::character varying, 'cancelled'::character varying, 'expired'::character varying])::text[])))
);
CREATE TABLE public.users (
    site_id character varying(64) NOT NULL,
    username character varying(64) NOT NULL,
    name character varying(120) NOT NULL,
    role character varying(16) NOT NULL,
    counter integer,
    password_hash text NOT NULL,
    session_epoch integer NOT NULL,
    disabled_at character varying(24)
);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-1', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:00:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-2', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:00:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-3', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:00:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-4', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:00:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-5', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":1,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:50.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:00:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-6', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-7', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-8', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B004","token":null,"label":"B004","prefix":"B","number":4,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":3,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:20.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-9', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":1,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-10', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":2,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:50.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-11', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:01:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-12', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:02:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-13', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:02:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-14', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:02:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-15', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:02:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-16', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-24T01:02:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-17', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:02:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-18', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"called","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":"2026-11-24T01:03:00.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:03:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-19', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"called","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":"2026-11-24T01:03:00.000Z","started_at":null,"finished_at":null,"calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:03:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-20', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"serving","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":"2026-11-24T01:03:00.000Z","started_at":"2026-11-24T01:03:20.000Z","finished_at":null,"calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:03:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-21', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"called","counter":2,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:03:30.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:03:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-22', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"no_show","counter":null,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:03:30.000Z","started_at":null,"finished_at":"2026-11-24T01:03:40.000Z","calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:03:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-23', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"served","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":"2026-11-24T01:03:00.000Z","started_at":"2026-11-24T01:03:20.000Z","finished_at":"2026-11-24T01:03:50.000Z","calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:03:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-24', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"served","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:00.000Z","called_at":"2026-11-24T01:03:00.000Z","started_at":"2026-11-24T01:03:20.000Z","finished_at":"2026-11-24T01:03:50.000Z","calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:04:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-25', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"called","counter":2,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:50.000Z","called_at":"2026-11-24T01:04:10.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:04:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-26', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:50.000Z","called_at":"2026-11-24T01:04:10.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:04:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-27', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:03:30.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:04:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-28', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"called","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:04:40.000Z","started_at":null,"finished_at":null,"calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:04:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-29', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"serving","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:04:40.000Z","started_at":"2026-11-24T01:04:50.000Z","finished_at":null,"calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:04:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-30', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":1,"estimated_wait_s":null,"issued_at":"2026-11-24T01:00:40.000Z","called_at":"2026-11-24T01:04:40.000Z","started_at":null,"finished_at":null,"calls":2,"language":"vi","track_url":null}}', '2026-11-24T01:05:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-31', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:05:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-32', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-24T01:05:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-33', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"called","counter":3,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":"2026-11-24T01:05:30.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:05:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-34', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"on_hold","counter":null,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":"2026-11-24T01:05:30.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:05:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-35', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"cancelled","counter":null,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:10.000Z","called_at":"2026-11-24T01:05:30.000Z","started_at":null,"finished_at":"2026-11-24T01:05:50.000Z","calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:05:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-36', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261124-B004","token":null,"label":"B004","prefix":"B","number":4,"service":"land","procedure":null,"priority":"normal","state":"called","counter":2,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-24T01:01:20.000Z","called_at":"2026-11-24T01:06:00.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-24T01:06:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-37', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:00:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-38', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-25T01:00:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-39', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-25T01:00:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-40', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":204,"body":null}', '2026-11-25T01:00:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-41', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":1,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:50.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:00:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-42', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-25T01:01:00.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:01:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-43', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"called","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:10.000Z","called_at":"2026-11-25T01:01:10.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:01:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-44', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"served","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:10.000Z","called_at":"2026-11-25T01:01:10.000Z","started_at":null,"finished_at":"2026-11-25T01:01:20.000Z","calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:01:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-45', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B001","token":null,"label":"B001","prefix":"B","number":1,"service":"land","procedure":null,"priority":"normal","state":"served","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:10.000Z","called_at":"2026-11-25T01:01:10.000Z","started_at":null,"finished_at":"2026-11-25T01:01:20.000Z","calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:01:30.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-46', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B003","token":null,"label":"B003","prefix":"B","number":3,"service":"land","procedure":null,"priority":"elderly","state":"called","counter":2,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:01:00.000Z","called_at":"2026-11-25T01:01:40.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:01:40.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-47', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"called","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:50.000Z","called_at":"2026-11-25T01:01:50.000Z","started_at":null,"finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:01:50.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-48', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-B002","token":null,"label":"B002","prefix":"B","number":2,"service":"land","procedure":null,"priority":"normal","state":"serving","counter":1,"position":null,"estimated_wait_s":null,"issued_at":"2026-11-25T01:00:50.000Z","called_at":"2026-11-25T01:01:50.000Z","started_at":"2026-11-25T01:02:00.000Z","finished_at":null,"calls":1,"language":"vi","track_url":null}}', '2026-11-25T01:02:00.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-49', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-25T01:02:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:02:10.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-50', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-A001","token":null,"label":"A001","prefix":"A","number":1,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-25T01:02:10.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:02:20.000Z');
INSERT INTO public.answers VALUES ('small', 'device:kiosk-1', 'key-51', '0000000000000000000000000000000000000000000000000000000000000000', '{"status":200,"body":{"id":"261125-A002","token":null,"label":"A002","prefix":"A","number":2,"service":"business","procedure":null,"priority":"normal","state":"waiting","counter":null,"position":0,"estimated_wait_s":null,"issued_at":"2026-11-25T01:02:30.000Z","called_at":null,"started_at":null,"finished_at":null,"calls":0,"language":"vi","track_url":null}}', '2026-11-25T01:02:30.000Z');
INSERT INTO public.counters VALUES ('small', 1, 'open', 'officer:lan', NULL);
INSERT INTO public.counters VALUES ('small', 2, 'open', 'officer:lan', NULL);
INSERT INTO public.counters VALUES ('small', 3, 'open', 'officer:lan', NULL);
INSERT INTO public.devices VALUES ('small', 'printer-1', 'printer', 'Máy in 1', NULL, NULL, '001dcc3066941f72ec9a523af841ab9d3927899f4b15e17cce9b77ea90b2c1ec', NULL, '2026-11-25T01:43:03.250Z', NULL);
INSERT INTO public.events VALUES ('small', 1, 'site.configured', '2026-11-24T01:00:00.000Z', 'system', NULL, NULL, '{"config":{"id":"small","name":{"en":"Trung tâm (en)","vi":"Trung tâm"},"short_name":{"en":"Trung tâm (en)","vi":"Trung tâm"},"languages":["vi","en"],"time_zone":"Asia/Ho_Chi_Minh","hours":{"always":true,"week":[[],[],[],[],[],[],[]],"holidays":{},"numbers_before_opening_s":1800,"last_number_before_closing_s":900,"day_closes_at":"19:00:00"},"services":[{"id":"land","prefix":"B","name":{"en":"land (en)","vi":"land"},"short_name":{"en":"land (en)","vi":"land"},"hint":{"en":"land (en)","vi":"land"},"usual_minutes":8,"open":true},{"id":"business","prefix":"A","name":{"en":"business (en)","vi":"business"},"short_name":{"en":"business (en)","vi":"business"},"hint":{"en":"business (en)","vi":"business"},"usual_minutes":8,"open":true},{"id":"results","prefix":"K","name":{"en":"results (en)","vi":"results"},"short_name":{"en":"results (en)","vi":"results"},"hint":{"en":"results (en)","vi":"results"},"usual_minutes":3,"open":true}],"counters":[{"number":1,"name":{"en":"Quầy 1 (en)","vi":"Quầy 1"},"services":["land"]},{"number":2,"name":{"en":"Quầy 2 (en)","vi":"Quầy 2"},"services":["land","business"]},{"number":3,"name":{"en":"Quầy 3 (en)","vi":"Quầy 3"},"services":["business","results"]}],"priority_classes":[{"id":"elderly","name":{"en":"Cao tuổi (en)","vi":"Cao tuổi"}}],"overtaking_bound":2,"longest_wait_s":3600,"calling_order":"by-waiting-time","at_call_next":"finish","calls_before_no_show":3,"rating_window_s":600,"slip_timeout_s":120,"slip_texts":{},"guide_desk":{}},"changes":["site small: new, 3 services, 3 counters","procedures added: 3"]}', '0000000000000000000000000000000000000000000000000000000000000000', '2de2c1abe55c5e8a956ef398814264d9b4568af6ef290e51f27561b1a061bbe7');
INSERT INTO public.events VALUES ('small', 2, 'counter.opened', '2026-11-24T01:00:10.000Z', 'officer:lan', NULL, 1, '{}', '2de2c1abe55c5e8a956ef398814264d9b4568af6ef290e51f27561b1a061bbe7', 'a21def2f2e20ba966c59659d0cddcddadf92e72f6915a3abd9333ac8a462adfb');
INSERT INTO public.events VALUES ('small', 3, 'counter.opened', '2026-11-24T01:00:20.000Z', 'officer:lan', NULL, 2, '{}', 'a21def2f2e20ba966c59659d0cddcddadf92e72f6915a3abd9333ac8a462adfb', 'e35e1adb6d44ddd0971afa668d48a1b4480d51c1cf871a0a99a495db545e9d43');
INSERT INTO public.events VALUES ('small', 4, 'counter.opened', '2026-11-24T01:00:30.000Z', 'officer:lan', NULL, 3, '{}', 'e35e1adb6d44ddd0971afa668d48a1b4480d51c1cf871a0a99a495db545e9d43', 'fd8418af3edc4ac28c02c3f9486f64d1d07c5086c38d8e191fa45c6d62bd1acc');
INSERT INTO public.events VALUES ('small', 5, 'ticket.issued', '2026-11-24T01:00:40.000Z', 'officer:lan', '261124-B001', NULL, '{"label":"B001","prefix":"B","number":1,"day":"2026-11-24","service":"land","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', 'fd8418af3edc4ac28c02c3f9486f64d1d07c5086c38d8e191fa45c6d62bd1acc', '3dc042209cfa45fd4524a8a2dcd55117fe2312d493b39e323deea8b997c08d4d');
INSERT INTO public.events VALUES ('small', 6, 'slip.requested', '2026-11-24T01:00:40.000Z', 'officer:lan', '261124-B001', NULL, '{"slip":"261124-B001-1","label":"B001","printer":"printer-1","repeat":false,"ahead":0}', '3dc042209cfa45fd4524a8a2dcd55117fe2312d493b39e323deea8b997c08d4d', 'abc4a2ea4732d1d8aff766e405ba46b09d28981d2d22d704cd89849b44ebac21');
INSERT INTO public.events VALUES ('small', 7, 'ticket.issued', '2026-11-24T01:00:50.000Z', 'officer:lan', '261124-B002', NULL, '{"label":"B002","prefix":"B","number":2,"day":"2026-11-24","service":"land","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":1,"estimated_wait_s":null}', 'abc4a2ea4732d1d8aff766e405ba46b09d28981d2d22d704cd89849b44ebac21', 'cfc0419f83fa2a6661ef8b932cc62372fcac3a5047a48fc9cd870db8e168e908');
INSERT INTO public.events VALUES ('small', 8, 'slip.requested', '2026-11-24T01:00:50.000Z', 'officer:lan', '261124-B002', NULL, '{"slip":"261124-B002-1","label":"B002","printer":"printer-1","repeat":false,"ahead":1}', 'cfc0419f83fa2a6661ef8b932cc62372fcac3a5047a48fc9cd870db8e168e908', 'c48cfe5163d9d70d73f0c12da71c5fd51d80c3a39d8b6ef5947be20da79bfb59');
INSERT INTO public.events VALUES ('small', 9, 'ticket.issued', '2026-11-24T01:01:00.000Z', 'officer:lan', '261124-B003', NULL, '{"label":"B003","prefix":"B","number":3,"day":"2026-11-24","service":"land","procedure":null,"priority":"elderly","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', 'c48cfe5163d9d70d73f0c12da71c5fd51d80c3a39d8b6ef5947be20da79bfb59', '2ca84ce7d0dcdcbe71d11bf05490713f91587cd05f181f5f02f7f30ea6d8271d');
INSERT INTO public.events VALUES ('small', 10, 'slip.requested', '2026-11-24T01:01:00.000Z', 'officer:lan', '261124-B003', NULL, '{"slip":"261124-B003-1","label":"B003","printer":"printer-1","repeat":false,"ahead":0}', '2ca84ce7d0dcdcbe71d11bf05490713f91587cd05f181f5f02f7f30ea6d8271d', '73ddca03196da4b03e0f1aa373f63dab44f5e3343ac46f31e1d6e8d66f945eeb');
INSERT INTO public.events VALUES ('small', 11, 'ticket.issued', '2026-11-24T01:01:10.000Z', 'officer:lan', '261124-A001', NULL, '{"label":"A001","prefix":"A","number":1,"day":"2026-11-24","service":"business","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', '73ddca03196da4b03e0f1aa373f63dab44f5e3343ac46f31e1d6e8d66f945eeb', '53695c48c892a01279757e6fa4fb3dd5e621ee26c991f4346b6188a027799d2e');
INSERT INTO public.events VALUES ('small', 12, 'slip.requested', '2026-11-24T01:01:10.000Z', 'officer:lan', '261124-A001', NULL, '{"slip":"261124-A001-1","label":"A001","printer":"printer-1","repeat":false,"ahead":0}', '53695c48c892a01279757e6fa4fb3dd5e621ee26c991f4346b6188a027799d2e', '4818cdae2c133a74bfd11272d46e09a50132ee06968202bcf7382835210459ba');
INSERT INTO public.events VALUES ('small', 13, 'ticket.issued', '2026-11-24T01:01:20.000Z', 'officer:lan', '261124-B004', NULL, '{"label":"B004","prefix":"B","number":4,"day":"2026-11-24","service":"land","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":3,"estimated_wait_s":null}', '4818cdae2c133a74bfd11272d46e09a50132ee06968202bcf7382835210459ba', 'e3397c7c805bc4f4f2a55038eec9572c433d02f1895f45d5e8c82d5af324720f');
INSERT INTO public.events VALUES ('small', 14, 'slip.requested', '2026-11-24T01:01:20.000Z', 'officer:lan', '261124-B004', NULL, '{"slip":"261124-B004-1","label":"B004","printer":"printer-1","repeat":false,"ahead":3}', 'e3397c7c805bc4f4f2a55038eec9572c433d02f1895f45d5e8c82d5af324720f', 'faa8df1f519d863ebfa63e8ec51b94ce71e36d77686946cbc901b6ba99174dfd');
INSERT INTO public.events VALUES ('small', 15, 'slip.printed', '2026-11-24T01:01:30.000Z', 'officer:lan', '261124-B001', NULL, '{"slip":"261124-B001-1","label":"B001","printer":"printer-1","repeat":false}', 'faa8df1f519d863ebfa63e8ec51b94ce71e36d77686946cbc901b6ba99174dfd', '28f94d4d35929402f244df9c9b5e244e184042229e385c2e3d177f8501ebbbad');
INSERT INTO public.events VALUES ('small', 16, 'slip.printed', '2026-11-24T01:01:40.000Z', 'officer:lan', '261124-B002', NULL, '{"slip":"261124-B002-1","label":"B002","printer":"printer-1","repeat":false}', '28f94d4d35929402f244df9c9b5e244e184042229e385c2e3d177f8501ebbbad', '561d7014bab2935a4f11d8c2107723ad1e264553246149a1353a8ff1a7b2f3b7');
INSERT INTO public.events VALUES ('small', 17, 'slip.printed', '2026-11-24T01:01:50.000Z', 'officer:lan', '261124-B003', NULL, '{"slip":"261124-B003-1","label":"B003","printer":"printer-1","repeat":false}', '561d7014bab2935a4f11d8c2107723ad1e264553246149a1353a8ff1a7b2f3b7', 'a5979057d0bde4f0545a2bdee38477a2524de569b57913262f941d791dfab33c');
INSERT INTO public.events VALUES ('small', 18, 'device.lost', '2026-11-24T01:02:00.000Z', 'officer:lan', NULL, NULL, '{"device":"printer-1","problem":"paper-out"}', 'a5979057d0bde4f0545a2bdee38477a2524de569b57913262f941d791dfab33c', '785a406a4cc7223d60f840a9a26133e7d48c2f185fc80a803a72137012dd66d1');
INSERT INTO public.events VALUES ('small', 19, 'slip.failed', '2026-11-24T01:02:10.000Z', 'officer:lan', '261124-A001', NULL, '{"slip":"261124-A001-1","label":"A001","printer":"printer-1","reason":"paper-out"}', '785a406a4cc7223d60f840a9a26133e7d48c2f185fc80a803a72137012dd66d1', '9b860c9e0b22a8197393b2e8618ef828d5540c38ea6e72a37fd8872ae09e1ed0');
INSERT INTO public.events VALUES ('small', 20, 'device.back', '2026-11-24T01:02:20.000Z', 'officer:lan', NULL, NULL, '{"device":"printer-1","problem":"paper-out"}', '9b860c9e0b22a8197393b2e8618ef828d5540c38ea6e72a37fd8872ae09e1ed0', 'a4c56a4a7ae1ab7dbc3e5e29d963af31dbcd904ff73b035186c5c40e95558228');
INSERT INTO public.events VALUES ('small', 21, 'slip.requested', '2026-11-24T01:02:30.000Z', 'officer:lan', '261124-A001', NULL, '{"slip":"261124-A001-2","label":"A001","printer":"printer-1","repeat":true,"ahead":0}', 'a4c56a4a7ae1ab7dbc3e5e29d963af31dbcd904ff73b035186c5c40e95558228', '17a05e4b8910ff7356d1bf0dbc32e035dee10893ee5c4b119429fbc0c8f57333');
INSERT INTO public.events VALUES ('small', 22, 'slip.printed', '2026-11-24T01:02:40.000Z', 'officer:lan', '261124-A001', NULL, '{"slip":"261124-A001-2","label":"A001","printer":"printer-1","repeat":false}', '17a05e4b8910ff7356d1bf0dbc32e035dee10893ee5c4b119429fbc0c8f57333', 'a1c7c556a23a0abeeaca58ea4a18106ee3fbfbb6ea06524a71f78e8857172bd8');
INSERT INTO public.events VALUES ('small', 23, 'announcement.made', '2026-11-24T01:02:50.000Z', 'officer:lan', NULL, NULL, '{"text":{"vi":"Đường dây nóng: 0263 3822 111","en":"Hotline: 0263 3822 111"},"until":null}', 'a1c7c556a23a0abeeaca58ea4a18106ee3fbfbb6ea06524a71f78e8857172bd8', 'a1d226f695b8a3de494b704fd01fb5e1af56a3e71927e8f463f26a8621851904');
INSERT INTO public.events VALUES ('small', 24, 'ticket.called', '2026-11-24T01:03:00.000Z', 'officer:lan', '261124-B003', 1, '{"label":"B003","service":"land","how":"next","calls":1}', 'a1d226f695b8a3de494b704fd01fb5e1af56a3e71927e8f463f26a8621851904', '3ca724b61af1b3ff1ff2b3339cf00b6c369dc324a98193448b0391a250881345');
INSERT INTO public.events VALUES ('small', 25, 'ticket.recalled', '2026-11-24T01:03:10.000Z', 'officer:lan', '261124-B003', 1, '{"label":"B003","service":"land","calls":2}', '3ca724b61af1b3ff1ff2b3339cf00b6c369dc324a98193448b0391a250881345', 'b11b8a6fcc1d6d90da9e5187ee0e3ce6fd33c26f0f09cb1fec371bc8dc55c226');
INSERT INTO public.events VALUES ('small', 26, 'ticket.started', '2026-11-24T01:03:20.000Z', 'officer:lan', '261124-B003', 1, '{"label":"B003","service":"land"}', 'b11b8a6fcc1d6d90da9e5187ee0e3ce6fd33c26f0f09cb1fec371bc8dc55c226', '444fab0aff199b33c2f8624d56031ddff639944d5a045dc0c2aeb5e79308c071');
INSERT INTO public.events VALUES ('small', 27, 'ticket.called', '2026-11-24T01:03:30.000Z', 'officer:lan', '261124-B001', 2, '{"label":"B001","service":"land","how":"next","calls":1}', '444fab0aff199b33c2f8624d56031ddff639944d5a045dc0c2aeb5e79308c071', '683986fef2271426f839b5a174a15d08d26f15d5ef8b77cf0eb656683e0968cc');
INSERT INTO public.events VALUES ('small', 28, 'ticket.no_show', '2026-11-24T01:03:40.000Z', 'officer:lan', '261124-B001', 2, '{"label":"B001","service":"land"}', '683986fef2271426f839b5a174a15d08d26f15d5ef8b77cf0eb656683e0968cc', '5f413298615acf99c823e51cd5d4e3ebdb68701e6ac8d1d85c92eed85d9dfebf');
INSERT INTO public.events VALUES ('small', 29, 'ticket.served', '2026-11-24T01:03:50.000Z', 'officer:lan', '261124-B003', 1, '{"label":"B003","service":"land"}', '5f413298615acf99c823e51cd5d4e3ebdb68701e6ac8d1d85c92eed85d9dfebf', 'b4d324488ad607db03d72944691b1b5e8db756fe8262992a579cda015af562ef');
INSERT INTO public.events VALUES ('small', 30, 'ticket.rated', '2026-11-24T01:04:00.000Z', 'officer:lan', '261124-B003', 1, '{"label":"B003","service":"land","score":5,"reasons":["thái độ"],"commented":true}', 'b4d324488ad607db03d72944691b1b5e8db756fe8262992a579cda015af562ef', 'abba4eabf2aa0bcec536aa8d57fc1686aadc775c397a8ebbef95274a96354865');
INSERT INTO public.events VALUES ('small', 31, 'ticket.called', '2026-11-24T01:04:10.000Z', 'officer:lan', '261124-B002', 2, '{"label":"B002","service":"land","how":"next","calls":1}', 'abba4eabf2aa0bcec536aa8d57fc1686aadc775c397a8ebbef95274a96354865', '49a095203b0f806792926bd38b83f6c5853eda746a55b0003e26728f6b6945fa');
INSERT INTO public.events VALUES ('small', 32, 'ticket.returned', '2026-11-24T01:04:20.000Z', 'officer:lan', '261124-B002', 2, '{"label":"B002","service":"land","for_counter":null,"position":"by-time"}', '49a095203b0f806792926bd38b83f6c5853eda746a55b0003e26728f6b6945fa', '8ad7b5de10422d7f08618abc38ea26603221ee072f75180be8043f124f46cc01');
INSERT INTO public.events VALUES ('small', 33, 'ticket.reinstated', '2026-11-24T01:04:30.000Z', 'officer:lan', '261124-B001', NULL, '{"label":"B001","service":"land","for_counter":null,"position":"by-time"}', '8ad7b5de10422d7f08618abc38ea26603221ee072f75180be8043f124f46cc01', 'a2b1314a7512097c74e559ef8986b17259463dfca99938735bf24cfd90d31b43');
INSERT INTO public.events VALUES ('small', 34, 'ticket.called', '2026-11-24T01:04:40.000Z', 'officer:lan', '261124-B001', 1, '{"label":"B001","service":"land","how":"next","calls":2}', 'a2b1314a7512097c74e559ef8986b17259463dfca99938735bf24cfd90d31b43', '69b31249dd684dc1fb6e7696e90a614199e44917be74b9931f0a994809aea01b');
INSERT INTO public.events VALUES ('small', 35, 'ticket.started', '2026-11-24T01:04:50.000Z', 'officer:lan', '261124-B001', 1, '{"label":"B001","service":"land"}', '69b31249dd684dc1fb6e7696e90a614199e44917be74b9931f0a994809aea01b', '4d9ab3c98bb6287c9eb7b4666ffdf51e8526502d1784d99e00b6778072fcef4b');
INSERT INTO public.events VALUES ('small', 36, 'ticket.transferred', '2026-11-24T01:05:00.000Z', 'officer:lan', '261124-B001', 1, '{"label":"B001","service":"business","from_service":"land","for_counter":null,"position":"back","noted":true}', '4d9ab3c98bb6287c9eb7b4666ffdf51e8526502d1784d99e00b6778072fcef4b', '3eee38e7b9e0f4b7838639297426e839444e2a7531091d8bd53cd490787b228c');
INSERT INTO public.events VALUES ('small', 37, 'counter.paused', '2026-11-24T01:05:10.000Z', 'officer:lan', NULL, 3, '{"reason":"Nghỉ 10 phút"}', '3eee38e7b9e0f4b7838639297426e839444e2a7531091d8bd53cd490787b228c', '8b565530ff566e844efd16d0e9502b59360d6074b5a531e0d0264607df3f6491');
INSERT INTO public.events VALUES ('small', 38, 'counter.resumed', '2026-11-24T01:05:20.000Z', 'officer:lan', NULL, 3, '{}', '8b565530ff566e844efd16d0e9502b59360d6074b5a531e0d0264607df3f6491', 'bcbd8647409d3190164469bc2d5889bde0669dffeff33ae4bebd7456a4a2f5ff');
INSERT INTO public.events VALUES ('small', 39, 'ticket.called', '2026-11-24T01:05:30.000Z', 'officer:lan', '261124-A001', 3, '{"label":"A001","service":"business","how":"service","calls":1}', 'bcbd8647409d3190164469bc2d5889bde0669dffeff33ae4bebd7456a4a2f5ff', 'e5398f4347e75ad1c865afdbad85e4dc6e113d3540df8596f0b411ed0a660218');
INSERT INTO public.events VALUES ('small', 40, 'ticket.held', '2026-11-24T01:05:40.000Z', 'officer:lan', '261124-A001', 3, '{"label":"A001","service":"business","noted":false}', 'e5398f4347e75ad1c865afdbad85e4dc6e113d3540df8596f0b411ed0a660218', 'c09bc03110fb55d7b80d428450e7f0300e9629d3698b4ee0d1fad25f525b6efa');
INSERT INTO public.events VALUES ('small', 41, 'ticket.cancelled', '2026-11-24T01:05:50.000Z', 'officer:lan', '261124-A001', NULL, '{"label":"A001","service":"business"}', 'c09bc03110fb55d7b80d428450e7f0300e9629d3698b4ee0d1fad25f525b6efa', '8a52ab9dbc3a2c77fa4c85252d72a43768c1b0a7692f3a59ff3618f9dfa00344');
INSERT INTO public.events VALUES ('small', 42, 'ticket.called', '2026-11-24T01:06:00.000Z', 'officer:lan', '261124-B004', 2, '{"label":"B004","service":"land","how":"name","calls":1}', '8a52ab9dbc3a2c77fa4c85252d72a43768c1b0a7692f3a59ff3618f9dfa00344', 'bff71f50689b8d293e6354bd8a49d6ef09586413c86f83fa38cd9877047cbf74');
INSERT INTO public.events VALUES ('small', 43, 'ticket.expired', '2026-11-25T01:00:10.000Z', 'system', '261124-B001', NULL, '{"label":"B001","service":"business"}', 'bff71f50689b8d293e6354bd8a49d6ef09586413c86f83fa38cd9877047cbf74', '3a8449e2ef7b52ea136b4b35b62baff5861ac738be4e027dbae4efd11f8ed3b9');
INSERT INTO public.events VALUES ('small', 44, 'ticket.expired', '2026-11-25T01:00:10.000Z', 'system', '261124-B002', NULL, '{"label":"B002","service":"land"}', '3a8449e2ef7b52ea136b4b35b62baff5861ac738be4e027dbae4efd11f8ed3b9', 'fb2623d78fd1dd77cb57b757bc29ae7eddee3f8ec7d37fd7f96adf0902a5c9f1');
INSERT INTO public.events VALUES ('small', 45, 'ticket.expired', '2026-11-25T01:00:10.000Z', 'system', '261124-B004', 2, '{"label":"B004","service":"land"}', 'fb2623d78fd1dd77cb57b757bc29ae7eddee3f8ec7d37fd7f96adf0902a5c9f1', 'adfe2fe38d7e04c617e6add06074d46dd45552b0eee8f235668dfa8c4fcac196');
INSERT INTO public.events VALUES ('small', 46, 'slip.failed', '2026-11-25T01:00:10.000Z', 'system', '261124-B004', NULL, '{"slip":"261124-B004-1","label":"B004","printer":"printer-1","reason":"day-closed"}', 'adfe2fe38d7e04c617e6add06074d46dd45552b0eee8f235668dfa8c4fcac196', '11dbda6be2f49234b16492dc2834d84e42441a2c05fc23a7bd236726c23fab4f');
INSERT INTO public.events VALUES ('small', 47, 'counter.closed', '2026-11-25T01:00:10.000Z', 'system', NULL, 1, '{}', '11dbda6be2f49234b16492dc2834d84e42441a2c05fc23a7bd236726c23fab4f', '269d1bafb874756063c68b8287baa2d19c6e6b791d5b0d10494da605598a4356');
INSERT INTO public.events VALUES ('small', 48, 'counter.closed', '2026-11-25T01:00:10.000Z', 'system', NULL, 2, '{}', '269d1bafb874756063c68b8287baa2d19c6e6b791d5b0d10494da605598a4356', '2b150e151c2acb1191aec006c9acfe336f99e26a8ee2491779c29f0f2434966a');
INSERT INTO public.events VALUES ('small', 49, 'counter.closed', '2026-11-25T01:00:10.000Z', 'system', NULL, 3, '{}', '2b150e151c2acb1191aec006c9acfe336f99e26a8ee2491779c29f0f2434966a', '7a5b1aa56cedae8bdba76738f9cebfd25c14935f48b9de7264cffd549a34c92d');
INSERT INTO public.events VALUES ('small', 50, 'day.closed', '2026-11-25T01:00:10.000Z', 'system', NULL, NULL, '{"day":"2026-11-24","numbers":{"land":4,"business":1},"prefixes":{"B":"land","A":"business"},"announcements":[],"troubles":{}}', '7a5b1aa56cedae8bdba76738f9cebfd25c14935f48b9de7264cffd549a34c92d', 'bfa15ef8bc1b89746f61ae1099836c2119cb10352a201fbee98293bc7d959ca2');
INSERT INTO public.events VALUES ('small', 51, 'ticket.issued', '2026-11-25T01:00:10.000Z', 'officer:lan', '261125-B001', NULL, '{"label":"B001","prefix":"B","number":1,"day":"2026-11-25","service":"land","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', 'bfa15ef8bc1b89746f61ae1099836c2119cb10352a201fbee98293bc7d959ca2', '1cd6fbf37bc8c2c244d95e52a0cb21e689183391ad071c92ebfbc837732edc00');
INSERT INTO public.events VALUES ('small', 52, 'slip.requested', '2026-11-25T01:00:10.000Z', 'officer:lan', '261125-B001', NULL, '{"slip":"261125-B001-1","label":"B001","printer":"printer-1","repeat":false,"ahead":0}', '1cd6fbf37bc8c2c244d95e52a0cb21e689183391ad071c92ebfbc837732edc00', 'eaf8b4879bf7519330cc82cd975d6b467e156587e5793e9c91cd832cbcb45707');
INSERT INTO public.events VALUES ('small', 53, 'counter.opened', '2026-11-25T01:00:20.000Z', 'officer:lan', NULL, 1, '{}', 'eaf8b4879bf7519330cc82cd975d6b467e156587e5793e9c91cd832cbcb45707', '2a641cef7433852feed1608aed235f3b63a4187f2906f8ed99b3b6e319106669');
INSERT INTO public.events VALUES ('small', 54, 'counter.opened', '2026-11-25T01:00:30.000Z', 'officer:lan', NULL, 2, '{}', '2a641cef7433852feed1608aed235f3b63a4187f2906f8ed99b3b6e319106669', '8a21a24a347218234813080c95ad22c4cd57670c37eaa1afd5cecd08c590dcb0');
INSERT INTO public.events VALUES ('small', 55, 'counter.opened', '2026-11-25T01:00:40.000Z', 'officer:lan', NULL, 3, '{}', '8a21a24a347218234813080c95ad22c4cd57670c37eaa1afd5cecd08c590dcb0', '3f01c672881f4c1894caf6204e43dc91b6f3cf95ccb344bbe270f9e01eda9217');
INSERT INTO public.events VALUES ('small', 56, 'ticket.issued', '2026-11-25T01:00:50.000Z', 'officer:lan', '261125-B002', NULL, '{"label":"B002","prefix":"B","number":2,"day":"2026-11-25","service":"land","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":1,"estimated_wait_s":null}', '3f01c672881f4c1894caf6204e43dc91b6f3cf95ccb344bbe270f9e01eda9217', 'fe463fe5493f3ef0f05c420f6a522c1984365f25f4754b91098c8a98e88fa9e1');
INSERT INTO public.events VALUES ('small', 57, 'slip.requested', '2026-11-25T01:00:50.000Z', 'officer:lan', '261125-B002', NULL, '{"slip":"261125-B002-1","label":"B002","printer":"printer-1","repeat":false,"ahead":1}', 'fe463fe5493f3ef0f05c420f6a522c1984365f25f4754b91098c8a98e88fa9e1', 'bae81c27bafecdd93c5437dfeb543f6bcb062b32b3554fe8637f83e75c6ca774');
INSERT INTO public.events VALUES ('small', 58, 'ticket.issued', '2026-11-25T01:01:00.000Z', 'officer:lan', '261125-B003', NULL, '{"label":"B003","prefix":"B","number":3,"day":"2026-11-25","service":"land","procedure":null,"priority":"elderly","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', 'bae81c27bafecdd93c5437dfeb543f6bcb062b32b3554fe8637f83e75c6ca774', '2d691562c36e5df9bf45f66d42fb6467e98189079cc38ac09243597f4c4f87fa');
INSERT INTO public.events VALUES ('small', 59, 'slip.requested', '2026-11-25T01:01:00.000Z', 'officer:lan', '261125-B003', NULL, '{"slip":"261125-B003-1","label":"B003","printer":"printer-1","repeat":false,"ahead":0}', '2d691562c36e5df9bf45f66d42fb6467e98189079cc38ac09243597f4c4f87fa', '75082f9566be62ee4a1e6557ae02cf86bf06e39d464122695d0bd3560776572b');
INSERT INTO public.events VALUES ('small', 60, 'ticket.called', '2026-11-25T01:01:10.000Z', 'officer:lan', '261125-B001', 1, '{"label":"B001","service":"land","how":"name","calls":1}', '75082f9566be62ee4a1e6557ae02cf86bf06e39d464122695d0bd3560776572b', '7bb3a180742a0b35bb39771a1f5744faa58d3d060097e005424d2bacf91e8582');
INSERT INTO public.events VALUES ('small', 61, 'ticket.served', '2026-11-25T01:01:20.000Z', 'officer:lan', '261125-B001', 1, '{"label":"B001","service":"land"}', '7bb3a180742a0b35bb39771a1f5744faa58d3d060097e005424d2bacf91e8582', '4fcedd967c4ddbe2e1aa4c2d395d734fa78e590a2e0634371af7f8eec1c57da4');
INSERT INTO public.events VALUES ('small', 62, 'ticket.rated', '2026-11-25T01:01:30.000Z', 'officer:lan', '261125-B001', 1, '{"label":"B001","service":"land","score":4,"reasons":[],"commented":false}', '4fcedd967c4ddbe2e1aa4c2d395d734fa78e590a2e0634371af7f8eec1c57da4', 'eec2b93d8c5b6e71546a2637f291d3f7cda7f490c49e544150c2e728dc6e3fbd');
INSERT INTO public.events VALUES ('small', 63, 'ticket.called', '2026-11-25T01:01:40.000Z', 'officer:lan', '261125-B003', 2, '{"label":"B003","service":"land","how":"next","calls":1}', 'eec2b93d8c5b6e71546a2637f291d3f7cda7f490c49e544150c2e728dc6e3fbd', '31c592cc78032ec24715c44b6b100be4ac0f74c1489614e36fc817f413afea6c');
INSERT INTO public.events VALUES ('small', 64, 'ticket.called', '2026-11-25T01:01:50.000Z', 'officer:lan', '261125-B002', 1, '{"label":"B002","service":"land","how":"next","calls":1}', '31c592cc78032ec24715c44b6b100be4ac0f74c1489614e36fc817f413afea6c', 'd5047b93dbbac9bc0ff503c6100bd82c6bcb016b5cdab7a9dcdd90e117796893');
INSERT INTO public.events VALUES ('small', 65, 'ticket.started', '2026-11-25T01:02:00.000Z', 'officer:lan', '261125-B002', 1, '{"label":"B002","service":"land"}', 'd5047b93dbbac9bc0ff503c6100bd82c6bcb016b5cdab7a9dcdd90e117796893', 'de8841c1ad2a2c4c6a3b0beb58c7c8f278631ec4a09d5b61ee42f170a3ed839f');
INSERT INTO public.events VALUES ('small', 66, 'ticket.issued', '2026-11-25T01:02:10.000Z', 'officer:lan', '261125-A001', NULL, '{"label":"A001","prefix":"A","number":1,"day":"2026-11-25","service":"business","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', 'de8841c1ad2a2c4c6a3b0beb58c7c8f278631ec4a09d5b61ee42f170a3ed839f', '2ccca4f6d2021928525e0bb691a1372cdf61ea8a9f9f69b8d48ac1f9ad0f81dc');
INSERT INTO public.events VALUES ('small', 67, 'slip.requested', '2026-11-25T01:02:10.000Z', 'officer:lan', '261125-A001', NULL, '{"slip":"261125-A001-1","label":"A001","printer":"printer-1","repeat":false,"ahead":0}', '2ccca4f6d2021928525e0bb691a1372cdf61ea8a9f9f69b8d48ac1f9ad0f81dc', '7e8cebe2b2dffa6e0e68b1461c1fbc66068f44fb60995f08668edb03d17f704d');
INSERT INTO public.events VALUES ('small', 68, 'ticket.transferred', '2026-11-25T01:02:20.000Z', 'officer:lan', '261125-A001', NULL, '{"label":"A001","service":"business","from_service":"business","for_counter":3,"position":"by-time","noted":false}', '7e8cebe2b2dffa6e0e68b1461c1fbc66068f44fb60995f08668edb03d17f704d', '987d4043638112a969872db9fe9208ea4944411b528716721de5645984191ab3');
INSERT INTO public.events VALUES ('small', 69, 'ticket.issued', '2026-11-25T01:02:30.000Z', 'officer:lan', '261125-A002', NULL, '{"label":"A002","prefix":"A","number":2,"day":"2026-11-25","service":"business","procedure":null,"priority":"normal","language":"vi","kiosk":"kiosk-1","ahead":0,"estimated_wait_s":null}', '987d4043638112a969872db9fe9208ea4944411b528716721de5645984191ab3', '0ac09fdf8d709463a89e05a5d48569788709b670d105c1b17a328c512deece1e');
INSERT INTO public.events VALUES ('small', 70, 'slip.requested', '2026-11-25T01:02:30.000Z', 'officer:lan', '261125-A002', NULL, '{"slip":"261125-A002-1","label":"A002","printer":"printer-1","repeat":false,"ahead":0}', '0ac09fdf8d709463a89e05a5d48569788709b670d105c1b17a328c512deece1e', '4aa29d0a3d352042abab0027fd3e4d422e43555cf010552919f0403d03a10285');
INSERT INTO public.events VALUES ('small', 71, 'device.paired', '2026-11-25T01:43:03.250Z', 'system', NULL, NULL, '{"device":"printer-1","kind":"printer","name":"Máy in 1","counter":null,"printer":null}', '4aa29d0a3d352042abab0027fd3e4d422e43555cf010552919f0403d03a10285', '71440323cbcbc3aa21fdc9449d250d2e19f00642939d66654ddb0c723bef6ae6');
INSERT INTO public.private_texts VALUES ('small', '261124-B003', 40, 'comment', 'Cảm ơn', '2026-11-24T01:00:00.000Z');
INSERT INTO public.procedures VALUES ('small', '1.000001', 'land', 0, '{"code":"1.000001","name":"Tách thửa đất","short_name":"Tách thửa","service":"land","field":"Đất đai","level":"tỉnh","source":"https://example.vn/1"}');
INSERT INTO public.procedures VALUES ('small', '1.000002', 'business', 1, '{"code":"1.000002","name":"Đăng ký hộ kinh doanh","short_name":"Hộ kinh doanh","service":"business","field":"","level":"xã","source":""}');
INSERT INTO public.procedures VALUES ('small', '1.000003', 'land', 2, '{"code":"1.000003","name":"Cấp sổ hộ khẩu","short_name":"Sổ hộ khẩu","service":"land","field":"Cư trú","level":"xã","source":""}');
INSERT INTO public.sites VALUES ('small', 71, '71440323cbcbc3aa21fdc9449d250d2e19f00642939d66654ddb0c723bef6ae6', 50, 1);
INSERT INTO public.slips VALUES ('small', '261124-B001-1', '261124-B001', 'printer-1', 'printed', 0);
INSERT INTO public.slips VALUES ('small', '261124-B002-1', '261124-B002', 'printer-1', 'printed', 0);
INSERT INTO public.slips VALUES ('small', '261124-B003-1', '261124-B003', 'printer-1', 'printed', 0);
INSERT INTO public.slips VALUES ('small', '261124-A001-1', '261124-A001', 'printer-1', 'failed', 0);
INSERT INTO public.slips VALUES ('small', '261124-A001-2', '261124-A001', 'printer-1', 'printed', 1);
INSERT INTO public.slips VALUES ('small', '261125-B001-1', '261125-B001', 'printer-1', 'requested', 0);
INSERT INTO public.slips VALUES ('small', '261124-B004-1', '261124-B004', 'printer-1', 'failed', 0);
INSERT INTO public.slips VALUES ('small', '261125-B002-1', '261125-B002', 'printer-1', 'requested', 0);
INSERT INTO public.slips VALUES ('small', '261125-B003-1', '261125-B003', 'printer-1', 'requested', 0);
INSERT INTO public.slips VALUES ('small', '261125-A001-1', '261125-A001', 'printer-1', 'requested', 0);
INSERT INTO public.slips VALUES ('small', '261125-A002-1', '261125-A002', 'printer-1', 'requested', 0);
INSERT INTO public.tickets VALUES ('small', '261125-B001', '2026-11-25', 'land', 'B', 1, 'B001', NULL, 'normal', 'vi', 'kiosk-1', 'served', 1, NULL, 51, 1, '2026-11-25T01:00:10.000Z', '2026-11-25T01:01:10.000Z', NULL, '2026-11-25T01:01:20.000Z', 4);
INSERT INTO public.tickets VALUES ('small', '261125-B003', '2026-11-25', 'land', 'B', 3, 'B003', NULL, 'elderly', 'vi', 'kiosk-1', 'called', 2, NULL, 58, 1, '2026-11-25T01:01:00.000Z', '2026-11-25T01:01:40.000Z', NULL, NULL, NULL);
INSERT INTO public.tickets VALUES ('small', '261124-B003', '2026-11-24', 'land', 'B', 3, 'B003', NULL, 'elderly', 'vi', 'kiosk-1', 'served', 1, NULL, 9, 2, '2026-11-24T01:01:00.000Z', '2026-11-24T01:03:00.000Z', '2026-11-24T01:03:20.000Z', '2026-11-24T01:03:50.000Z', 5);
INSERT INTO public.tickets VALUES ('small', '261125-B002', '2026-11-25', 'land', 'B', 2, 'B002', NULL, 'normal', 'vi', 'kiosk-1', 'serving', 1, NULL, 56, 1, '2026-11-25T01:00:50.000Z', '2026-11-25T01:01:50.000Z', '2026-11-25T01:02:00.000Z', NULL, NULL);
INSERT INTO public.tickets VALUES ('small', '261124-A001', '2026-11-24', 'business', 'A', 1, 'A001', NULL, 'normal', 'vi', 'kiosk-1', 'cancelled', NULL, NULL, 11, 1, '2026-11-24T01:01:10.000Z', '2026-11-24T01:05:30.000Z', NULL, '2026-11-24T01:05:50.000Z', NULL);
INSERT INTO public.tickets VALUES ('small', '261124-B001', '2026-11-24', 'business', 'B', 1, 'B001', NULL, 'normal', 'vi', 'kiosk-1', 'expired', NULL, NULL, 36, 2, '2026-11-24T01:00:40.000Z', '2026-11-24T01:04:40.000Z', NULL, '2026-11-25T01:00:10.000Z', NULL);
INSERT INTO public.tickets VALUES ('small', '261124-B002', '2026-11-24', 'land', 'B', 2, 'B002', NULL, 'normal', 'vi', 'kiosk-1', 'expired', NULL, NULL, 7, 1, '2026-11-24T01:00:50.000Z', '2026-11-24T01:04:10.000Z', NULL, '2026-11-25T01:00:10.000Z', NULL);
INSERT INTO public.tickets VALUES ('small', '261124-B004', '2026-11-24', 'land', 'B', 4, 'B004', NULL, 'normal', 'vi', 'kiosk-1', 'expired', NULL, NULL, 13, 1, '2026-11-24T01:01:20.000Z', '2026-11-24T01:06:00.000Z', NULL, '2026-11-25T01:00:10.000Z', NULL);
INSERT INTO public.tickets VALUES ('small', '261125-A001', '2026-11-25', 'business', 'A', 1, 'A001', NULL, 'normal', 'vi', 'kiosk-1', 'waiting', NULL, 3, 66, 0, '2026-11-25T01:02:10.000Z', NULL, NULL, NULL, NULL);
INSERT INTO public.tickets VALUES ('small', '261125-A002', '2026-11-25', 'business', 'A', 2, 'A002', NULL, 'normal', 'vi', 'kiosk-1', 'waiting', NULL, NULL, 69, 0, '2026-11-25T01:02:30.000Z', NULL, NULL, NULL, NULL);
INSERT INTO public.users VALUES ('small', 'lan', 'Nguyễn Thị Lan', 'officer', 1, 'forgotten', 0, NULL);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT pk_answers PRIMARY KEY (site_id, caller, key);
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (site_id, number);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT pk_devices PRIMARY KEY (site_id, id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (site_id, seq);
ALTER TABLE ONLY public.private_texts
    ADD CONSTRAINT pk_private_texts PRIMARY KEY (site_id, ticket_id, seq);
ALTER TABLE ONLY public.procedures
    ADD CONSTRAINT pk_procedures PRIMARY KEY (site_id, code);
ALTER TABLE ONLY public.sites
    ADD CONSTRAINT pk_sites PRIMARY KEY (site_id);
ALTER TABLE ONLY public.slips
    ADD CONSTRAINT pk_slips PRIMARY KEY (site_id, id);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT pk_tickets PRIMARY KEY (site_id, id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (site_id, username);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT uq_devices_pairing UNIQUE (site_id, pairing);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT uq_tickets_label UNIQUE (site_id, day, label);
CREATE UNIQUE INDEX ix_tickets_one_at_counter ON public.tickets USING btree (site_id, counter) WHERE ((state)::text = ANY ((ARRAY['called'::character varying, 'serving'::character varying])::text[]));
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT fk_counters_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT fk_devices_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT fk_events_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
ALTER TABLE ONLY public.private_texts
    ADD CONSTRAINT fk_private_texts_tickets FOREIGN KEY (site_id, ticket_id) REFERENCES public.tickets(site_id, id);
ALTER TABLE ONLY public.procedures
    ADD CONSTRAINT fk_procedures_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
ALTER TABLE ONLY public.slips
    ADD CONSTRAINT fk_slips_tickets FOREIGN KEY (site_id, ticket_id) REFERENCES public.tickets(site_id, id);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT fk_users_sites FOREIGN KEY (site_id) REFERENCES public.sites(site_id);
