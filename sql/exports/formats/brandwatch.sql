-- A row is a row of a Brandwatch export, in the fields of export_rows. The tweet's id is the end of its address.
with cells as (
    select
        *,
        coalesce(
            nullif(regexp_extract(url, '(?:twitter|x)\.com/.+/status(?:es)?/([0-9.eE+]+)', 1), ''),
            nullif(regexp_extract("original url", '(?:twitter|x)\.com/.+/status(?:es)?/([0-9.eE+]+)', 1), '')
        ) as id_in_address,
        lower(coalesce("engagement type", "thread entry type")) as engagement,
        coalesce("twitter reply to", "x reply to") as replied_address,
        coalesce("twitter retweet of", "x repost of") as retweeted_address
    from file_rows
),

with_shares as (
    select
        *,
        case
            when engagement is not null then engagement in ('retweet', 'share', 'repost')
            else retweeted_address is not null or starts_with(coalesce("full text", snippet), 'RT @')
        end as shares
    from cells
)

select
    row_number,
    id_in_address as tweet_id,
    date as created_at,
    coalesce("full text", snippet) as text,
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
    case when engagement is null then null when engagement = 'reply' then 'true' else 'false' end as is_reply,
    case
        when engagement in ('retweet', 'share', 'repost') then 'true'
        when engagement is null then null
        else 'false'
    end as is_retweet,
    case when engagement = 'quote' then 'true' when engagement is null then null else 'false' end as is_quote,
    nullif(regexp_extract(replied_address, '/status(?:es)?/([0-9.eE+]+)', 1), '') as in_reply_to_tweet_id,
    case
        when engagement = 'reply' then coalesce(
            ltrim(trim("thread author"), '@'),
            nullif(regexp_extract(replied_address, '(?:twitter|x)\.com/([A-Za-z0-9_]+)/status', 1), '')
        )
    end as in_reply_to_handle,
    nullif(regexp_extract(retweeted_address, '/status(?:es)?/([0-9.eE+]+)', 1), '') as retweeted_tweet_id,
    case
        when engagement in ('retweet', 'share', 'repost') then coalesce(
            ltrim(trim("thread author"), '@'),
            nullif(regexp_extract(retweeted_address, '(?:twitter|x)\.com/([A-Za-z0-9_]+)/status', 1), '')
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
        list_transform(string_split("mentioned authors", ','), lambda word: ltrim(trim(word), '@')),
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
order by row_number
