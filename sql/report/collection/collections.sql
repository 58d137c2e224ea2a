-- A row is a collection of posts from a platform, with what was asked and what may be lacking.
select
    source,
    server,
    endpoint,
    query,
    asked_from,
    asked_until,
    began_at,
    ended_at,
    sittings,
    interruptions,
    pages,
    posts,
    requests,
    counted_posts,
    gaps,
    library,
    program
from collections
where collection_window = $collection_window
order by source, asked_from, collection
