-- When a venue's token was last used, for its owner; to the minute.
alter table venue add column last_contact_at timestamptz;
