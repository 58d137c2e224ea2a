-- A row is an export file of the batch: how many of its rows show damage that one row alone cannot prove, and what the
-- file tells. All in one look at its rows, which cost more to name than to count where they are few. A tweet id ends in
-- 12 bits of sequence, 0 in about half of the ids since 2016: an id that is no multiple of 4096 and yet one of 64 was a
-- double. A column of handles that says nothing but true and false is one of flags, which was taken for it. Asked of a
-- list: IN with several words is a join to DuckDB, and four of them cost a small file as much as all else that is asked
-- here. A file tells replies, retweets, quotes or a list where one of its tweets has one (a header in its middle is no
-- tweet). Every link and medium of a tweet, and the tweet that it quotes, stands in its text as a link, and so does the
-- end of one that was cut: a link that nothing of this explains shows that links were not collected.
-- Looking for both kinds of mojibake at once takes as long as for one: it is told which only where there is any. Where
-- none of the signs stands that they begin with, which is told in a fifth of the time, there is none.
-- Cells are plain where nothing is to be taken away from them (plain_cells.py): ids of X of digits, its handles and
-- hashtags of $letters, times that say no zone but UTC; of Bluesky its addresses, identifiers and domains,
-- of Mastodon addresses of statuses and user@server.
with with_references as (
    select
        file_number,
        case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end as id,
        text,
        created_at,
        try_cast(left(ltrim(created_at), 10) as date) - make_date(cast((1288834974657 + (id >> 22)) // 86400000 as integer))
            as days_from_id,
        case
            when contains(text, 'Ã') or contains(text, 'â€') or contains(text, 'ðŸ') or contains(text, '¬†')
                or contains(text, '‚Ä') or contains(text, '√') or contains(text, chr(63743)) or contains(text, '‰Û')
                then regexp_matches(text, $mojibake || '|' || $macintosh_mojibake)
        end as may_be_mojibake,
        first_version_id <> tweet_id as is_edited,
        regexp_full_match(trim(created_at), $parted) as has_parted_time,
        $of_x_alone or platform is null or platform = 'x' as is_of_x,
        platform in ('bluesky', 'mastodon') as is_of_other,
        list_bool_and(list_transform(
            list_concat(
                [
                    tweet_id, author_id, in_reply_to_tweet_id, in_reply_to_user_id, retweeted_tweet_id,
                    retweeted_user_id, quoted_tweet_id, quoted_user_id, first_version_id
                ],
                mention_ids
            ),
            lambda cell: regexp_full_match(cell, '[0-9]{2,18}|(?:[0-8][0-9]|9[01])[0-9]{17}')
        )) as has_plain_ids,
        list_bool_and(list_transform(
            list_concat(
                [author_handle, in_reply_to_handle, retweeted_handle, quoted_handle], mention_handles
            ),
            lambda cell: regexp_full_match(cell, '[A-Za-z0-9_]+') and cell <> '0'
        )) as has_plain_handles,
        case platform
            when 'bluesky' then list_bool_and(list_transform(
                [tweet_id, in_reply_to_tweet_id, retweeted_tweet_id, quoted_tweet_id, first_version_id],
                lambda cell: regexp_full_match(cell, 'at://[A-Za-z0-9._:%-]+/app\.bsky\.feed\.(post|repost)/[A-Za-z0-9._~:-]+')
            ))
            when 'mastodon' then list_bool_and(list_transform(
                [tweet_id, in_reply_to_tweet_id, retweeted_tweet_id, quoted_tweet_id, first_version_id],
                lambda cell: regexp_full_match(cell, 'https://[A-Za-z0-9.-]+/users/[A-Za-z0-9_.-]+/statuses/[0-9]+')
            ))
        end as has_plain_addresses,
        case platform
            when 'bluesky' then list_bool_and(list_transform(
                list_concat(
                    [author_id, in_reply_to_user_id, retweeted_user_id, quoted_user_id], mention_ids
                ),
                lambda cell: regexp_full_match(cell, 'did:[a-z]+:[A-Za-z0-9._:%-]+')
            ))
            when 'mastodon' then list_bool_and(list_transform(
                list_concat(
                    [author_id, in_reply_to_user_id, retweeted_user_id, quoted_user_id], mention_ids
                ),
                lambda cell: regexp_full_match(cell, '[a-z0-9_.-]+@[a-z0-9.-]+')
            ))
        end as has_plain_accounts,
        case platform
            when 'bluesky' then list_bool_and(list_transform(
                list_concat(
                    [author_handle, in_reply_to_handle, retweeted_handle, quoted_handle], mention_handles
                ),
                lambda cell: regexp_full_match(cell, '[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*')
                    and cell <> 'handle.invalid'
            ))
            when 'mastodon' then list_bool_and(list_transform(
                list_concat(
                    [author_handle, in_reply_to_handle, retweeted_handle, quoted_handle], mention_handles
                ),
                lambda cell: regexp_full_match(cell, '[A-Za-z0-9_.-]*[A-Za-z_][A-Za-z0-9_.-]*@[A-Za-z0-9.-]+')
            ))
        end as has_plain_names,
        list_bool_and(list_transform(
            hashtags, lambda cell: regexp_full_match(cell, $letters)
        )) as has_plain_hashtags,
        list_bool_and(list_transform(
            [created_at, author_created_at, collected_at, edited_at],
            lambda cell: regexp_full_match(cell, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ][0-9]{1,2}:[0-9:.]+Z?)?')
        )) as has_plain_times,
        list_contains(['TRUE', 'FALSE', 'True', 'False', 'true', 'false'], author_handle) as has_flag_for_author,
        list_contains(['TRUE', 'FALSE', 'True', 'False', 'true', 'false'], in_reply_to_handle) as has_flag_for_answered,
        list_contains(['TRUE', 'FALSE', 'True', 'False', 'true', 'false'], retweeted_handle) as has_flag_for_original,
        list_contains(['TRUE', 'FALSE', 'True', 'False', 'true', 'false'], quoted_handle) as has_flag_for_quoted,
        regexp_matches(tweet_id, '[0-9]') as is_tweet,
        try_cast(trim(is_reply) as boolean) as marks_reply,
        try_cast(trim(is_retweet) as boolean) as marks_retweet,
        try_cast(trim(is_quote) as boolean) as marks_quote,
        coalesce(
            nullif(nullif(trim(in_reply_to_handle), ''), '0'),
            case when not regexp_full_match(trim(in_reply_to_user_id), $no_id) then in_reply_to_user_id end,
            case when not regexp_full_match(trim(in_reply_to_tweet_id), $no_tweet) then in_reply_to_tweet_id end
        ) is not null as names_answered,
        coalesce(
            nullif(nullif(trim(retweeted_handle), ''), '0'),
            case when not regexp_full_match(trim(retweeted_user_id), $no_id) then retweeted_user_id end,
            case when not regexp_full_match(trim(retweeted_tweet_id), $no_id) then retweeted_tweet_id end
        ) is not null as names_original,
        coalesce(
            nullif(nullif(trim(quoted_handle), ''), '0'),
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
),

with_links as (
    select
        *,
        shows_link and not has_urls and not has_media and not names_quoted and not coalesce(marks_quote, false)
            as has_unexplained_link
    from with_references
)

select
    file_number,
    count(*) as rows_read,
    count(*) filter (has_parted_time) as parted_times,
    count(*) filter (abs(days_from_id) > 1 and is_turned(created_at, id)) as turned_times,
    count(*) filter (abs(days_from_id) > 1) as times_of_other_days,
    bool_and(case
        when is_of_x then coalesce(has_plain_ids, true)
        else coalesce(is_of_other, false) and coalesce(has_plain_addresses, true) and coalesce(has_plain_accounts, true)
    end) as ids_are_plain,
    bool_and(case
        when is_of_x then coalesce(has_plain_handles, true)
        else coalesce(is_of_other, false) and coalesce(has_plain_names, true)
    end) as handles_are_plain,
    bool_and(coalesce(has_plain_hashtags, true)) as hashtags_are_plain,
    bool_and(coalesce(has_plain_times, true)) as times_are_plain,
    count(*) filter (is_tweet) as tweets,
    count(id) as long_ids,
    count(*) filter (id % 100 = 0) as ids_on_two_zeros,
    count(*) filter (id % 1000 = 0) as ids_on_three_zeros,
    count(*) filter (
        id % 4096 <> 0
        and id % case when id >= 1000000000000000000 then 10000 when id >= 100000000000000000 then 1000 else 100 end = 0
    ) as rows_of_fifteen_digits,
    count(*) filter (id % 4096 <> 0) as ids_with_sequence,
    count(*) filter (id > 680000000000000000) as ids_since_2016,
    count(*) filter (id % 4096 <> 0 and id % 64 = 0) as ids_with_rounded_sequence,
    count(text) as texts,
    count(*) filter (regexp_full_match(text, $byte_string)) as byte_strings,
    count(*) filter (
        (contains(text, '<') or contains(text, '\') or contains(text, '&#')) and regexp_matches(text, $escaped)
    ) as escaped_texts,
    count(*) filter (case when may_be_mojibake then regexp_matches(text, $mojibake) end) as mojibake,
    count(*) filter (case when may_be_mojibake then regexp_matches(text, $macintosh_mojibake) end)
        as macintosh_mojibake,
    count(*) filter (is_edited) as edited,
    case
        when not coalesce(bool_or(marks_retweet or names_original), false)
            then count(*) filter (not marks_retweet and starts_with(text, 'RT @'))
    end as denied_retweets,
    case when bool_and(has_flag_for_author) then count(has_flag_for_author) end as author_handle_flags,
    case when bool_and(has_flag_for_answered) then count(has_flag_for_answered) end as in_reply_to_handle_flags,
    case when bool_and(has_flag_for_original) then count(has_flag_for_original) end as retweeted_handle_flags,
    case when bool_and(has_flag_for_quoted) then count(has_flag_for_quoted) end as quoted_handle_flags,
    coalesce(
        bool_or(names_answered) filter (is_tweet)
        or (bool_or(marks_reply) filter (is_tweet) and bool_and(marks_reply) filter (is_tweet)),
        false
    ) as replies_are_told,
    coalesce(
        bool_or(names_original) filter (is_tweet)
        or (bool_or(marks_retweet) filter (is_tweet) and bool_and(marks_retweet) filter (is_tweet)),
        false
    ) as retweets_are_told,
    coalesce(
        bool_or(names_quoted) filter (is_tweet)
        or (bool_or(marks_quote) filter (is_tweet) and bool_and(marks_quote) filter (is_tweet)),
        false
    ) as quotes_are_told,
    coalesce(count(*) filter (is_tweet) > 1 and bool_and(fills_answered) filter (is_tweet), false)
        as every_row_fills_answered,
    coalesce(count(*) filter (is_tweet) > 1 and bool_and(fills_quoted) filter (is_tweet), false)
        as every_row_fills_quoted,
    coalesce(bool_or(has_hashtags) filter (is_tweet), false) as hashtags_are_told,
    coalesce(bool_or(has_mentions) filter (is_tweet), false) as mentions_are_told,
    coalesce(
        bool_or(has_urls) filter (is_tweet) or not bool_or(has_unexplained_link) filter (is_tweet), false
    ) as urls_are_told,
    coalesce(bool_or(has_media) filter (is_tweet), false) as media_are_told
from with_links
group by file_number
