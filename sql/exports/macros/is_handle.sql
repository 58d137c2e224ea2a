-- A value is whether a text is a handle of a platform: a name of X, a domain of Bluesky, user@server of Mastodon.
create or replace temp macro is_handle(handle, platform) as
case platform
    when 'x' then regexp_full_match(handle, '[A-Za-z0-9_]+')
    when 'bluesky' then regexp_full_match(handle, '[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+')
    else regexp_full_match(handle, '[^\s@/:]+@[^\s@/]+')
end
