-- A row is a row of 4CAT's CSV of a Zeeschuimer capture, in the fields of export_rows.
-- Lists are joined by commas; an address may hold one too, so links are parted where the next one begins.
-- Where a spreadsheet rounded the id, the tweet's address still has it.
with cells as (
    select
        *,
        coalesce(lower(is_retweet) in ('yes', 'true'), false) as retweets,
        string_split(replace(coalesce(urls, ''), ',http', chr(31) || 'http'), chr(31)) as all_urls
    from file_rows
)

select
    file_number,
    row_number,
    id_unless_rounded(id, link) as tweet_id,
    timestamp as created_at,
    body as text,
    author_id,
    author as author_handle,
    author_fullname as author_name,
    author_bio as author_description,
    author_location,
    author_followers,
    author_following,
    verified as author_verified,
    language_guess as language,
    source,
    case when lower(is_reply) in ('no', 'false') then 'false' end as is_reply,
    is_retweet,
    case when retweets then 'false' else is_quote_tweet end as is_quote,
    replied_author as in_reply_to_handle,
    retweeted_user as retweeted_handle,
    case when retweets then regexp_replace(body, '^RT @[A-Za-z0-9_]+: ?', '') end as retweeted_text,
    case when retweets then retweet_count end as retweeted_retweet_count,
    case when not retweets then quote_tweet_id end as quoted_tweet_id,
    case when not retweets then quote_author end as quoted_handle,
    case when not retweets then like_count end as like_count,
    case when not retweets then retweet_count end as retweet_count,
    case when not retweets then reply_count end as reply_count,
    case when not retweets then quote_count end as quote_count,
    case when retweets then 'original' else 'own' end as metrics_of,
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
    list_filter(all_urls, lambda word: word <> '') as urls,
    list_concat(
        list_transform(
            list_filter(string_split(coalesce(images, ''), ','), lambda word: word <> ''), lambda _word: 'photo'
        ),
        list_transform(
            list_filter(string_split(coalesce(videos, ''), ','), lambda word: word <> ''), lambda _word: 'video'
        )
    ) as media_types
from cells
