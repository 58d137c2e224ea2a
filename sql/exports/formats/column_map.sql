-- A row is a row of a file that a column map of study.toml describes, in the fields of export_rows.
-- A list that is not mapped is NULL, not empty: the file cannot say.
select
    row_number,
    tweet_id,
    created_at,
    text,
    author_id,
    author_handle,
    author_name,
    author_description,
    author_location,
    author_followers,
    author_following,
    author_tweets,
    author_created_at,
    author_verified,
    language,
    source,
    is_reply,
    is_retweet,
    is_quote,
    in_reply_to_tweet_id,
    in_reply_to_user_id,
    in_reply_to_handle,
    retweeted_tweet_id,
    retweeted_user_id,
    retweeted_handle,
    retweeted_text,
    retweeted_like_count,
    retweeted_retweet_count,
    quoted_tweet_id,
    quoted_user_id,
    quoted_handle,
    like_count,
    retweet_count,
    reply_count,
    quote_count,
    collected_at,
    $metrics_of as metrics_of,
    case
        when list_contains($lists, 'hashtags')
            then list_filter(
                list_transform(string_split(coalesce(hashtags, ''), $list_separator), lambda word: trim(word)),
                lambda word: word <> ''
            )
    end as hashtags,
    case
        when list_contains($lists, 'mention_handles')
            then list_filter(
                list_transform(string_split(coalesce(mention_handles, ''), $list_separator), lambda word: trim(word)),
                lambda word: word <> ''
            )
    end as mention_handles,
    case
        when list_contains($lists, 'mention_ids')
            then list_filter(
                list_transform(string_split(coalesce(mention_ids, ''), $list_separator), lambda word: trim(word)),
                lambda word: word <> ''
            )
    end as mention_ids,
    case
        when list_contains($lists, 'urls')
            then list_filter(
                list_transform(string_split(coalesce(urls, ''), $list_separator), lambda word: trim(word)),
                lambda word: word <> ''
            )
    end as urls,
    case
        when list_contains($lists, 'media_types')
            then list_filter(
                list_transform(string_split(coalesce(media_types, ''), $list_separator), lambda word: trim(word)),
                lambda word: word <> ''
            )
    end as media_types
from file_rows
order by row_number
