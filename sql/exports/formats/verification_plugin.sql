-- A row is a row of the verification plugin's CSV of X, in the fields of export_rows.
-- Lists are joined by commas. The picture of a video is no photo.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
select
    file_number,
    row_number,
    id_unless_rounded(id, tweetlink) as tweet_id,
    date as created_at,
    text,
    username as author_handle,
    display_name as author_name,
    account_created as author_created_at,
    followers as author_followers,
    total_posts as author_tweets,
    case when regexp_full_match(replying_to, '@?[A-Za-z0-9_]{1,20}') then replying_to end as in_reply_to_handle,
    isquote as is_quote,
    retweeted as is_retweet,
    likes as like_count,
    retweets as retweet_count,
    replies as reply_count,
    quotes as quote_count,
    case when coalesce(likes, retweets) is null then 'unknown' else 'own' end as metrics_of,
    list_filter(
        list_transform(string_split(coalesce(hashtags, ''), ','), lambda word: ltrim(trim(word), '#')),
        lambda word: word <> ''
    ) as hashtags,
    list_filter(
        list_transform(
            string_split(replace(coalesce(mentions, ''), ' @', ','), ','), lambda word: ltrim(trim(word), '@')
        ),
        lambda word: word <> ''
    ) as mention_handles,
    list_filter(
        string_split(replace(coalesce(links, ''), ',http', chr(31) || 'http'), chr(31)), lambda word: word <> ''
    ) as urls,
    case
        when video is not null then ['video']
        when imagelink is not null then ['photo']
        else cast([] as varchar[])
    end as media_types
from file_rows
