-- A row is a word, or a hashtag with its #, that most tweets of all windows use, but for the study's own hashtags.
with word_counts as (
    select word as term, sum(tweets) as tweets
    from word_frequencies
    where not starts_with(word, '#') and not starts_with(word, '@')
    group by word
    order by tweets desc, term
    limit $top
),

hashtag_counts as (
    select '#' || hashtag as term, count(distinct (collection_window, tweet_id)) as tweets
    from tweet_hashtags
    where not list_contains($study_hashtags, hashtag)
    group by hashtag
    order by tweets desc, term
    limit $top
)

select term from word_counts
union all
select term from hashtag_counts
