-- A row is a row of a twarc2 CSV, in the fields of export_rows.
-- A list is JSON: of texts ("#a", "@b", addresses), or in some versions of objects; somebody may have written one by hand,
-- but for a word that programs write for nothing. A retweet whose text does not begin with "RT @" was merged with its
-- original, and its text and counts are the original's.
-- Answers of the API that pandas normalized name what a tweet refers to in one list of objects with type and id.
with with_references as (
    select
        *,
        case when json_valid(referenced_tweets) then json_extract(referenced_tweets, '$[*]') end as listed
    from file_rows
),

with_originals as (
    select
        *,
        coalesce(
            "referenced_tweets.replied_to.id",
            list_filter(listed, lambda each: (each ->> '$.type') = 'replied_to')[1] ->> '$.id'
        ) as replied_to_id,
        coalesce(
            "referenced_tweets.retweeted.id",
            list_filter(listed, lambda each: (each ->> '$.type') = 'retweeted')[1] ->> '$.id'
        ) as retweeted_id,
        coalesce(
            "referenced_tweets.quoted.id",
            list_filter(listed, lambda each: (each ->> '$.type') = 'quoted')[1] ->> '$.id'
        ) as quoted_id
    from with_references
),

cells as (
    select
        *,
        replace(text, '\n', chr(10)) as whole_text,
        coalesce(retweeted_id, nullif(retweeted_user_id, '0'), retweeted_username) is not null as retweets,
        coalesce(retweeted_id, nullif(retweeted_user_id, '0'), retweeted_username) is not null
        and not starts_with(text, 'RT @') as is_merged,
        list_transform(
            ["entities.hashtags", "entities.mentions", "entities.urls"],
            lambda cell, place: case
                when cell is null then '[]'
                when lower(trim(cell, ' "')) in ('null', 'none', 'nan', 'na', 'n/a', '<na>', 'undefined') then '[]'
                when json_valid(cell) and starts_with(ltrim(cell), '[') then cell
                when json_valid(cell) and starts_with(ltrim(cell), '{') then '[' || cell || ']'
                when place = 3 then cast(to_json([trim(cell, ' "')]) as varchar)
                else cast(to_json(regexp_split_to_array(trim(cell, ' "'), '[\s,;|"]+')) as varchar)
            end
        ) as lists,
        case when json_valid("attachments.media") then "attachments.media" end as media_list
    from with_originals
),

with_lists as (
    select
        *,
        list_transform(
            json_extract(lists[1], '$[*]'),
            lambda each: ltrim(coalesce(each ->> '$.tag', each ->> '$'), '#＃')
        ) as all_hashtags,
        list_transform(
            json_extract(lists[2], '$[*]'),
            lambda each: ltrim(coalesce(each ->> '$.username', each ->> '$'), '@＠')
        ) as all_mentions,
        list_filter(json_extract(lists[3], '$[*]'), lambda each: (each ->> '$.media_key') is null) as all_urls
    from cells
)

select
    file_number,
    row_number,
    id as tweet_id,
    created_at,
    whole_text as text,
    author_id,
    coalesce("author.username", username) as author_handle,
    coalesce("author.name", name) as author_name,
    replace(coalesce("author.description", description), '\n', chr(10)) as author_description,
    coalesce("author.location", location) as author_location,
    coalesce("author.public_metrics.followers_count", "public_metrics.followers_count") as author_followers,
    coalesce("author.public_metrics.following_count", "public_metrics.following_count") as author_following,
    coalesce("author.public_metrics.tweet_count", "public_metrics.tweet_count") as author_tweets,
    "author.created_at" as author_created_at,
    coalesce("author.verified", verified) as author_verified,
    lang as language,
    source,
    case when retweets then 'false' end as is_quote,
    replied_to_id as in_reply_to_tweet_id,
    in_reply_to_user_id,
    in_reply_to_username as in_reply_to_handle,
    retweeted_id as retweeted_tweet_id,
    retweeted_user_id,
    retweeted_username as retweeted_handle,
    case when is_merged then whole_text end as retweeted_text,
    case when is_merged then "public_metrics.like_count" end as retweeted_like_count,
    case when retweets then "public_metrics.retweet_count" end as retweeted_retweet_count,
    quoted_id as quoted_tweet_id,
    quoted_user_id,
    coalesce(
        quoted_username,
        nullif(regexp_extract(
            list_filter(
                all_urls, lambda each: ends_with(each ->> '$.expanded_url', '/' || quoted_id)
            )[1] ->> '$.expanded_url',
            '(?i)^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/([A-Za-z0-9_]{2,20})/status(?:es)?/', 1
        ), '')
    ) as quoted_handle,
    case when not is_merged then "public_metrics.like_count" end as like_count,
    case when not retweets then "public_metrics.retweet_count" end as retweet_count,
    case when not is_merged then "public_metrics.reply_count" end as reply_count,
    case when not is_merged then "public_metrics.quote_count" end as quote_count,
    case when is_merged then 'original' else 'own' end as metrics_of,
    all_hashtags as hashtags,
    all_mentions as mention_handles,
    case
        when contains(lists[2], '"id"')
            then list_transform(json_extract(lists[2], '$[*]'), lambda each: each ->> '$.id')
    end as mention_ids,
    list_transform(
        all_urls,
        lambda each: coalesce(each ->> '$.unwound_url', each ->> '$.expanded_url', each ->> '$.url', each ->> '$')
    ) as urls,
    list_filter(
        json_extract_string(coalesce(media_list, '[]'), '$[*].type'),
        lambda kind: kind in ('photo', 'video', 'animated_gif')
    ) as media_types,
    "__twarc.retrieved_at" as collected_at,
    nullif(regexp_extract(edit_history_tweet_ids, '[0-9]+'), '') as first_version_id
from with_lists
