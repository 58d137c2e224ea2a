-- A row is the window: how many rows of raw_tweets the tweets do not account for.
select
    (select count(*) from raw_tweets where collection_window = $collection_window)
    - coalesce(
        (select cast(sum(rows_collected) as bigint) from tweets where collection_window = $collection_window), 0
    ) as rows_off
