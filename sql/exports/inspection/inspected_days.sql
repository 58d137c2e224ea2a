-- A row is a day, in UTC, on which tweets of one export file were posted.
select
    created_at::date as posted_on,
    count(distinct tweet_id) as tweets
from validated_rows
where export_file = $export_file and reason is null and created_at is not null
group by posted_on
order by posted_on
