-- A row is one export file: what would be taken of it. A file holds tweets or ties; when a tie was made is often not said.
with tweets as (
    select
        count(*) as rows_taken,
        count(distinct tweet_id) as tweets,
        count(distinct coalesce(lower(author_handle), author_id)) as authors,
        min(created_at) as first_posted,
        max(created_at) as last_posted
    from validated_rows
    where export_file = $export_file and reason is null
),

ties as (
    select
        count(*) as rows_taken,
        count(distinct (lower(source), lower(target))) as ties,
        min(created_at) as first_made,
        max(created_at) as last_made
    from window_ties
    where export_file = $export_file and reason is null
)

select
    tweets.rows_taken + ties.rows_taken as rows_taken,
    tweets.tweets,
    tweets.authors,
    ties.ties,
    coalesce(tweets.first_posted, ties.first_made) as first_posted,
    coalesce(tweets.last_posted, ties.last_made) as last_posted
from tweets
cross join ties
