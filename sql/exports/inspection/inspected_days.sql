-- A row is a day, in UTC, on which tweets of an export file were posted.
select
    export_file,
    created_at::date as posted_on,
    count(distinct tweet_id) as tweets
from validated_rows
where reason is null and created_at is not null
group by export_file, posted_on
order by export_file, posted_on
