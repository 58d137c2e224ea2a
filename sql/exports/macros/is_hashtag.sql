-- A value is whether a text is a hashtag: not empty, and not what a failed formula shows.
create or replace temp macro is_hashtag(hashtag, letters, error_value) as
regexp_full_match(hashtag, letters) or (hashtag <> '' and not regexp_full_match('#' || hashtag, error_value))
