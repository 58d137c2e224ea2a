-- A row is a display name of the study, as written.
select author_name as name from raw_tweets where author_name is not null
union
select name from users where name is not null
order by name
