-- A row is a handle of the study, in lower case.
select lower(handle) as handle from users where handle is not null
union
select account from users where not starts_with(account, 'id:')
union
select lower(author_handle) from raw_tweets where author_handle is not null
order by handle
