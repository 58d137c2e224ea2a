-- A row is one pair of words of the window, of which bigram_frequencies_of_parts has a row for each part of the tweets: none
-- of them is in two parts, so that uses and tweets can be added up.
with pair_totals as (
    select
        first_word,
        second_word,
        cast(sum(uses) as bigint) as uses,
        cast(sum(tweets) as bigint) as tweets
    from bigram_frequencies_of_parts
    group by first_word, second_word
    having sum(uses) >= $fewest_uses
)

select
    $collection_window as collection_window,
    first_word,
    second_word,
    row_number() over (order by uses desc, tweets desc, first_word, second_word) as rank,
    uses,
    tweets
from pair_totals
