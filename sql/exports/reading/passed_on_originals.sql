-- A row is a row of the window that only says by an address what it passes on, with what the best-informed row of its
-- original says, in whatever file: a repost in a stream of events. One posted outside the window is rejected with its day.
with rows_without_original as (
    select file_number, row_number, created_at, retweeted_tweet_id
    from validated_rows
    where reason = $without_original
),

originals as (
    select *
    from validated_rows
    where
        tweet_id in (select retweeted_tweet_id from rows_without_original)
        and (reason is null or reason like 'posted %, outside the collection window')
    qualify row_number() over (
        partition by tweet_id
        order by like_count is null, author_handle is null, collected_at desc nulls last, export_file, row_number
    ) = 1
)

select
    rows_without_original.file_number,
    rows_without_original.row_number,
    case
        when cast(rows_without_original.created_at as date) not between $first_day and $last_day
            then 'posted ' || strftime(rows_without_original.created_at, '%Y-%m-%d') || ', outside the collection window'
    end as reason,
    originals.text,
    originals.language,
    originals.text as retweeted_text,
    originals.author_id as retweeted_user_id,
    originals.author_handle as retweeted_handle,
    originals.like_count as retweeted_like_count,
    originals.retweet_count as retweeted_retweet_count,
    originals.hashtags,
    originals.mention_handles,
    originals.mention_ids,
    originals.urls,
    originals.media_types
from rows_without_original
inner join originals on originals.tweet_id = rows_without_original.retweeted_tweet_id
