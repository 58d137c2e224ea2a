-- A row is a row of a Netlytic CSV, in the fields of export_rows.
-- The tweet's id is the end of its address. Whether it is a retweet or a reply Netlytic does not say.
select
    row_number,
    coalesce(
        nullif(regexp_extract(guid, '([0-9.eE+]+)/?\s*$', 1), ''),
        nullif(regexp_extract(link, '([0-9.eE+]+)/?\s*$', 1), '')
    ) as tweet_id,
    pubdate as created_at,
    coalesce(description, title) as text,
    user_id as author_id,
    ltrim(trim(author), '@') as author_handle,
    user_bio as author_description,
    user_location as author_location,
    user_followers_count as author_followers,
    user_friends_count as author_following,
    user_statuses_count as author_tweets,
    user_created_at as author_created_at,
    lang as language,
    source,
    'unknown' as metrics_of
from file_rows
order by row_number
