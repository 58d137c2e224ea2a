-- A row is an account in one window, with its tweets.
select collection_window, author, count(*) as tweets
from tweets
where collection_window in (select unnest($windows))
group by collection_window, author
