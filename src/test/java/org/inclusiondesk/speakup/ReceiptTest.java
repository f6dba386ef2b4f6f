package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
  private static final List<String> WORDS =
      List.of("abacus", "yo-yo", "zoom", "t-shirt", "kennel", "felt-tip", "unruly");

  @Test
  void keepsItsKeysForGood() {
    // Computed apart with HKDF-SHA-256 (RFC 5869), no salt, over "abacusyoyozoomtshirt…".
    Receipt receipt = Receipt.of(WORDS);

    assertThat(HexFormat.of().formatHex(receipt.locator()))
        .isEqualTo("8766f4a74eab9e07cf52f572ae3638252332132e3eadda9db6d6577e70b55993");
    assertThat(HexFormat.of().formatHex(receipt.openingKey().getEncoded()))
        .isEqualTo("779493ebf8a2d366099ed001de0113551565a808f9c82c1b271634ae7669305a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abacus yo-yo zoom t-shirt kennel felt-tip unruly",
        "  Abacus  YO-YO\tzoom\nT-Shirt kennel, felt tip; unruly.  ",
        "abacus-yo-yo-zoom-t-shirt-kennel-felt-tip-unruly",
        "1. abacus 2. yoyo 3. zoom 4. tshirt 5. kennel 6. felttip 7. unruly"
      })
  void isTheSameHoweverItIsTyped(String typed) {
    assertThat(Receipt.parse(typed).orElseThrow().locator()).isEqualTo(Receipt.of(WORDS).locator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abacus", "1234567", "ааааааааааааааааааааааааааааа"})
  void isNoneWhereTheWordsCannotBeOne(String typed) {
    assertThat(Receipt.parse(typed)).isEmpty();
    assertThat(Receipt.parse("word ".repeat(40))).isEmpty();
  }

  @Test
  void showsNoneOfItsWords() {
    assertThat(Receipt.of(WORDS)).hasToString("Receipt[…]");
  }
}
