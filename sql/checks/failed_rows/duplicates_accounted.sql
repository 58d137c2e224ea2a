-- A row is a tweet id of which the exports hold another number of rows than its tweet says, with the first of them.
with collected as (
    select
        tweet_id,
        count(*) as rows_collected,
        min(struct_pack(export_file, row_number)) as first_row
    from raw_tweets
    where collection_window = $collection_window
    group by tweet_id
),

made as (
    select tweet_id, cast(sum(rows_collected) as bigint) as rows_collected
    from tweets
    where collection_window = $collection_window
    group by tweet_id
)

select
    collected.first_row.export_file as export_file,
    collected.first_row.row_number as row_number,
    coalesce(collected.tweet_id, made.tweet_id) as tweet_id,
    coalesce(collected.rows_collected, 0) as rows_in_exports,
    coalesce(made.rows_collected, 0) as rows_in_tweets
from collected
full outer join made on made.tweet_id = collected.tweet_id
where coalesce(collected.rows_collected, 0) <> coalesce(made.rows_collected, 0)
order by coalesce(collected.tweet_id, made.tweet_id)
limit $rows
