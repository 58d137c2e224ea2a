"""What columns are called, by programs and by people in several languages.

What belongs here: the words, and how a name is held against them. What does not: those of other scripts than Latin
(names_in_other_scripts.py), and what a column holds (contents.py).
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from mtw_pipeline.exports.proposing.names_in_other_scripts import FIELD_NAMES

_FIELD_NAMES = {
    "tweet_id": """
        mention url|bericht id|link zum tweet|tweet id|id|id str|status id|tweetid|id tweet|id tuit|tuit id|
        id del tweet|id del tuit|id do tweet|post id|beitrag id|beitrags id|kennung|tweet identifier|identifier|
        identificador|rest id|item id|tweet url|url|link|permalink|status url|tweet link|permanent url|enlace|
        enlace del tweet|adresse|endereco|lien|lien du tweet|link do tweet|tweet address|message id|guid|
        tweet permalink|uri|address|ids
    """,
    "created_at": """
        created at|date|time|datetime|date time|timestamp|timestamp utc|posted|posted at|posted on|post date|
        published|published at|pubdate|date gmt|time gmt|datetime utc|datetime gmt|created at utc|
        created at gmt|tweet date utc|publication date|tweet date|tweet time|tweet created at|created|created date|
        created time|date utc|time utc|date created|creation date|datum|zeit|uhrzeit|zeitpunkt|zeitstempel|erstellt|
        erstellt am|veroffentlicht|veroffentlicht am|datum und uhrzeit|datum uhrzeit|fecha|hora|fecha y hora|
        fecha de publicacion|fecha del tweet|publicado|creado|creado en|data|horario|data e hora|data hora|
        data de publicacao|publicado em|criado em|data do tweet|heure|date et heure|date de publication|publie le|
        publie|data e ora|ora|tijd|datum en tijd|geplaatst|unix timestamp|epoch|unix time|local time|day|when|
        parsed created at
    """,
    "text": """
        text|full text|tweet|tweet text|tweet content|content|raw content|wortlaut|bericht|mention content|body|
        message|tweet body|tweet full text|status text|post|post text|caption|description|inhalt|nachricht|beitrag|
        volltext|texto|texto completo|texto del tweet|tuit|contenido|mensaje|mensagem|conteudo|texto do tweet|texte|
        contenu|texte du tweet|testo|contenuto|tekst|inhoud|tweet texto|tweettext|clean text|original text|
        hit sentence|contents
    """,
    "author_handle": """
        author handle|screen name|user screen name|username|user name|user username|user|author|author username|
        handle|twitter handle|account|account handle|from user|from user name|from|poster|twitter user|tweet author|
        tweeted by|posted by|by|user handle|author screen name|nutzer|nutzername|benutzer|benutzername|konto|
        verfasser|autor|absender|usuario|nombre de usuario|cuenta|autor del tweet|conta|nome de usuario|
        nome do usuario|perfil|utilisateur|nom d utilisateur|nom utilisateur|auteur|compte|utente|nome utente|
        autore|gebruiker|gebruikersnaam|profile|profile url|user url|influencer|
        preferred username|actor preferred username|nickname|account acct|acct
    """,
    "author_id": """
        author id|user id|user id str|from user id|from user id str|userid|account id|author user id|uid|nutzer id|
        benutzer id|id nutzer|id usuario|usuario id|id do usuario|id de usuario|utilisateur id|id utilisateur|
        id utente|autor id|id autor|actor id|twitter author id|twitter id
    """,
    "author_name": """
        author name|name|user name|author username|display name|user display name|full name|user full name|
        real name|author fullname|author full name|user realname|anzeigename|vollstandiger name|nombre|
        nombre completo|nome|nome completo|nom|nom complet|nom affiche|nome visualizzato|weergavenaam|
        user displayname|user real name|displayname|u name|nickname|account name|actor display name|influencer|
        extra author attributes name
    """,
    "author_description": """
        author description|user description|user bio|bio|biography|profile description|user profile|profil|
        user profile description|biografia|biographie|beschreibung|profilbeschreibung|descripcion|descricao|author bio|
        twitter bio|actor summary|acctdesc
    """,
    "author_location": """
        author location|user location|location|place of user|ort|standort|wohnort|ubicacion|lugar|localizacao|
        localisation|lieu|localita|profile location|user reported location
    """,
    "author_followers": """
        author followers|followers|follower|followers count|user followers|user followers count|follower count|
        actor followers count|author followers count|number of followers|
        anzahl follower|seguidores|numero de seguidores|abonnes|
        nombre d abonnes|seguaci|volgers|followercount
    """,
    "author_following": """
        author following|following|following count|friends|friends count|user friends count|user following|
        actor friends count|user following count|
        folgt|anzahl gefolgt|user friends|siguiendo|seguidos|seguindo|abonnements|amigos
    """,
    "author_tweets": """
        tweets posted|author tweets|statuses count|user statuses count|tweet count|total tweets|total posts|
        actor statuses count|number of tweets|user tweets|statuses|user tweet count|anzahl tweets|numero de tweets
    """,
    "author_created_at": """
        author created at|user created at|account created|account created at|account creation date|joined|
        actor posted time|user created|usercreatedts|join date|konto erstellt|cuenta creada|conta criada|user join date
    """,
    "author_verified": """
        author verified|actor verified|verified|user verified|is verified|verifiziert|verificado|verifie
    """,
    "language": """
        language|lang|tweet language|tweet lang|sprache|idioma|lengua|langue|lingua|taal
    """,
    "source": """
        source|source label|app|client|device|via|posted with|quelle|fuente|fonte|tweet source|application|
        twitter client|tweet client name|generator display name
    """,
    "is_reply": """
        is reply|is reply to|reply|isreply|ist antwort|es respuesta|e resposta
    """,
    "is_retweet": """
        is retweet|retweet|retweeted|isretweet|is rt|rt|ist retweet|es retweet|e retweet
    """,
    "is_quote": """
        is quote|is quote status|is quote tweet|isquote|quote tweet|quote
    """,
    "in_reply_to_tweet_id": """
        in reply to tweet id|in reply to status id|in reply to status id str|in reply to id|reply to status id|
        reply to sid|reply to tweet id|replied to tweet id|in reply to|replied to id|reply to id|antwort auf tweet id|
        to tweetid|to tweet id|respuesta a id|in reply to tweetid|in reply to link
    """,
    "in_reply_to_user_id": """
        in reply to user id|in reply to user id str|reply to user id|reply to uid|replied to user id|
        to userid|to user id
    """,
    "in_reply_to_handle": """
        to|in reply to handle|in reply to screen name|in reply to username|in reply to user|reply to screen name|
        reply to username|reply to user|replying to|replied to|reply to|to user|to user name|antwort an|respuesta a|
        em resposta a|en reponse a|in reply to user username|reply to sn
    """,
    "retweeted_tweet_id": """
        retweeted tweet id|retweet id|retweeted id|retweeted status id|retweet status id|rt id|original tweet id|
        retweet of id|retweeted status|retweeted tweet|retweeted tweetid|retweet tweetid|retweeted status id str
    """,
    "retweeted_user_id": """
        retweeted user id|retweet user id|original user id|retweeted status user id|retweeted status user id str|
        retweeted tweet user id
    """,
    "retweeted_handle": """
        retweeted handle|retweeted user|retweeted username|retweeted screen name|retweet of|retweet screen name|
        object actor preferred username|original tweet username|retweet user|rt user|original author|
        retweeted from|retweeted user screen name|retweeted tweet user username
    """,
    "retweeted_text": """
        object body|retweeted text|retweet text|original full text|retweeted status text|retweeted tweet raw content|
        retweeted status full text|retweeted status extended tweet full text|retweeted tweet content
    """,
    "quoted_tweet_id": """
        quoted tweet id|quoted status id|quoted id|quote id|quote url|quoted url|quoted tweet|quoted status id str|
        quoted tweet url|quoted
    """,
    "quoted_user_id": """
        quoted user id|quoted status user id|quoted status user id str|quoted tweet user id
    """,
    "quoted_handle": """
        quoted handle|quoted user|quoted username|quoted screen name|quote author|quoted tweet user username|
        quoted status user screen name
    """,
    "like_count": """
        likes received|like count|likes|likes count|number of likes|favorite count|favorites|favourites|favs|
        favorites count|favourite count|nb likes|anzahl likes|gefallt mir|me gusta|numero de likes|
        numero de me gusta|curtidas|gostos|j aime|mentions j aime|mi piace|nlikes|favorite|
        public metrics like count|metrics likes|hearts
    """,
    "retweet_count": """
        retweets received|retweet|retweet count|retweets|retweets count|number of retweets|reposts|repost count|
        nretweets|nb retweets|anzahl retweets|retuits|numero de retweets|retweeted count|
        public metrics retweet count|metrics retweets|compartidos|compartilhamentos|geteilt|rts|rt count|nb rts
    """,
    "reply_count": """
        reply count|replies|replies count|number of replies|nreplies|nb reponses|antworten|anzahl antworten|
        respuestas|numero de respuestas|respostas|reponses|risposte|public metrics reply count|comments
    """,
    "quote_count": """
        quote count|quotes|quotes count|number of quotes|zitate|citas|citacoes|citations|public metrics quote count|
        quote tweets
    """,
    "hashtags": """
        hashtags|hashtag|tags|entities hashtags|hash tags|schlagworte|etiquetas|mots diese|hashtags used
    """,
    "mention_handles": """
        mention handles|mentions|mentioned users|mentioned user|user mentions|mentioned names|mentions screen name|
        mentioned accounts|erwahnungen|erwahnte nutzer|menciones|mencoes|menzioni|entities mentions|
        mentioned handles
    """,
    "mention_ids": """
        mention ids|mentioned ids|mentions user id|mentioned user ids|user mention ids
    """,
    "urls": """
        urls|links|expanded urls|urls expanded url|outlinks|entities urls|url list|enlaces|verweise|liens|
        tcooutlinks|links in tweet|urls in tweet|shared links
    """,
    "media_types": """
        media types|media type|medientyp|tipo de medio
    """,
    "collected_at": """
        collected at|retrieved at|scraped at|collection time|fetched at|downloaded at|crawled at|capture date|
        erfasst am|gesammelt am|recolectado|coletado em|access date|date collected|scrape date
    """,
}  # fmt: skip

_TIE_NAMES = {
    "source": """
        source|from|vertex 1|user 1|user1|node 1|node1|sender|from user|from user screen name|from user id|
        from node id|source user|source id|source screen name|actor|ego|tweeter|author|user|username|screen name|
        quelle|von|absender|nutzer|origen|remitente|de|usuario|origem|expediteur|origine|utilisateur|da|mittente|
        follower|retweeter|userid|user id|source node|source handle|start|tail|who|citing|replier|mentioning|i
    """,
    "target": """
        target|to|vertex 2|user 2|user2|node 2|node2|receiver|to user|to user screen name|to user id|to node id|
        target user|target id|target screen name|recipient|alter|mentioned|mentioned user|mention|mentions|ziel|
        nach|an|empfanger|erwahnt|destino|destinatario|a|mencionado|mencion|destinataire|cible|mentionne|
        destinazione|followee|retweeted|retweeted user|replied to|in reply to screen name|target node|target handle|
        end|head|whom|cited|friend|original author|j|beziel|erwahnter nutzer|usuario mencionado
    """,
    "kind": """
        kind|type|relationship|edge type|interaction|interaction type|relation|tie type|art|typ|beziehung|tipo|
        tipo de interaccion|relacion|tipo de relacao|relacao|type de lien|activity
    """,
    "times": """
        times|weight|count|edge weight|n|frequency|freq|number|strength|gewicht|anzahl|haufigkeit|peso|frecuencia|
        frequencia|poids|frequence|value|occurrences|tweets
    """,
    "created_at": f"{_FIELD_NAMES['created_at']}|{FIELD_NAMES['created_at']}",
}

_FILLERS = frozenset(
    [
        "tweet",
        "tweets",
        "twitter",
        "the",
        "of",
        "del",
        "do",
        "des",
        "du",
        "la",
        "el",
        "le",
        "x",
        "status",
        "public",
        "metrics",
        "data",
        "legacy",
        "entities",
        "node",
        "post",
    ]
)
_OUTER = frozenset({"source", "hits", "result", "item", "payload", "stats", "counts", "engagement"})
"""Objects around a tweet that are no part of its fields' names."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(name: str) -> tuple[str, ...]:
    """A name's words: lower case, without accents, parted at blanks, signs and capitals."""
    parted = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = "".join(each for each in parted if not unicodedata.combining(each))
    return tuple(word for word in re.split(r"[\W_]+", _CAMEL.sub(" ", plain).lower()) if word)


def fields_named(name: str) -> dict[str, int]:
    """The fields of a tweet that a column's name says, with how plainly: 2 in these words, 1 but for fillers.

    Args:
        name: the column's name; of JSON dotted, of which the last parts count too.
    """
    return _named(name, _tweet_keys())


def tie_fields_named(name: str) -> dict[str, int]:
    """The same of the fields of a tie."""
    return _named(name, _tie_keys())


def _named(name: str, keys: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    parts = [part for part in name.split(".") if part]
    found: dict[str, int] = {}
    for start in range(len(parts)):
        words = words_of(" ".join(parts[start:]))
        if start and not _may_stand_alone(parts[:start]):
            break
        for key in ("".join(words), _bare(words)):
            for field, plainness in keys.get(key, {}).items():
                found.setdefault(field, plainness if not start else 1)
    return found


def _may_stand_alone(outer: list[str]) -> bool:
    """Whether what is inside of these objects is of the tweet itself: ``tweet.id`` is, ``place.id`` is not."""
    return all(set(words_of(one)) <= _FILLERS | _OUTER for one in outer)


def _bare(words: tuple[str, ...]) -> str:
    kept = [word for word in words if word not in _FILLERS]
    return "".join(kept or words)


def _keys_of(*named: Mapping[str, str]) -> dict[str, dict[str, int]]:
    keys: dict[str, dict[str, int]] = {}
    for field, listed in (pair for names in named for pair in names.items()):
        for name in listed.split("|"):
            words = words_of(name)
            keys.setdefault("".join(words), {})[field] = 2
            if len(words) - sum(word in _FILLERS for word in words) > 1:  # a word alone says too little: tweet count
                keys.setdefault(_bare(words), {}).setdefault(field, 1)
    return keys


@cache
def _tweet_keys() -> dict[str, dict[str, int]]:
    return _keys_of(_FIELD_NAMES, FIELD_NAMES)


@cache
def _tie_keys() -> dict[str, dict[str, int]]:
    return _keys_of(_TIE_NAMES)
