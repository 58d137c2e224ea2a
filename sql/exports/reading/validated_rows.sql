-- A row is a row of a batch's export files with its types, and with the reason why it is not taken (NULL: it is taken).
-- Ids stay text; what one is depends on the platform, which is one and the same for all rows of a table of X
-- ($of_x_alone), so that DuckDB asks once for it. A tweet id of X of after 4 November 2010 holds its time: milliseconds
-- since then, above 22 other bits. A cell that cannot be read is NULL and named in bad_cells, unless the row cannot be
-- without it. 0 is no tweet: it stands for one that was forgotten, so that its replies and quotes go on to be such; in
-- a file that leaves no such cell empty it stands for none.
-- Where a row says nothing of replies, retweets, quotes or a list, and the file tells them (replies_are_told, ...), it
-- has none; where no row of the file has one, nobody knows.
-- A spreadsheet's guards around an id (="1", '1') and the .0 that a table program hangs on a small one are no part of
-- it. What programs write for nobody ($no_id: -1, 0, null, ...) is no id; an account that is no handle is none of a
-- list. Characters that show nothing ($invisible) belong to no handle, hashtag or link.
-- A list whose values a program joined by another sign than its format has several values all the same; a link that an
-- API lists by itself (not $may_join_links) may hold another.
-- What a failed formula shows is in no list, except NA among hashtags: #NA is one that people write. Of letters, digits
-- and _ alone, as most hashtags and ids are, nothing is to be taken away: lists of such are told as a whole, for one cell
-- in a file that has more would else cost each of them as much.
-- The app's name is taken out of the link that X's API writes. What programs write for nothing ($nothing: None, null) is
-- no language, link or medium.
-- Where the ids prove that days and months of a file changed places (times_are_turned), they are put back.
-- The formats of a column map, those that name a zone and those that do not, come before what is read without any.
with with_platforms as (
    select
        * replace (
            case
                when $of_x_alone then 'x'
                when platform is null then 'x'
                when regexp_full_match(trim(platform), '(?i)twitter|(twitter|x)\.com') then 'x'
                when regexp_full_match(trim(platform), '(?i)bsky|bsky\.app') then 'bluesky'
                else lower(trim(platform))
            end as platform
        )
    from export_rows
    inner join staged_files using (file_number)
    where staged_files.validated_as = $validated_as
),

with_parted_lists as (
    select
        * replace (
            case when platform = 'x' then parted_hashtags(hashtags) else hashtags end as hashtags,
            parted_handles(mention_handles) as mention_handles,
            parted_ids(mention_ids) as mention_ids,
            case when $may_join_links then parted_links(urls) else urls end as urls
        )
    from with_platforms
),

with_bare_ids as (
    select
        * replace (
            case
                when regexp_full_match(tweet_id, '[0-9]+') then tweet_id
                when platform <> 'x' then bare_tweet_id(tweet_id, platform, $no_id, $guarded)
                else nullif(regexp_replace(trim(tweet_id), $guarded, '\1\2'), '')
            end as tweet_id,
            bare_user_id(author_id, platform, $no_id, $guarded) as author_id,
            bare_tweet_id(in_reply_to_tweet_id, platform, $no_id, $guarded) as in_reply_to_tweet_id,
            bare_user_id(in_reply_to_user_id, platform, $no_id, $guarded) as in_reply_to_user_id,
            bare_tweet_id(retweeted_tweet_id, platform, $no_id, $guarded) as retweeted_tweet_id,
            bare_user_id(retweeted_user_id, platform, $no_id, $guarded) as retweeted_user_id,
            bare_tweet_id(quoted_tweet_id, platform, $no_id, $guarded) as quoted_tweet_id,
            bare_user_id(quoted_user_id, platform, $no_id, $guarded) as quoted_user_id,
            bare_tweet_id(first_version_id, platform, $no_id, $guarded) as first_version_id,
            bare_count(author_followers) as author_followers,
            bare_count(author_following) as author_following,
            bare_count(author_tweets) as author_tweets,
            bare_count(retweeted_like_count) as retweeted_like_count,
            bare_count(retweeted_retweet_count) as retweeted_retweet_count,
            bare_count(like_count) as like_count,
            bare_count(retweet_count) as retweet_count,
            bare_count(reply_count) as reply_count,
            bare_count(quote_count) as quote_count,
            bare_flag(author_verified) as author_verified,
            coalesce(
                bare_flag(is_reply),
                case when trim(in_reply_to_tweet_id) = '0' and not every_row_fills_answered then 'true' end
            ) as is_reply,
            bare_flag(is_retweet) as is_retweet,
            coalesce(
                bare_flag(is_quote),
                case when trim(quoted_tweet_id) = '0' and not every_row_fills_quoted then 'true' end
            ) as is_quote,
            bare_time(author_created_at) as author_created_at,
            bare_time(collected_at) as collected_at,
            bare_time(edited_at) as edited_at,
            bare_time(created_at) as created_at,
            bare_handle(author_handle, platform, $unseen) as author_handle,
            bare_handle(in_reply_to_handle, platform, $unseen) as in_reply_to_handle,
            bare_handle(retweeted_handle, platform, $unseen) as retweeted_handle,
            bare_handle(quoted_handle, platform, $unseen) as quoted_handle,
            case
                when are_plain_handles(mention_handles) then mention_handles
                else list_transform(mention_handles, lambda handle: bare_handle(handle, platform, $unseen))
            end as mention_handles,
            list_transform(
                case
                    when array_length(mention_handles) = 0 then mention_ids[:0]
                    when array_length(mention_ids) = array_length(mention_handles) then mention_ids
                end,
                lambda id: case
                    when regexp_full_match(id, '[0-9]{2,18}|(?:[0-8][0-9]|9[01])[0-9]{17}') then id
                    when is_user_id(bare_user_id(id, platform, $no_id, $guarded), platform)
                        then bare_user_id(id, platform, $no_id, $guarded)
                end
            ) as mention_ids,
            case
                when are_plain_hashtags(hashtags, $letters) then hashtags
                else list_filter(
                    list_transform(hashtags, lambda hashtag: bare_hashtag(hashtag, $letters, $invisible, $joiners)),
                    lambda hashtag: is_hashtag(hashtag, $letters, $error_value)
                )
            end as hashtags,
            list_filter(
                list_transform(urls, lambda url: trim(regexp_replace(url, $invisible, '', 'g'))),
                lambda url: url <> '' and not list_contains($nothing, url) and not regexp_full_match(url, $error_value)
            ) as urls,
            list_filter(media_types, lambda kind: not list_contains($nothing, kind)) as media_types
        ),
        [author_handle, in_reply_to_handle, retweeted_handle, quoted_handle] as written_handles
    from with_parted_lists
),

with_flags as (
    select
        * replace (
            case
                when is_reply is not null then is_reply
                when coalesce(in_reply_to_tweet_id, in_reply_to_user_id, in_reply_to_handle) is not null then 'true'
                when replies_are_told then 'false'
            end as is_reply,
            case
                when is_retweet is not null then is_retweet
                when coalesce(retweeted_tweet_id, retweeted_user_id, retweeted_handle) is not null then 'true'
                when retweets_are_told then 'false'
            end as is_retweet,
            case
                when is_quote is not null then is_quote
                when coalesce(quoted_tweet_id, quoted_user_id, quoted_handle) is not null then 'true'
                when quotes_are_told then 'false'
            end as is_quote,
            case
                when times_are_turned and is_turned(
                    created_at, case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end
                )
                    then regexp_replace(created_at, '^(\s*[0-9]{4}.)([0-9]{1,2})(.)([0-9]{1,2})', '\1\4\3\2')
                else created_at
            end as created_at
        )
    from with_bare_ids
),

with_written_times as (
    select
        *,
        case
            when $times_from_ids
                then epoch_ms((try_cast(case when regexp_full_match(tweet_id, '[0-9]{12,19}') then tweet_id end as bigint) >> 22)
                    + 1288834974657)
            else coalesce(
                case when $names_formats then time_as_told(created_at, $time_zone, $zoned_formats, $plain_formats) end,
                case when $reads_default_times then time_as_written(created_at, $time_zone) end
            )
        end as created_at_utc,
        coalesce(
            case when $names_formats
                then time_as_told(author_created_at, $time_zone, $zoned_formats, $plain_formats) end,
            time_as_written(author_created_at, $time_zone)
        ) as author_created_at_utc,
        coalesce(
            case when $names_formats then time_as_told(collected_at, $time_zone, $zoned_formats, $plain_formats) end,
            time_as_written(collected_at, $time_zone)
        ) as collected_at_utc,
        time_as_written(edited_at, $time_zone) as edited_at_utc
    from with_flags
),

with_times as (
    select
        * replace (
            time_unless_none(created_at_utc) as created_at_utc,
            time_unless_none(author_created_at_utc) as author_created_at_utc,
            time_unless_none(collected_at_utc) as collected_at_utc,
            time_unless_none(edited_at_utc) as edited_at_utc
        )
    from with_written_times
),

with_bad_cells as (
    select
        *,
        list_filter(
            [
                case when not is_user_id(author_id, platform) then 'author_id: ' || author_id end,
                case when author_handle is null and is_name(written_handles[1]) then 'author_handle: ' || written_handles[1] end,
                case when in_reply_to_handle is null and is_name(written_handles[2]) then 'in_reply_to_handle: ' || written_handles[2] end,
                case when retweeted_handle is null and is_name(written_handles[3]) then 'retweeted_handle: ' || written_handles[3] end,
                case when quoted_handle is null and is_name(written_handles[4]) then 'quoted_handle: ' || written_handles[4] end,
                case when not is_tweet_id(in_reply_to_tweet_id, platform)
                    then 'in_reply_to_tweet_id: ' || in_reply_to_tweet_id end,
                case when not is_user_id(in_reply_to_user_id, platform)
                    then 'in_reply_to_user_id: ' || in_reply_to_user_id end,
                case when not is_tweet_id(retweeted_tweet_id, platform)
                    then 'retweeted_tweet_id: ' || retweeted_tweet_id end,
                case when not is_user_id(retweeted_user_id, platform)
                    then 'retweeted_user_id: ' || retweeted_user_id end,
                case when not is_tweet_id(quoted_tweet_id, platform)
                    then 'quoted_tweet_id: ' || quoted_tweet_id end,
                case when not is_user_id(quoted_user_id, platform)
                    then 'quoted_user_id: ' || quoted_user_id end,
                case when not regexp_full_match(author_followers, $count)
                    then 'author_followers: ' || author_followers end,
                case when not regexp_full_match(author_following, $count)
                    then 'author_following: ' || author_following end,
                case when not regexp_full_match(author_tweets, $count) then 'author_tweets: ' || author_tweets end,
                case when not regexp_full_match(retweeted_like_count, $count)
                    then 'retweeted_like_count: ' || retweeted_like_count end,
                case when not regexp_full_match(retweeted_retweet_count, $count)
                    then 'retweeted_retweet_count: ' || retweeted_retweet_count end,
                case when not regexp_full_match(like_count, $count) then 'like_count: ' || like_count end,
                case when not regexp_full_match(retweet_count, $count) then 'retweet_count: ' || retweet_count end,
                case when not regexp_full_match(reply_count, $count) then 'reply_count: ' || reply_count end,
                case when not regexp_full_match(quote_count, $count) then 'quote_count: ' || quote_count end,
                case when author_created_at is not null and author_created_at_utc is null
                    then 'author_created_at: ' || author_created_at end,
                case when collected_at is not null and collected_at_utc is null
                    then 'collected_at: ' || collected_at end,
                case when edited_at is not null and edited_at_utc is null then 'edited_at: ' || edited_at end,
                case when author_verified is not null and try_cast(author_verified as boolean) is null
                    then 'author_verified: ' || author_verified end,
                case when is_reply is not null and try_cast(is_reply as boolean) is null
                    then 'is_reply: ' || is_reply end,
                case when is_retweet is not null and try_cast(is_retweet as boolean) is null
                    then 'is_retweet: ' || is_retweet end,
                case when is_quote is not null and try_cast(is_quote as boolean) is null
                    then 'is_quote: ' || is_quote end
            ],
            lambda cell: cell is not null
        ) as bad_cells,
        case
            when coalesce(tweet_id, created_at, author_id, author_handle, text) is null
                then 'an empty row: neither id nor time, author and text'
            when tweet_id is null then 'no tweet id'
            when regexp_matches(tweet_id, '^[0-9][.,]?[0-9]*[eE][+]?[0-9]+$|^[0-9]{16,}[.,]0+$')
                then 'tweet id ' || tweet_id || ' was rounded by a spreadsheet or a program; the true id is lost'
            when regexp_full_match(tweet_id, $rounded)
                then 'tweet id ' || tweet_id || ' was rounded, as this file''s ids show; the true id is lost'
            when not list_contains(['x', 'bluesky', 'mastodon'], platform)
                then 'platform ' || left(platform, 40) || ' is not read: x, bluesky and mastodon are'
            when not is_tweet_id(tweet_id, platform) and platform = 'x'
                then 'tweet id ' || left(tweet_id, 40) || ' is not a tweet id'
            when not is_tweet_id(tweet_id, platform)
                then 'tweet id ' || left(tweet_id, 80) || ' is not the address of a post of ' || platform
            when created_at is null and not $times_from_ids then 'no time of posting'
            when created_at_utc is null and $times_from_ids
                then 'tweet id ' || left(tweet_id, 80) || ' holds no time of posting, as those of X do since November 2010'
            when created_at_utc is null then 'time of posting ' || coalesce(left(created_at, 40), '') || ' cannot be read'
            when author_id is null and author_handle is null then 'no author'
            when text is null and platform <> 'x' and retweeted_tweet_id is not null then $without_original
            when text is null then 'no text'
            when try_cast(is_skipped as boolean) then 'the file itself says that this row is skipped'
            when try_cast(is_advertisement as boolean) then 'an advertisement, which was shown and not found'
            when cast(created_at_utc as date) not between $first_day and $last_day
                then 'posted ' || strftime(created_at_utc, '%Y-%m-%d') || ', outside the collection window'
        end as reason
    from with_times
)

select
    $collection_window as collection_window,
    export_file,
    file_number,
    row_number,
    reason,
    platform,
    tweet_id,
    created_at_utc as created_at,
    text,
    case when is_user_id(author_id, platform) then author_id end as author_id,
    author_handle,
    author_name,
    author_description,
    author_location,
    case when regexp_full_match(author_followers, $count) then cast(author_followers as bigint) end
        as author_followers,
    case when regexp_full_match(author_following, $count) then cast(author_following as bigint) end
        as author_following,
    case when regexp_full_match(author_tweets, $count) then cast(author_tweets as bigint) end as author_tweets,
    author_created_at_utc as author_created_at,
    try_cast(author_verified as boolean) as author_verified,
    case when not list_contains($nothing, language) then language end as language,
    case
        when starts_with(source, '<') or starts_with(source, '&lt;')
            then nullif(regexp_extract(replace(replace(source, '&lt;', '<'), '&gt;', '>'), '>([^<]*)<', 1), '')
        else source
    end as source,
    try_cast(is_reply as boolean) as is_reply,
    try_cast(is_retweet as boolean) as is_retweet,
    try_cast(is_quote as boolean) as is_quote,
    case when is_tweet_id(in_reply_to_tweet_id, platform) then in_reply_to_tweet_id end as in_reply_to_tweet_id,
    case when is_user_id(in_reply_to_user_id, platform) then in_reply_to_user_id end as in_reply_to_user_id,
    in_reply_to_handle,
    case when is_tweet_id(retweeted_tweet_id, platform) then retweeted_tweet_id end as retweeted_tweet_id,
    case when is_user_id(retweeted_user_id, platform) then retweeted_user_id end as retweeted_user_id,
    retweeted_handle,
    retweeted_text,
    case when regexp_full_match(retweeted_like_count, $count) then cast(retweeted_like_count as bigint) end
        as retweeted_like_count,
    case when regexp_full_match(retweeted_retweet_count, $count) then cast(retweeted_retweet_count as bigint) end
        as retweeted_retweet_count,
    case when is_tweet_id(quoted_tweet_id, platform) then quoted_tweet_id end as quoted_tweet_id,
    case when is_user_id(quoted_user_id, platform) then quoted_user_id end as quoted_user_id,
    quoted_handle,
    case when regexp_full_match(like_count, $count) then cast(like_count as bigint) end as like_count,
    case when regexp_full_match(retweet_count, $count) then cast(retweet_count as bigint) end as retweet_count,
    case when regexp_full_match(reply_count, $count) then cast(reply_count as bigint) end as reply_count,
    case when regexp_full_match(quote_count, $count) then cast(quote_count as bigint) end as quote_count,
    metrics_of,
    case when hashtags_are_told then hashtags end as hashtags,
    case when mentions_are_told then list_filter(
        mention_handles, lambda handle, place: coalesce(
            is_handle(handle, platform), platform <> 'x' and mention_ids[place] is not null
        )
    ) end as mention_handles,
    case when mentions_are_told then list_filter(
        mention_ids, lambda id, place: coalesce(
            is_handle(mention_handles[place], platform), platform <> 'x' and id is not null
        )
    ) end as mention_ids,
    case when urls_are_told then urls end as urls,
    case when media_are_told then media_types end as media_types,
    collected_at_utc as collected_at,
    edited_at_utc as edited_at,
    case
        when is_tweet_id(first_version_id, platform) and first_version_id <> tweet_id then first_version_id
    end as first_version_id,
    bad_cells
from with_bad_cells
