-- A row is a language of the tweets of the window, as the platform named it; NULL where no export says it.
select
    language,
    count(*) as tweets
from tweets
where collection_window = $collection_window
group by language
order by tweets desc, language
