-- A row is what somebody wrote, a link as it leads on, or a hashtag: where a display name may stand.
select distinct text
from (
    select text from tweets where text is not null
    union all
    select unnest(urls) from tweets
    union all
    select unnest(hashtags) from tweets
)
