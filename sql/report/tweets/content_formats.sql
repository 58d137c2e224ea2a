-- A row is a content format that occurs in the window; the one without a name: tweets whose format is not known, and how many
-- of them may be text only.
select
    content_format as name,
    count(*) as tweets,
    count(*) filter (where content_format is null and is_text_only is null) as perhaps_text_only
from tweets
where collection_window = $collection_window
group by content_format
order by content_format nulls last
