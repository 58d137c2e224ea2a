-- A value is the id of a user without what a spreadsheet puts around it; NULL where it stands for nobody. Of Mastodon it is
-- user@server, of which capitals are no part.
create or replace temp macro bare_user_id(cell, platform, nobody, guarded) as
case
    when platform = 'mastodon' then nullif(lower(ltrim(trim(cell), '@')), '')
    else bare_id(cell, nobody, guarded)
end
