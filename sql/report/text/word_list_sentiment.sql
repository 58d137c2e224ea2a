-- A row is a pair of lists of positive and negative words, and what it calls the tweets.
select
    lists,
    tweets,
    positive_alone,
    negative_alone,
    both_signs,
    neither_sign,
    positive_posters,
    negative_posters,
    both_posters,
    neither_posters
from word_list_sentiment
where collection_window = $collection_window
order by lists desc
