-- A value is a handle without @ and without characters that show nothing; NULL where it names nobody. handle.invalid is
-- what Bluesky shows of every account whose handle leads nowhere. The page of an account of Mastodon or Bluesky holds it.
create or replace temp macro bare_handle(cell, platform, unseen) as
case
    when platform = 'x' or not contains(cell, '/')
        then nullif(nullif(ltrim(trim(regexp_replace(cell, unseen, '', 'g')), '@＠'), ''), 'handle.invalid')
    else regexp_replace(
        regexp_replace(trim(cell), '^https?://(?:[a-z]+\.)?bsky\.app/profile/([^/]+).*$', '\1'),
        '^https?://([^/@]+)/(?:@|users/)([^/@?#]+).*$', '\2@\1'
    )
end
