-- A row is a row of academictwitteR's tidy or tidy2 data frame, in the fields of export_rows. R writes NA for nothing.
-- sourcetweet_type is "retweeted" or "quoted"; what a reply answers is known by its account alone.
with cells as (
    select
        * replace (
            nullif(text, 'NA') as text,
            nullif(lang, 'NA') as lang,
            nullif(source, 'NA') as source,
            nullif(author_id, 'NA') as author_id,
            nullif(in_reply_to_user_id, 'NA') as in_reply_to_user_id,
            nullif(user_name, 'NA') as user_name,
            nullif(user_description, 'NA') as user_description,
            nullif(user_location, 'NA') as user_location,
            nullif(user_created_at, 'NA') as user_created_at,
            nullif(user_verified, 'NA') as user_verified,
            nullif(retweet_count, 'NA') as retweet_count,
            nullif(like_count, 'NA') as like_count,
            nullif(quote_count, 'NA') as quote_count,
            nullif(user_tweet_count, 'NA') as user_tweet_count,
            nullif(user_followers_count, 'NA') as user_followers_count,
            nullif(user_following_count, 'NA') as user_following_count,
            nullif(sourcetweet_id, 'NA') as sourcetweet_id,
            nullif(sourcetweet_text, 'NA') as sourcetweet_text,
            nullif(sourcetweet_author_id, 'NA') as sourcetweet_author_id,
            nullif(hashtags, 'NA') as hashtags,
            nullif(mentions_username, 'NA') as mentions_username,
            nullif(retweet_source_author_name, 'NA') as retweet_source_author_name
        ),
        coalesce(sourcetweet_type = 'retweeted', false) or coalesce(lower(is_retweet) = 'true', false) as retweets,
        coalesce(sourcetweet_type = 'quoted', false) or coalesce(lower(is_quote) = 'true', false) as quotes,
        bool_or(nullif(is_reply, 'NA') is not null and regexp_matches(tweet_id, '[0-9]')) over (partition by file_number) as is_tidy2
    from file_rows
)

select
    file_number,
    row_number,
    tweet_id,
    created_at,
    text,
    author_id,
    user_username as author_handle,
    user_name as author_name,
    user_description as author_description,
    user_location as author_location,
    user_followers_count as author_followers,
    user_following_count as author_following,
    user_tweet_count as author_tweets,
    user_created_at as author_created_at,
    user_verified as author_verified,
    lang as language,
    source,
    case when in_reply_to_user_id is null and lower(is_reply) in ('true', 'false') then lower(is_reply) end as is_reply,
    case when retweets then 'true' when lower(is_retweet) = 'false' then 'false' end as is_retweet,
    case when retweets then 'false' when quotes then 'true' when lower(is_quote) = 'false' then 'false' end as is_quote,
    in_reply_to_user_id,
    case when retweets then sourcetweet_id end as retweeted_tweet_id,
    case when retweets then sourcetweet_author_id end as retweeted_user_id,
    case when retweets then coalesce(
        nullif(regexp_extract(text, '^RT @([A-Za-z0-9_]+)', 1), ''),
        nullif(regexp_extract(retweet_source_author_name, '^@?([A-Za-z0-9_]{1,20})$', 1), '')
    ) end as retweeted_handle,
    case when retweets then sourcetweet_text end as retweeted_text,
    case when retweets then retweet_count end as retweeted_retweet_count,
    case when quotes and not retweets then sourcetweet_id end as quoted_tweet_id,
    case when quotes and not retweets then sourcetweet_author_id end as quoted_user_id,
    like_count,
    case when not retweets then retweet_count end as retweet_count,
    quote_count,
    'own' as metrics_of,
    case when is_tidy2 then regexp_extract_all(
        regexp_replace(coalesce(hashtags, ''), '^c\(', ''), '[\p{L}\p{M}\p{N}_]+'
    ) end as hashtags,
    case when is_tidy2 then regexp_extract_all(
        regexp_replace(coalesce(mentions_username, ''), '^c\(', ''), '[A-Za-z0-9_]+'
    ) end as mention_handles
from cells
