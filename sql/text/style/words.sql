-- A row is a word of the window, hashtags and handles apart, with its uses.
select word, count(*) as uses
from (
    select unnest(string_split(tokens, ' ')) as word
    from tweet_tokens
    where collection_window = $collection_window
) as tokens
where not starts_with(word, '#') and not starts_with(word, '@')
group by word
order by word
