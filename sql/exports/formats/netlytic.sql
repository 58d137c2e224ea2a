-- A row is a row of a Netlytic CSV, in the fields of export_rows.
-- The tweet's id is the end of its address. Whether it is a retweet or a reply only later files say.
with cells as (
    select
        *,
        lower(coalesce(tweet_type, "tweet type")) as kind,
        coalesce(favorite_count, favourite_count, like_count) as likes
    from file_rows
),

with_retweets as (
    select
        *,
        case when kind is not null then contains(kind, 'retweet') end as retweets
    from cells
)

select
    file_number,
    row_number,
    coalesce(
        nullif(regexp_extract(guid, '([0-9.eE+]+)/?\s*$', 1), ''),
        nullif(regexp_extract(link, '([0-9.eE+]+)/?\s*$', 1), '')
    ) as tweet_id,
    pubdate as created_at,
    coalesce(description, title) as text,
    user_id as author_id,
    ltrim(trim(author), '@') as author_handle,
    user_name as author_name,
    user_bio as author_description,
    user_location as author_location,
    user_followers_count as author_followers,
    user_friends_count as author_following,
    user_statuses_count as author_tweets,
    user_created_at as author_created_at,
    user_verified as author_verified,
    lang as language,
    source,
    case
        when in_reply_to_status_id is null and in_reply_to_screen_name is null
            then case when contains(kind, 'repl') then 'true' when kind is not null then 'false' end
    end as is_reply,
    case when retweeted_status_id is null then case when retweets then 'true' when not retweets then 'false' end end
        as is_retweet,
    case
        when retweets then 'false'
        when quoted_status_id is null
            then case when contains(kind, 'quote') then 'true' when kind is not null then 'false' end
    end as is_quote,
    in_reply_to_status_id as in_reply_to_tweet_id,
    in_reply_to_user_id,
    in_reply_to_screen_name as in_reply_to_handle,
    retweeted_status_id as retweeted_tweet_id,
    quoted_status_id as quoted_tweet_id,
    case when not coalesce(retweets, false) then likes end as like_count,
    case when retweets then retweet_count end as retweeted_retweet_count,
    case when not coalesce(retweets, false) then retweet_count end as retweet_count,
    reply_count,
    quote_count,
    case when likes is null and retweet_count is null or coalesce(retweets, false) then 'unknown' else 'own' end
        as metrics_of,
    case when hashtags is not null then list_filter(
        list_transform(regexp_split_to_array(hashtags, '[,; ]+'), lambda word: ltrim(trim(word), '#')),
        lambda word: word <> ''
    ) end as hashtags
from with_retweets
