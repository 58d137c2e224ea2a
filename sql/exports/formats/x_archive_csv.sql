-- A row is a row of the tweets.csv of an old archive, in the fields of export_rows.
-- All tweets are of one account: user_details.js beside the file names it, else the links of its tweets to themselves do.
-- Until 2018 a reply began with the handle of the one whom it answers.
-- Programs that read ids as numbers hang .0 on them or round them; validated_rows tells which.
with cells as (
    select
        *,
        nullif(
            regexp_extract(
                expanded_urls,
                '(?i)(?:twitter|x)\.com/([A-Za-z0-9_]+)/status/' || regexp_extract(tweet_id, '[0-9]{5,}'),
                1
            ),
            ''
        ) as handle_of_own_link
    from file_rows
)

select
    file_number,
    row_number,
    tweet_id,
    "timestamp" as created_at,
    text,
    author_id,
    coalesce(
        author_handle,
        mode(handle_of_own_link) filter (retweeted_status_id is null) over (
            partition by file_number
            order by row_number
            rows between unbounded preceding and unbounded following
        )
    ) as author_handle,
    author_name,
    source,
    in_reply_to_status_id as in_reply_to_tweet_id,
    in_reply_to_user_id,
    case
        when coalesce(in_reply_to_status_id, in_reply_to_user_id) is not null
            then nullif(regexp_extract(text, '^\s*@([A-Za-z0-9_]+)', 1), '')
    end as in_reply_to_handle,
    retweeted_status_id as retweeted_tweet_id,
    retweeted_status_user_id as retweeted_user_id,
    'unknown' as metrics_of,
    list_filter(
        list_distinct(list_transform(string_split(coalesce(expanded_urls, ''), ','), lambda link: trim(link))),
        lambda link: link <> ''
    ) as urls
from cells
