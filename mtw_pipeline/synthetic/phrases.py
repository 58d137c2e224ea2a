"""The building blocks of the invented texts, all written for this purpose.

What belongs here: words. What does not: how they are put together (texts.py). The counted words (great, bad, ...) stand
in the sentences of POSITIVE and NEGATIVE only, each sentence with its word once; everywhere else they are avoided, so
that the generator knows their number without counting texts.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """What one community talks about: its name, subjects that fit into a sentence, hashtags."""

    name: str
    subjects: tuple[str, ...]
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """What an account is, and the stem of its handle (5 letters at most)."""

    name: str
    stem: str


AREAS = (
    Area(
        "content",
        ("content & copy", "newsletters", "blog posts", "storytelling", "case studies", "editing", "video scripts"),
        ("ContentMarketing", "Copywriting", "Blogging", "Storytelling", "Newsletter", "WritingTips"),
    ),
    Area(
        "search",
        ("SEO", "keyword research", "link building", "site speed", "local search", "search & intent"),
        ("SEO", "SEOTips", "LocalSEO", "Search", "KeywordResearch", "TechnicalSEO"),
    ),
    Area(
        "social media",
        ("social media", "community building", "short videos", "Twitter chats", "paid social", "comments & replies"),
        ("SocialMedia", "SocialMediaMarketing", "SMM", "CommunityManager", "TwitterTips", "PaidSocial"),
    ),
    Area(
        "brand",
        ("branding", "brand voice", "positioning", "logos & colours", "customer research", "campaign ideas"),
        ("Branding", "BrandStrategy", "Design", "PersonalBranding", "Creativity", "Advertising"),
    ),
    Area(
        "careers",
        ("freelancing", "job hunting", "portfolios", "mentoring", "remote work", "rates & contracts", "side projects"),
        ("Freelance", "MarketingJobs", "Hiring", "Careers", "RemoteWork", "WomenInMarketing"),
    ),
)

COMMON_HASHTAGS = (
    "MarketingTips",
    "DigitalMarketing",
    "Marketing",
    "Tips",
    "Community",
    "SmallBusiness",
    "B2B",
    "Startup",
    "FridayFeeling",
    "MondayMotivation",
    "Learning",
    "GrowthHacking",
)
SPANISH_HASHTAGS = ("MarketingEnEspañol", "Marketing", "RedesSociales", "Diseño", "Comunicación")

ROLES = (
    Role("marketer", "mktr"),
    Role("copywriter", "copy"),
    Role("social media manager", "smm"),
    Role("freelancer", "free"),
    Role("agency", "agcy"),
    Role("student of marketing", "stud"),
    Role("brand strategist", "brand"),
    Role("analyst", "data"),
    Role("media outlet", "media"),
    Role("small company", "shop"),
)

OPENERS = (
    "Hello {tag}!",
    "Morning, {tag}.",
    "Hey {tag}, a question about {subject}.",
    "A thread about {subject}.",
    "I've been reading about {subject} all week.",
    "It's my first month in {subject}.",
    "We're hiring for {subject}.",
    "My team wrote a guide to {subject}.",
    "You don't need a big budget for {subject}.",
    "Nobody tells you this about {subject}.",
    "Three tips on {subject} from my experience.",
    "What's one thing you'd change about {subject}?",
    "I can't stop thinking about {subject}.",
    "Let's talk about {subject}.",
    "A client asked me about {subject} today.",
    "New year, new plans for {subject}.",
    "Hot take: there's no checklist for {subject}.",
    "Today's lesson in {subject} <3",
    "Looking for people who work in {subject}.",
    "Here’s what two years of {subject} taught me.",
)
REPLY_OPENERS = (
    "That's so true.",
    "I agree, {subject} takes time.",
    "We've had the same experience with {subject}.",
    "Didn't know that, thanks!",
    "How long did it take you?",
    "Following for the answers.",
    "I'd say it depends on your followers.",
    "Isn't that the point of {subject}?",
    "Congratulations to you and the team!",
    "Same here.",
)
QUOTE_OPENERS = (
    "Worth a look.",
    "This, about {subject}.",
    "Adding my own experience with {subject}.",
    "Don't miss this thread.",
    "So much to take from this.",
    "If you're new to {subject}, start here.",
)
MIDDLES = (
    "Start small & keep going.",
    "Your followers aren't a number.",
    "It's about people, not clicks.",
    "Test it, then test it again.",
    "I love this community.",
    "Friends, be patient with yourselves.",
    "Nobody has all the answers.",
    "Plan less & listen more.",
    "The data won't speak for itself.",
    "An amazing team makes the difference.",
    "Write for one reader.",
    "That's what experience taught me.",
    "We've all been there.",
    "It doesn't have to be perfect.",
)
CALLS = (
    "Click the link for more.",
    "Let's build something together.",
    "Let's connect!",
    "Check it out.",
    "Make time for it this week.",
    "Read it before your next meeting.",
    "Find the guide on our site.",
    "Join us on Thursday.",
    "Learn from people you follow.",
    "Share your tips below.",
    "DM me if you'd like to talk.",
    "Follow along & share.",
    "Read, learn, share.",
)
NAMING = (
    "Thanks {who} for the idea.",
    "Well said, {who}.",
    "Have you read what {who} wrote?",
    "Written together with {who}.",
    "What do you think, {who}?",
    "cc {who}",
    "Follow {who} for more of this.",
    "Inspired by {who}!",
)
SPANISH = (
    "Hola {tag}, ¿qué opináis?",
    "Hoy hablamos de estrategia & marca.",
    "Un hilo sobre redes sociales.",
    "Empezamos el año con ganas.",
    "¿Quién se apunta al próximo café virtual?",
    "Tres consejos que aprendí este año.",
    "La comunidad es lo más importante.",
    "Leed el artículo y contadme.",
)

POSITIVE = {
    "great": (
        "What a great week for {subject}.",
        "Great things take time.",
        "That was a great read.",
        "This is great!",
        "Such a great team.",
    ),
    "good": (
        "A good brief saves hours.",
        "Good questions beat quick answers.",
        "It's a good day to start.",
        "That's a good sign for {subject}.",
    ),
    "happy": ("Happy to help!", "I'm happy to see so many people here.", "Happy new year, everyone."),
    "excited": ("I'm excited about {subject} this year.", "So excited for what's next!"),
    "kind": ("You're all so kind.", "Be kind to your clients.", "Thank you for the kind words."),
}
NEGATIVE = {
    "bad": ("A bad brief costs days.", "That's a bad idea.", "Not a bad word about the budget, please."),
    "tired": ("I'm so tired of buzzwords.", "We're tired today."),
    "terrible": ("That was a terrible meeting.",),
    "awful": ("The timing is awful.",),
    "embarrassed": ("I'm embarrassed by my old posts.",),
}
POSITIVE_WEIGHTS = {"great": 38.0, "good": 30.0, "happy": 18.0, "excited": 9.0, "kind": 5.0}
NEGATIVE_WEIGHTS = {"bad": 40.0, "tired": 25.0, "terrible": 15.0, "awful": 12.0, "embarrassed": 8.0}

EMOJI_WEIGHTS = {
    "🎉": 10.0,
    "🚀": 9.0,
    "🔥": 8.0,
    "😂": 7.0,
    "👇": 7.0,
    "❤️": 6.0,
    "🙌": 6.0,
    "✨": 5.0,
    "😊": 5.0,
    "☕": 4.0,
    "📈": 4.0,
    "👏🏽": 3.0,
    "👍🏻": 3.0,
    "🙌🏾": 2.0,
    "1️⃣": 2.0,
    "2️⃣": 1.5,
    "🇪🇸": 1.5,
    "🇨🇦": 1.5,
    "👩‍💻": 1.5,
    "👩🏿‍💻": 1.0,
    "👨‍👩‍👧‍👦": 1.0,
    "🏳️‍🌈": 0.5,
}
