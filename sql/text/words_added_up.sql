-- A row is one word of the window, of which word_frequencies_of_parts has a row for each part of the posters: none of them
-- is in two parts, so that posters and tweets can be added up.
with word_totals as (
    select
        word,
        cast(sum(uses) as bigint) as uses,
        cast(sum(tweets) as bigint) as tweets,
        cast(sum(posters) as bigint) as posters
    from word_frequencies_of_parts
    group by word
)

select
    $collection_window as collection_window,
    word,
    row_number() over (order by uses desc, tweets desc, word) as rank,
    uses,
    tweets,
    posters
from word_totals
