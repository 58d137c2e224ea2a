-- A row is a row of a Brandwatch export, in the fields of export_rows. The tweet's id is the end of its address.
-- What a tweet is says its engagement type, else the address of the tweet that it answers or passes on. A tweet that is
-- gone has a sentence of Brandwatch's in place of its text, which is none. The author of a thread is that of its first
-- post, so the address that a tweet answers says better whom.
with cells as (
    select
        *,
        coalesce(
            nullif(regexp_extract(url, '(?:twitter|x)\.com/.+/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1), ''),
            nullif(regexp_extract("original url", '(?:twitter|x)\.com/.+/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1), '')
        ) as id_in_address,
        lower(coalesce("engagement type", "thread entry type")) as engagement,
        coalesce("twitter reply to", "x reply to") as replied_address,
        coalesce("twitter retweet of", "x repost of") as retweeted_address,
        coalesce(list_contains(['retweet', 'share', 'repost'], lower(coalesce("engagement type", "thread entry type"))), false)
        or coalesce("twitter retweet of", "x repost of") is not null as retweets,
        list_filter(
            ["full text", snippet],
            lambda words: not regexp_full_match(trim(words), '(?i)deleted or protected (mention|tweet|post)\.?')
        )[1] as words
    from file_rows
),

with_shares as (
    select
        *,
        retweets or (engagement is null and coalesce(starts_with(words, 'RT @'), false)) as shares
    from cells
)

select
    file_number,
    row_number,
    id_in_address as tweet_id,
    date as created_at,
    words as text,
    coalesce("twitter author id", "x author id") as author_id,
    ltrim(trim(author), '@') as author_handle,
    "full name" as author_name,
    bio as author_description,
    "location name" as author_location,
    coalesce("twitter followers", "x followers") as author_followers,
    coalesce("twitter following", "x following") as author_following,
    coalesce("twitter tweets", "x posts") as author_tweets,
    coalesce("twitter verified", "x verified") as author_verified,
    language,
    case
        when engagement = 'reply' or replied_address is not null then 'true'
        when engagement is not null then 'false'
    end as is_reply,
    case when retweets then 'true' when engagement is not null then 'false' end as is_retweet,
    case when engagement = 'quote' then 'true' when engagement is null then null else 'false' end as is_quote,
    nullif(regexp_extract(replied_address, '/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1), '') as in_reply_to_tweet_id,
    case
        when engagement = 'reply' or replied_address is not null then coalesce(
            nullif(regexp_extract(replied_address, '(?:twitter|x)\.com/([A-Za-z0-9_]+)/status', 1), ''),
            ltrim(trim("thread author"), '@')
        )
    end as in_reply_to_handle,
    nullif(regexp_extract(retweeted_address, '/status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)', 1), '') as retweeted_tweet_id,
    case
        when retweets then coalesce(
            nullif(regexp_extract(retweeted_address, '(?:twitter|x)\.com/([A-Za-z0-9_]+)/status', 1), ''),
            ltrim(trim("thread author"), '@')
        )
    end as retweeted_handle,
    case when engagement = 'quote' then ltrim(trim("thread author"), '@') end as quoted_handle,
    coalesce("twitter likes", "x likes") as like_count,
    case when not shares then coalesce("twitter retweets", "x reposts") end as retweet_count,
    coalesce("twitter reply count", "x replies") as reply_count,
    case when shares then 'unknown' else 'own' end as metrics_of,
    case when hashtags is not null then list_filter(
        list_transform(string_split(hashtags, ','), lambda word: ltrim(trim(word), '#')), lambda word: word <> ''
    ) end as hashtags,
    case when "mentioned authors" is not null then list_filter(
        list_transform(
            string_split(replace("mentioned authors", ' @', ','), ','), lambda word: ltrim(trim(word), '@')
        ),
        lambda word: word <> ''
    ) end as mention_handles,
    case when "expanded urls" is not null then list_filter(
        list_transform(
            string_split(regexp_replace("expanded urls", '[,\s]+(https?://)', chr(31) || '\1', 'g'), chr(31)),
            lambda word: rtrim(trim(word), ',')
        ),
        lambda word: word <> ''
    ) end as urls
from with_shares
