-- A row is a row of a TAGS archive, in the fields of export_rows.
-- A sheet that passed through R has NA for nothing. Where the sheet rounded the id, the tweet's address still has it.
-- Of a retweet the API counts the retweets of its original, and no likes.
with cells as (
    select
        * replace (
            nullif(id_str, 'NA') as id_str,
            nullif(source, 'NA') as source,
            nullif(user_followers_count, 'NA') as user_followers_count,
            nullif(user_friends_count, 'NA') as user_friends_count,
            nullif(user_location, 'NA') as user_location,
            nullif(in_reply_to_status_id_str, 'NA') as in_reply_to_status_id_str,
            nullif(in_reply_to_user_id_str, 'NA') as in_reply_to_user_id_str,
            nullif(in_reply_to_screen_name, 'NA') as in_reply_to_screen_name,
            nullif(lang, 'NA') as lang,
            nullif(favorite_count, 'NA') as favorite_count,
            nullif(retweet_count, 'NA') as retweet_count
        ),
        starts_with(text, 'RT @') as passes_on,
        case when json_valid(entities_str) then entities_str end as entities
    from file_rows
)

select
    file_number,
    row_number,
    id_unless_rounded(id_str, status_url) as tweet_id,
    created_at,
    text,
    from_user_id_str as author_id,
    from_user as author_handle,
    user_location as author_location,
    user_followers_count as author_followers,
    user_friends_count as author_following,
    source,
    in_reply_to_status_id_str as in_reply_to_tweet_id,
    in_reply_to_user_id_str as in_reply_to_user_id,
    in_reply_to_screen_name as in_reply_to_handle,
    lang as language,
    case when passes_on then retweet_count end as retweeted_retweet_count,
    case when not passes_on then favorite_count end as like_count,
    case when not passes_on then retweet_count end as retweet_count,
    case
        when coalesce(favorite_count, retweet_count) is null then 'unknown'
        when passes_on then 'original'
        else 'own'
    end as metrics_of,
    json_extract_string(entities, '$.hashtags[*].text') as hashtags,
    json_extract_string(entities, '$.user_mentions[*].screen_name') as mention_handles,
    json_extract_string(entities, '$.user_mentions[*].id_str') as mention_ids,
    json_extract_string(entities, '$.urls[*].expanded_url') as urls,
    json_extract_string(entities, '$.media[*].type') as media_types
from cells
