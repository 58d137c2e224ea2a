-- A row is an account that posted in any of some windows, with the number that its weights are drawn by.
select distinct author, md5_number_lower(author) as number
from tweets
where collection_window in (select unnest($windows))
order by author
