-- A row is the window: accounts that posted on more than one platform. There are none: handles of X have neither dot nor @,
-- those of Bluesky have dots, those of Mastodon an @.
select count(*) as accounts_of_several_platforms
from (
    select author
    from tweets
    where collection_window = $collection_window
    group by author
    having min(platform) <> max(platform)
) as accounts
