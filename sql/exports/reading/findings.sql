-- A row is an export file of the batch: how many of its rows show damage that one row alone cannot prove, and what the
-- file tells.
-- A tweet id ends in 12 bits of sequence, 0 in about half of the ids since 2016: an id that is no multiple of 4096 and yet one of 64 was a double.
-- Rounded to 15 digits, an id of 19 ends in four zeros, one of 18 in three, one of 17 in two. A true id is a multiple of
-- 2^22 a millisecond, so its low bits say whether it can be one of 2^zeros, and chance whether also of 5^zeros. Ids are
-- counted once: what was collected twice proves nothing twice.
-- A file tells replies, retweets, quotes or a list where one of its tweets has one (a header in its middle is no tweet).
-- Every link and medium of a tweet, and the tweet that it quotes, stands in its text as a link, and so does the end of
-- one that was cut: a link that nothing of this explains shows that links were not collected.
with ids as (
    select
        file_number,
        case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end as id,
        text,
        first_version_id <> tweet_id as is_edited
    from export_rows
),

different_ids as (
    select distinct file_number, id, length(cast(id as varchar)) - 15 as zeros
    from ids
    where id % 4096 <> 0
),

fifteen_digits as (
    select
        file_number,
        count(*) filter (id % cast(10 ** zeros as bigint) = 0) as ids_of_fifteen_digits,
        coalesce(sum(1 / 5 ** zeros) filter (id % cast(2 ** zeros as bigint) = 0), 0) as fifteen_digits_by_chance
    from different_ids
    group by file_number
),

with_references as (
    select
        file_number,
        try_cast(trim(is_reply) as boolean) as marks_reply,
        try_cast(trim(is_retweet) as boolean) as marks_retweet,
        try_cast(trim(is_quote) as boolean) as marks_quote,
        coalesce(
            nullif(trim(in_reply_to_handle), ''),
            case when not regexp_full_match(trim(in_reply_to_user_id), $no_id) then in_reply_to_user_id end,
            case when not regexp_full_match(trim(in_reply_to_tweet_id), $no_tweet) then in_reply_to_tweet_id end
        ) is not null as names_answered,
        coalesce(
            nullif(trim(retweeted_handle), ''),
            case when not regexp_full_match(trim(retweeted_user_id), $no_id) then retweeted_user_id end,
            case when not regexp_full_match(trim(retweeted_tweet_id), $no_id) then retweeted_tweet_id end
        ) is not null as names_original,
        coalesce(
            nullif(trim(quoted_handle), ''),
            case when not regexp_full_match(trim(quoted_user_id), $no_id) then quoted_user_id end,
            case when not regexp_full_match(trim(quoted_tweet_id), $no_tweet) then quoted_tweet_id end
        ) is not null as names_quoted,
        in_reply_to_tweet_id is not null as fills_answered,
        quoted_tweet_id is not null as fills_quoted,
        coalesce(array_length(hashtags), 0) > 0 as has_hashtags,
        coalesce(array_length(mention_handles), 0) > 0 as has_mentions,
        coalesce(array_length(urls), 0) > 0 as has_urls,
        coalesce(array_length(media_types), 0) > 0 as has_media,
        regexp_matches(text, 'https?://') and not regexp_matches(text, '…\s*https?://t\.co/\w+\s*$') as shows_link
    from export_rows
    where regexp_matches(tweet_id, '[0-9]')
),

with_links as (
    select
        *,
        shows_link and not has_urls and not has_media and not names_quoted and not coalesce(marks_quote, false)
            as has_unexplained_link
    from with_references
),

told as (
    select
        file_number,
        count(*) as tweets,
        bool_or(names_answered) or (bool_or(marks_reply) and bool_and(marks_reply)) as replies_are_told,
        bool_or(names_original) or (bool_or(marks_retweet) and bool_and(marks_retweet)) as retweets_are_told,
        bool_or(names_quoted) or (bool_or(marks_quote) and bool_and(marks_quote)) as quotes_are_told,
        count(*) > 1 and bool_and(fills_answered) as every_row_fills_answered,
        count(*) > 1 and bool_and(fills_quoted) as every_row_fills_quoted,
        bool_or(has_hashtags) as hashtags_are_told,
        bool_or(has_mentions) as mentions_are_told,
        bool_or(has_urls) or not bool_or(has_unexplained_link) as urls_are_told,
        bool_or(has_media) as media_are_told
    from with_links
    group by file_number
)

select
    ids.file_number,
    coalesce(any_value(tweets), 0) as tweets,
    count(id) as long_ids,
    count(*) filter (id % 100 = 0) as ids_on_two_zeros,
    count(*) filter (id % 1000 = 0) as ids_on_three_zeros,
    coalesce(any_value(ids_of_fifteen_digits), 0) as ids_of_fifteen_digits,
    coalesce(any_value(fifteen_digits_by_chance), 0) as fifteen_digits_by_chance,
    count(*) filter (id % 4096 <> 0) as ids_with_sequence,
    count(*) filter (id > 680000000000000000) as ids_since_2016,
    count(*) filter (id % 4096 <> 0 and id % 64 = 0) as ids_with_rounded_sequence,
    count(text) as texts,
    count(*) filter (regexp_full_match(text, $byte_string)) as byte_strings,
    count(*) filter (regexp_matches(text, $mojibake)) as mojibake,
    count(*) filter (regexp_matches(text, $macintosh_mojibake)) as macintosh_mojibake,
    count(*) filter (is_edited) as edited,
    coalesce(any_value(replies_are_told), false) as replies_are_told,
    coalesce(any_value(retweets_are_told), false) as retweets_are_told,
    coalesce(any_value(quotes_are_told), false) as quotes_are_told,
    coalesce(any_value(every_row_fills_answered), false) as every_row_fills_answered,
    coalesce(any_value(every_row_fills_quoted), false) as every_row_fills_quoted,
    coalesce(any_value(hashtags_are_told), false) as hashtags_are_told,
    coalesce(any_value(mentions_are_told), false) as mentions_are_told,
    coalesce(any_value(urls_are_told), false) as urls_are_told,
    coalesce(any_value(media_are_told), false) as media_are_told
from ids
left join fifteen_digits on fifteen_digits.file_number = ids.file_number
left join told on told.file_number = ids.file_number
group by ids.file_number
