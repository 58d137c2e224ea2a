-- A value is a hashtag without # and without characters that show nothing, its letters composed: é is one however it is
-- written. Letters, digits and _ alone are one.
create or replace temp macro bare_hashtag(hashtag, letters, invisible, joiners) as
case
    when regexp_full_match(hashtag, letters) then hashtag
    else nfc_normalize(
        ltrim(trim(regexp_replace(regexp_replace(hashtag, invisible, '', 'g'), joiners, '\1', 'g')), '#＃')
    )
end
