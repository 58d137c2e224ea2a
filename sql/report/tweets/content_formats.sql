-- A row is a content format that occurs in the window; the one without a name: tweets whose format is not known.
select
    content_format as name,
    count(*) as tweets
from tweets
where collection_window = $collection_window
group by content_format
order by content_format nulls last
