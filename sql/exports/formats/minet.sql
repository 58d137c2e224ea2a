-- A row is a row of minet's CSV, in the fields of export_rows.
-- A retweet's text is the original's behind "RT @user: "; its own retweet count is the original's or 0, so it is left.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
with with_originals as (
    select *, coalesce(retweeted_id, nullif(retweeted_user_id, '0'), retweeted_user) is not null as names_original
    from file_rows
),

files as (
    select
        file_number,
        coalesce(bool_or(names_original and regexp_matches(id, '[0-9]')), false) as retweets_are_told
    from with_originals
    group by file_number
),

with_lists as (
    select
        *,
        string_split(coalesce(hashtags, ''), '|') as all_hashtags,
        string_split(coalesce(mentioned_names, ''), '|') as all_names,
        string_split(coalesce(mentioned_ids, ''), '|') as all_ids,
        string_split(coalesce(links, ''), '|') as all_links,
        string_split(coalesce(media_types, ''), '|') as all_media,
        case
            when names_original or retweets_are_told then names_original
            else starts_with(text, 'RT @')
        end as retweets
    from with_originals
    inner join files using (file_number)
)

select
    file_number,
    row_number,
    id_unless_rounded(id, url) as tweet_id,
    timestamp_utc as created_at,
    text,
    user_id as author_id,
    user_screen_name as author_handle,
    user_name as author_name,
    user_description as author_description,
    user_location as author_location,
    user_followers as author_followers,
    user_friends as author_following,
    user_tweets as author_tweets,
    user_created_at as author_created_at,
    user_verified as author_verified,
    lang as language,
    source_name as source,
    case when retweets then 'false' end as is_quote,
    to_tweetid as in_reply_to_tweet_id,
    to_userid as in_reply_to_user_id,
    to_username as in_reply_to_handle,
    retweeted_id as retweeted_tweet_id,
    retweeted_user_id,
    retweeted_user as retweeted_handle,
    case when retweets then regexp_replace(text, '^RT @[A-Za-z0-9_]+: ?', '') end as retweeted_text,
    quoted_id as quoted_tweet_id,
    quoted_user_id,
    quoted_user as quoted_handle,
    like_count,
    case when not retweets then retweet_count end as retweet_count,
    reply_count,
    'own' as metrics_of,
    list_filter(all_hashtags, lambda word: word <> '') as hashtags,
    list_filter(all_names, lambda word: word <> '') as mention_handles,
    list_filter(all_ids, lambda word: word <> '') as mention_ids,
    list_filter(all_links, lambda word: word <> '') as urls,
    list_filter(all_media, lambda word: word <> '') as media_types
from with_lists
