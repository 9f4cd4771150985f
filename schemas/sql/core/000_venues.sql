create table venue (
  venue text primary key,
  -- Of the token only the hash is kept: who reads the table cannot come in with it.
  token_hash bytea unique,
  enrolled_at timestamptz not null default now()
);
