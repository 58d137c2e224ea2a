-- A row is an export file, and how many accounts posted the tweets of its rows.
select
    'file' as part,
    [export_file] as cell,
    count(distinct coalesce(cast(author_id as varchar), lower(author_handle))) as people
from raw_tweets
where collection_window = $collection_window
group by export_file
order by cell
