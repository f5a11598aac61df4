from shared.texts import Text

SENTENCE = Text(az="Müddət: {span} ({n}).", en="Term: {span} ({n}).")


def test_a_text_in_a_text_comes_in_the_language_of_the_sentence() -> None:
    filled = SENTENCE.filled(span=Text(az="üç saat", en="three hours"), n=3)

    assert filled == Text(az="Müddət: üç saat (3).", en="Term: three hours (3).")
