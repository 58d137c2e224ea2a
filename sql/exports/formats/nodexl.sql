-- A row is an edge of a NodeXL workbook, as the tweet that it came from, in the fields of export_rows.
-- Whom a tweet names is gathered over all of its edges, so that each of them knows the whole.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
with with_ids as (
    select
        *,
        id_unless_rounded("imported id", "twitter page for tweet") as tweet_id
    from file_rows
),

with_named_accounts as (
    select
        *,
        lower(trim(relationship)) as kind,
        coalesce("tweet date (utc)", "relationship date (utc)") as posted_at,
        list("vertex 2") filter (lower(trim(relationship)) in ('mentions', 'mentionsinretweet', 'replies to', 'retweet'))
            over of_tweet as all_named,
        list("vertex 2") filter (lower(trim(relationship)) = 'retweet') over of_tweet as all_retweeted,
        list("vertex 2") filter (lower(trim(relationship)) = 'replies to') over of_tweet as all_answered,
        list("vertex 2") filter (lower(trim(relationship)) = 'quote') over of_tweet as all_quoted
    from with_ids
    window of_tweet as (
        partition by file_number, tweet_id, case when tweet_id is null then row_number end
        order by row_number
        rows between unbounded preceding and unbounded following
    )
),

with_retweets as (
    select
        *,
        "retweet id" is not null or len(coalesce(all_retweeted, [])) > 0 as retweets
    from with_named_accounts
)

select
    file_number,
    row_number,
    tweet_id,
    posted_at as created_at,
    tweet as text,
    "vertex 1" as author_handle,
    language,
    source,
    case when len(coalesce(all_answered, [])) > 0 then 'true' when "in-reply-to tweet id" is null and kind is not null then 'false' end
        as is_reply,
    case when retweets then 'true' when kind is not null then 'false' end as is_retweet,
    case
        when retweets then 'false'
        when len(coalesce(all_quoted, [])) > 0 or lower("is quote status") in ('true', '1') then 'true'
        when "is quote status" is not null then 'false'
    end as is_quote,
    "in-reply-to tweet id" as in_reply_to_tweet_id,
    "in-reply-to user id" as in_reply_to_user_id,
    all_answered[1] as in_reply_to_handle,
    case when retweets then "retweet id" end as retweeted_tweet_id,
    case when retweets then all_retweeted[1] end as retweeted_handle,
    case when retweets then "favorite count" end as retweeted_like_count,
    case when retweets then "retweet count" end as retweeted_retweet_count,
    case when not retweets then "quoted status id" end as quoted_tweet_id,
    case when not retweets then all_quoted[1] end as quoted_handle,
    case when not retweets then "favorite count" end as like_count,
    case when not retweets then "retweet count" end as retweet_count,
    case when retweets then 'original' else 'own' end as metrics_of,
    case when lower(trim(visibility)) in ('skip', '0') then 'true' end as is_skipped,
    list_filter(
        list_transform(string_split(coalesce("hashtags in tweet", ''), ' '), lambda word: ltrim(trim(word), '#')),
        lambda word: word <> ''
    ) as hashtags,
    list_distinct_in_order.handles as mention_handles,
    list_filter(string_split(coalesce("urls in tweet", ''), ' '), lambda word: word <> '') as urls
from with_retweets
cross join lateral (
    select list_filter(
        coalesce(all_named, []),
        lambda handle, place: list_position(coalesce(all_named, []), handle) = place
    ) as handles
) as list_distinct_in_order
