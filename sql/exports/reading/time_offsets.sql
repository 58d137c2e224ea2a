-- A row is a day of one of a batch's export files and a distance, in quarters of an hour, between the times that the
-- file says and those inside the tweets' ids (milliseconds since 4 November 2010, above 22 other bits); with the tweets
-- of that day, and the first and last time that the file says of them, in UTC.
with timed_tweets as (
    select
        file_number,
        created_at,
        epoch_ms((cast(tweet_id as bigint) >> 22) + 1288834974657) as id_time
    from validated_rows
    where
        file_number in (select file_number from staged_files)
        and created_at is not null
        and regexp_full_match(tweet_id, '[0-9]{17,19}')
        and (reason is null or reason like 'posted %, outside the collection window')
)

select
    file_number,
    cast(id_time as date) as day,
    cast(round(date_diff('second', id_time, created_at) / 900.0) as bigint) as quarter_hours,
    count(*) as tweets,
    min(created_at) as first_time,
    max(created_at) as last_time
from timed_tweets
group by file_number, day, quarter_hours
order by file_number, day, quarter_hours
