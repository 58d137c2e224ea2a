-- A value is a handle without @, without characters that show nothing or move a cursor, and without what programs put
-- around it: guards of spreadsheets (="x", 'x), a list of one (["x"], c("x")), a link, an object with its name, the
-- name that the account shows before its @. The page of an account, of any platform, holds its handle. NULL where it
-- names nobody: signs alone (-, ?, the #### of a column that was too narrow), numbers and times, what programs write
-- for an empty list or an object ([], list(), [object Object]), and handle.invalid, which Bluesky shows of every
-- account whose handle leads nowhere, 0, with which pandas fills empty cells, what programs write for nothing with
-- signs that no handle has (N/A, (null)), an id that went through a double (1.3E+18), several at once (@a, @b; a;b:
-- neither a name before its handle nor what an object says beside it), and of X an address elsewhere, which may be a
-- node of a network ('any' platform). Letters, digits and _ alone, as most are, are one.
create or replace temp macro bare_handle(cell, platform, unseen) as
case
    when regexp_full_match(cell, '[A-Za-z0-9_]+') then nullif(cell, '0')
    when not regexp_matches(cell, '[\p{L}\p{N}\p{So}_]') then null
    when regexp_full_match(
        trim(cell), '(?i)@?(?:n/a|n\.a\.|\\n|-nan|\((?:null|none|empty|blank)\)|[0-9][0-9.,]*e\+?[0-9]+)'
    ) then null
    when not regexp_matches(cell, '^\s*\{|://') and regexp_matches(
        cell, '^\s*\w+[,;|][@＠]\w|[@＠]\w[^,;|]*[,;|].*[@＠]\w|^\s*[@＠]\w+\s+[@＠]\w|^\s*[@＠]?\w+(?:,\w+)+\s*$|^\s*[@＠]?\w+(?:\s?[;|]\s?\w+)+\s*$'
    ) then null
    when platform = 'x' and regexp_matches(cell, '(?i)^\s*https?://')
        and not regexp_matches(cell, '(?i)^\s*https?://(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/') then null
    when list_contains(['x', 'any'], platform) or not contains(cell, '/') then nullif(
        nullif(
            ltrim(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                trim(regexp_replace(
                                    regexp_replace(regexp_replace(cell, unseen, '', 'g'), '[\t\r\n]+', ' ', 'g'),
                                    '[[:cntrl:]]', '', 'g'
                                )),
                                '^(?:(?i:(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com)/@?([A-Za-z0-9_]+)/?(?:[?#].*)?|(?:\[|<a |=HYPERLINK\().*(?:twitter|x)\.com/@?([A-Za-z0-9_]+)["/?)].*)$',
                                '\1\2'
                            ),
                            '^\{.*["''](?:screen_name|username|handle|acct)["'']\s*:\s*["'']([^"'']+)["''].*\}$',
                            '\1'
                        ),
                        '^(?:[^@]*\s\(?@([A-Za-z0-9_][A-Za-z0-9_.-]*(?:@[A-Za-z0-9.-]+)?)\)?|(?:(?:=|\[|c\(|list\(|\()*[bu]?["''‘’“”`]+|[\[(]+@|\(+)?@?([^\s"''‘’“”`()\[\]{}<>=,;:]+)["''‘’“”`]*[\])]*[,:;]*)$',
                        '\1\2'
                    ),
                    '^(?:\[.*\]|\{.*\}|\(.*\)|<.*>|(?:c|list|set|tuple|character|integer|logical)\(.*\)|[^\p{L}\p{So}_]*[^\p{L}\p{So}_0-9][^\p{L}\p{So}_]*)$',
                    ''
                ),
                '@＠/'
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
