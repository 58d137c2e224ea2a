-- A row is a row of the window that names what it answers by the id of a server, with what that server gave under this
-- id in any file of the window: its address and author. An id under which a server gave several posts says nothing.
with answers as (
    select
        validated_rows.file_number,
        validated_rows.row_number,
        server_statuses.asked_server,
        server_statuses.in_reply_to_status_id
    from validated_rows
    inner join server_statuses using (file_number, row_number)
    where
        validated_rows.in_reply_to_tweet_id is null
        and server_statuses.in_reply_to_status_id is not null
),

given_posts as (
    select
        server_statuses.asked_server,
        server_statuses.status_id,
        any_value(validated_rows.tweet_id) as tweet_id,
        any_value(validated_rows.author_id) as author_id,
        any_value(validated_rows.author_handle) as author_handle
    from server_statuses
    inner join validated_rows using (file_number, row_number)
    where
        (server_statuses.asked_server, server_statuses.status_id)
        in (select (answers.asked_server, answers.in_reply_to_status_id) from answers)
        and validated_rows.tweet_id is not null
    group by server_statuses.asked_server, server_statuses.status_id
    having count(distinct validated_rows.tweet_id) = 1
)

select
    answers.file_number,
    answers.row_number,
    given_posts.tweet_id as in_reply_to_tweet_id,
    given_posts.author_id as in_reply_to_user_id,
    given_posts.author_handle as in_reply_to_handle
from answers
inner join given_posts
    on
        given_posts.asked_server = answers.asked_server
        and given_posts.status_id = answers.in_reply_to_status_id
