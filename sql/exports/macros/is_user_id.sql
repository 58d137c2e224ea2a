-- A value is whether a text is the id of an account of a platform: a number of X, a decentralised identifier of Bluesky,
-- user@server of Mastodon.
create or replace temp macro is_user_id(id, platform) as
case platform
    when 'x' then regexp_full_match(id, '[0-9]{1,18}|(?:[0-8][0-9]|9[01])[0-9]{17}')
    when 'bluesky' then regexp_full_match(id, 'did:[a-z]+:[A-Za-z0-9._:%-]+')
    else regexp_full_match(id, '[^\s@/:]+@[^\s@/]+')
end
