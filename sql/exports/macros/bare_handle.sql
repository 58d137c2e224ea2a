-- A value is a handle without @ and without characters that show nothing or move a cursor; NULL where it names nobody:
-- signs alone (-, ?, the #### of a column that was too narrow) and handle.invalid, which Bluesky shows of every account
-- whose handle leads nowhere. The page of an account, of any platform, holds its handle. Letters, digits and _ alone, as
-- most are, are one.
create or replace temp macro bare_handle(cell, platform, unseen) as
case
    when regexp_full_match(cell, '[A-Za-z0-9_]+') then cell
    when not regexp_matches(cell, '[\p{L}\p{N}\p{So}_]') then null
    when platform = 'x' or not contains(cell, '/') then nullif(
        nullif(
            ltrim(
                trim(
                    regexp_replace(
                        regexp_replace(regexp_replace(cell, unseen, '', 'g'), '[[:cntrl:]]', '', 'g'),
                        '^\s*(?i:(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com)/@?([A-Za-z0-9_]+)/?(?:[?#].*)?$',
                        '\1'
                    )
                ),
                '@＠'
            ),
            ''
        ),
        'handle.invalid'
    )
    else regexp_replace(
        regexp_replace(trim(cell), '^https?://(?:[a-z]+\.)?bsky\.app/profile/([^/]+).*$', '\1'),
        '^https?://([^/@]+)/(?:@|users/)([^/@?#]+).*$', '\2@\1'
    )
end
