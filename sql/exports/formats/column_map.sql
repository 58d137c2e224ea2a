-- A row is a row of a file that a column map of study.toml describes, in the fields of export_rows. A list that is not
-- mapped is NULL, not empty: the file cannot say. One of 0 alone is empty: pandas fills cells so. Of a list that a program
-- wrote (JSON, R) each element stands behind a sign of its own. A tweet's address serves as its id and as its author's
-- handle, that of a tweet answered, passed on or quoted also where no column says whose it is; those of other platforms
-- validated_rows.sql reads.
with with_platforms as (
    select *, not regexp_matches(coalesce(platform, ''), $elsewhere) as is_of_x
    from file_rows
),

cells as (
    select
        *,
        list_transform(
            [tweet_id, in_reply_to_tweet_id, retweeted_tweet_id, quoted_tweet_id],
            lambda cell: coalesce(
                case when is_of_x then nullif(regexp_extract(cell, $id_in_address, 1), '') end,
                nullif(regexp_extract(trim(cell), $prefixed_id, 1), ''),
                cell
            )
        ) as ids,
        list_transform(
            [author_handle, in_reply_to_handle, retweeted_handle, quoted_handle],
            lambda cell: case
                when is_of_x and contains(cell, '/') then nullif(regexp_extract(trim(cell), $handle_in_address, 1), '')
                else cell
            end
        ) as handles,
        list_transform(
            [in_reply_to_tweet_id, retweeted_tweet_id, quoted_tweet_id],
            lambda cell: case
                when is_of_x and contains(cell, '/') then nullif(regexp_extract(trim(cell), $handle_in_address, 1), '')
            end
        ) as handles_in_addresses,
        list_transform(
            [author_id, in_reply_to_user_id, retweeted_user_id, quoted_user_id],
            lambda cell: coalesce(nullif(regexp_extract(trim(cell), $prefixed_id, 1), ''), cell)
        ) as user_ids,
        list_transform(
            [hashtags, mention_handles, mention_ids, urls, media_types],
            lambda cell, place: case
                when starts_with(cell, $between_elements)
                    then string_split(substr(cell, 2), $between_elements)
                else list_transform(string_split(coalesce(cell, ''), $separators[place]), lambda word: trim(word))
            end
        ) as split_cells
    from with_platforms
),

with_lists as (
    select
        *,
        list_transform(
            split_cells,
            lambda words: list_filter(words, lambda word: word <> '' and not (word = '0' and array_length(words) = 1))
        ) as lists
    from cells
)

select
    file_number,
    row_number,
    platform,
    ids[1] as tweet_id,
    created_at,
    text,
    user_ids[1] as author_id,
    handles[1] as author_handle,
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
    ids[2] as in_reply_to_tweet_id,
    user_ids[2] as in_reply_to_user_id,
    coalesce(handles[2], handles_in_addresses[1]) as in_reply_to_handle,
    ids[3] as retweeted_tweet_id,
    user_ids[3] as retweeted_user_id,
    coalesce(handles[3], handles_in_addresses[2]) as retweeted_handle,
    retweeted_text,
    retweeted_like_count,
    retweeted_retweet_count,
    ids[4] as quoted_tweet_id,
    user_ids[4] as quoted_user_id,
    coalesce(handles[4], handles_in_addresses[3]) as quoted_handle,
    like_count,
    retweet_count,
    reply_count,
    quote_count,
    collected_at,
    edited_at,
    first_version_id,
    is_advertisement,
    is_skipped,
    $metrics_of as metrics_of,
    case when list_contains($lists, 'hashtags') then lists[1] end as hashtags,
    case when list_contains($lists, 'mention_handles') then lists[2] end as mention_handles,
    case when list_contains($lists, 'mention_ids') then lists[3] end as mention_ids,
    case when list_contains($lists, 'urls') then lists[4] end as urls,
    case when list_contains($lists, 'media_types') then lists[5] end as media_types
from with_lists
