-- A row is a row of an rtweet CSV, in the fields of export_rows.
-- R writes NA for a missing value; ids may carry an x; cells with several values are joined by blanks.
-- rtweet calls every medium a photo; only the address of the medium tells a video.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
with cells as (
    select
        file_number,
        row_number,
        nullif(status_id, 'NA') as status_id,
        status_url,
        nullif(created_at, 'NA') as created_at,
        text,
        nullif(user_id, 'NA') as user_id,
        screen_name,
        name,
        description,
        location,
        nullif(followers_count, 'NA') as followers_count,
        nullif(friends_count, 'NA') as friends_count,
        nullif(statuses_count, 'NA') as statuses_count,
        nullif(account_created_at, 'NA') as account_created_at,
        nullif(verified, 'NA') as verified,
        nullif(lang, 'NA') as lang,
        nullif(source, 'NA') as source,
        nullif(is_retweet, 'NA') as is_retweet,
        nullif(is_quote, 'NA') as is_quote,
        nullif(reply_to_status_id, 'NA') as reply_to_status_id,
        nullif(reply_to_user_id, 'NA') as reply_to_user_id,
        nullif(reply_to_screen_name, 'NA') as reply_to_screen_name,
        nullif(retweet_status_id, 'NA') as retweet_status_id,
        nullif(retweet_user_id, 'NA') as retweet_user_id,
        nullif(retweet_screen_name, 'NA') as retweet_screen_name,
        nullif(retweet_text, 'NA') as retweet_text,
        nullif(retweet_favorite_count, 'NA') as retweet_favorite_count,
        nullif(retweet_retweet_count, 'NA') as retweet_retweet_count,
        nullif(quoted_status_id, 'NA') as quoted_status_id,
        nullif(quoted_user_id, 'NA') as quoted_user_id,
        nullif(quoted_screen_name, 'NA') as quoted_screen_name,
        nullif(favorite_count, 'NA') as favorite_count,
        nullif(retweet_count, 'NA') as retweet_count,
        nullif(reply_count, 'NA') as reply_count,
        nullif(quote_count, 'NA') as quote_count,
        nullif(hashtags, 'NA') as hashtags,
        nullif(mentions_screen_name, 'NA') as mentions_screen_name,
        nullif(mentions_user_id, 'NA') as mentions_user_id,
        nullif(urls_expanded_url, 'NA') as urls_expanded_url,
        coalesce(nullif(ext_media_expanded_url, 'NA'), nullif(media_expanded_url, 'NA')) as media_addresses,
        coalesce(nullif(ext_media_type, 'NA'), nullif(media_type, 'NA')) as media_kinds
    from file_rows
),

with_bare_ids as (
    select
        * replace (
            id_without_x(status_id) as status_id,
            id_without_x(user_id) as user_id,
            id_without_x(reply_to_status_id) as reply_to_status_id,
            id_without_x(reply_to_user_id) as reply_to_user_id,
            id_without_x(retweet_status_id) as retweet_status_id,
            id_without_x(retweet_user_id) as retweet_user_id,
            id_without_x(quoted_status_id) as quoted_status_id,
            id_without_x(quoted_user_id) as quoted_user_id
        )
    from cells
)

select
    file_number,
    row_number,
    id_unless_rounded(status_id, status_url) as tweet_id,
    created_at,
    text,
    user_id as author_id,
    screen_name as author_handle,
    name as author_name,
    nullif(description, 'NA') as author_description,
    nullif(location, 'NA') as author_location,
    followers_count as author_followers,
    friends_count as author_following,
    statuses_count as author_tweets,
    account_created_at as author_created_at,
    verified as author_verified,
    lang as language,
    source,
    is_retweet,
    is_quote,
    reply_to_status_id as in_reply_to_tweet_id,
    reply_to_user_id as in_reply_to_user_id,
    reply_to_screen_name as in_reply_to_handle,
    retweet_status_id as retweeted_tweet_id,
    retweet_user_id as retweeted_user_id,
    retweet_screen_name as retweeted_handle,
    retweet_text as retweeted_text,
    retweet_favorite_count as retweeted_like_count,
    retweet_retweet_count as retweeted_retweet_count,
    quoted_status_id as quoted_tweet_id,
    quoted_user_id as quoted_user_id,
    quoted_screen_name as quoted_handle,
    favorite_count as like_count,
    retweet_count,
    reply_count,
    quote_count,
    'own' as metrics_of,
    list_filter(string_split(coalesce(hashtags, ''), ' '), lambda word: word <> '') as hashtags,
    list_filter(string_split(coalesce(mentions_screen_name, ''), ' '), lambda word: word <> '') as mention_handles,
    list_transform(
        list_filter(string_split(coalesce(mentions_user_id, ''), ' '), lambda word: word <> ''),
        lambda word: id_without_x(word)
    ) as mention_ids,
    list_filter(string_split(coalesce(urls_expanded_url, ''), ' '), lambda word: word not in ('', 'NA')) as urls,
    case
        when media_addresses is null and media_kinds is null then cast([] as varchar[])
        when media_addresses is null then list_filter(string_split(media_kinds, ' '), lambda word: word <> '')
        else list_transform(
            list_distinct(list_filter(string_split(media_addresses, ' '), lambda word: word <> '')),
            lambda word: case when contains(word, '/video/') then 'video' else 'photo' end
        )
    end as media_types
from with_bare_ids
