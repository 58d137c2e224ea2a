-- A row is a language of the tweets of a window, as the platform named it.
-- collection_window: First and last day, both included, UTC
-- language: The platform's code; NULL where no export says it
-- tweets: Tweets in it
-- posters: Accounts that posted in it
select
    collection_window,
    language,
    count(*) as tweets,
    count(distinct author) as posters
from tweets
group by collection_window, language
order by collection_window, tweets desc, language
