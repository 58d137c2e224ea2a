-- A row is a tweet id of which the exports hold another number of rows than its tweet says, with the first of them.
with exported_ids as (
    select
        tweet_id,
        count(*) as rows_collected,
        min(struct_pack(export_file, row_number)) as first_row
    from raw_tweets
    where collection_window = $collection_window
    group by tweet_id
),

tweet_ids as (
    select tweet_id, cast(sum(rows_collected) as bigint) as rows_collected
    from tweets
    where collection_window = $collection_window
    group by tweet_id
)

select
    exported_ids.first_row.export_file as export_file,
    exported_ids.first_row.row_number as row_number,
    coalesce(exported_ids.tweet_id, tweet_ids.tweet_id) as tweet_id,
    coalesce(exported_ids.rows_collected, 0) as rows_in_exports,
    coalesce(tweet_ids.rows_collected, 0) as rows_in_tweets
from exported_ids
full outer join tweet_ids on tweet_ids.tweet_id = exported_ids.tweet_id
where coalesce(exported_ids.rows_collected, 0) <> coalesce(tweet_ids.rows_collected, 0)
order by coalesce(exported_ids.tweet_id, tweet_ids.tweet_id)
limit $rows
