-- A row is a row of a Brandwatch export, in the fields of export_rows. The tweet's id is the end of its address.
with cells as (
    select
        *,
        coalesce(
            nullif(regexp_extract(url, '(?:twitter|x)\.com/.+/status(?:es)?/([0-9.eE+]+)', 1), ''),
            nullif(regexp_extract("original url", '(?:twitter|x)\.com/.+/status(?:es)?/([0-9.eE+]+)', 1), '')
        ) as id_in_address,
        lower(coalesce("engagement type", "thread entry type")) as engagement
    from file_rows
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
    case when engagement = 'reply' then ltrim(trim("thread author"), '@') end as in_reply_to_handle,
    case when engagement in ('retweet', 'share', 'repost') then ltrim(trim("thread author"), '@') end
        as retweeted_handle,
    case when engagement = 'quote' then ltrim(trim("thread author"), '@') end as quoted_handle,
    coalesce("twitter likes", "x likes") as like_count,
    coalesce("twitter retweets", "x reposts") as retweet_count,
    coalesce("twitter reply count", "x replies") as reply_count,
    case when engagement in ('retweet', 'share', 'repost') then 'unknown' else 'own' end as metrics_of,
    case when hashtags is not null then list_filter(
        list_transform(string_split(hashtags, ','), lambda word: ltrim(trim(word), '#')), lambda word: word <> ''
    ) end as hashtags,
    case when "mentioned authors" is not null then list_filter(
        list_transform(string_split("mentioned authors", ','), lambda word: ltrim(trim(word), '@')),
        lambda word: word <> ''
    ) end as mention_handles,
    case when "expanded urls" is not null then list_filter(
        list_transform(
            string_split(replace("expanded urls", ',http', chr(31) || 'http'), chr(31)), lambda word: trim(word)
        ),
        lambda word: word <> ''
    ) end as urls
from cells
order by row_number
