"""How the time of masking a word grows with its length, as the ratio of a word to one of half its length.

    python -m benchmarks.long_words

Words of one form, of thousands of signs, as spam and what programs print have them. What reads each sign once takes
about twice as long of twice as many; 4 is growth with the square, and more than that a form that a text must not have.
"""

import time
from collections.abc import Callable

FORMS: dict[str, Callable[[int], str]] = {
    "letters and dots": lambda signs: "a." * (signs // 20),
    "digits and dots": lambda signs: "1." * (signs // 20),
    "words behind a hashtag": lambda signs: "#word" + ".smith.a1" * (signs // 100),
    "a handle and dots": lambda signs: "@ann_1" + ".b" * (signs // 20) + "@",
    "dots": lambda signs: "." * signs,
    "signs of a local part": lambda signs: "+-" * (signs // 2),
    "a scheme without an end": lambda signs: "a+" * (signs // 2),
    "two scripts in turn": lambda signs: "aก" * (signs // 4),
    "letters and underscores": lambda signs: "a_" * (signs // 2),
    "digits among letters": lambda signs: "a" * signs + "1b2",
    "spelled addresses without a dot": lambda signs: "a_at_" * (signs // 5),
    "spelled addresses in capitals": lambda signs: "xATb" * (signs // 4),
    "an at behind letters": lambda signs: "a" * signs + "\n(at)",
    "what nobody sees": lambda signs: "\u200b" * signs,
    "dots behind a link": lambda signs: "http://example.org/" + "." * signs + "a",
    "hyphens of a host": lambda signs: "xn--" + "a" * signs + ".org",
}
"""By what they are made of, words of about so many signs; of what takes long by its length alone, of fewer."""

SIGNS = 40_000
_TURNS = 3


def main() -> None:
    """Print of each form the seconds of the longer word and the ratio."""
    from mtw_pipeline.published.masking.one_text import Masking
    from mtw_pipeline.published.people import People, known_names
    from mtw_pipeline.published.pseudonyms import Pseudonyms
    from mtw_pipeline.study.settings import StudySettings

    settings = StudySettings.model_validate({"title": "t", "hashtags": ["InventedTag"]})
    names = known_names(People(("ann_1", "smith_a1"), ("Ann Smith",), (), ()), settings)
    masking = Masking(Pseudonyms(b"0" * 32, {}), names, settings.publish.publishers, settings.hashtags)

    def seconds(word: str) -> float:
        taken = []
        for _ in range(_TURNS):
            before = time.process_time()
            masking.text(word)
            taken.append(time.process_time() - before)
        return min(taken)

    for name, form in FORMS.items():
        whole, half = seconds(form(SIGNS)), seconds(form(SIGNS // 2))
        print(f"  {name:<34} {whole:7.4f} s   {whole / max(half, 1e-6):5.2f} of half the length")  # noqa: T201


if __name__ == "__main__":
    main()
