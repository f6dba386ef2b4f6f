package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
  private static final String TEXT = "Something is wrong on ward 7: “nobody” listens. 🙁";
  private static final Receipt RECEIPT =
      Receipt.of(List.of("abacus", "zoom", "kennel", "unruly", "ability", "able", "abide"));

  private final Guardians ada = Guardians.named("ada");
  private final Guardians bob = Guardians.named("bob");
  private final Sealer sealer = new Sealer(List.of(ada.known(), bob.known()));

  @Test
  void opensWithEveryGuardiansKeyAndWithTheReceipt() throws Exception {
    Sealed sealed = sealer.seal(TEXT, RECEIPT);

    assertThat(Sealer.open(sealed, ada.privateKey())).isEqualTo(TEXT);
    assertThat(Sealer.open(sealed, bob.privateKey())).isEqualTo(TEXT);
    assertThat(Sealer.open(sealed, RECEIPT)).isEqualTo(TEXT);
  }

  @Test
  void opensWithOneGuardianAlone() throws Exception {
    Sealed sealed = new Sealer(List.of(ada.known())).seal(TEXT, RECEIPT);

    assertThat(Sealer.open(sealed, ada.privateKey())).isEqualTo(TEXT);
    assertThat(Sealer.open(sealed, RECEIPT)).isEqualTo(TEXT);
  }

  @Test
  void opensWithNothingElse() {
    Sealed sealed = sealer.seal(TEXT, RECEIPT);
    Receipt other =
        Receipt.of(List.of("abacus", "zoom", "kennel", "unruly", "ability", "able", "abides"));

    assertThatThrownBy(() -> Sealer.open(sealed, Guardians.named("eve").privateKey()))
        .isInstanceOf(JOSEException.class);
    assertThatThrownBy(() -> Sealer.open(sealed, other)).isInstanceOf(JOSEException.class);
    assertThatThrownBy(() -> new Sealer(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsTheTextNowhere() {
    Sealed sealed = sealer.seal("marker-text", RECEIPT);

    assertThat(sealed.message() + sealed.ownKey()).doesNotContain("marker-text", "abacus");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext", "tag", "iv", "protected"})
  @SuppressWarnings("unchecked")
  void failsWhenTamperedWith(String member) throws ParseException {
    Sealed sealed = sealer.seal(TEXT, RECEIPT);
    Map<String, Object> json = JSONObjectUtils.parse(sealed.message());
    String value = (String) json.get(member);
    if (member.equals("protected")) {
      json.put(member, Base64URL.encode("{\"enc\":\"A256GCM\" }").toString());
    } else {
      byte[] bytes = new Base64URL(value).decode();
      bytes[bytes.length / 2] ^= 1;
      json.put(member, Base64URL.encode(bytes).toString());
    }
    Sealed tampered = new Sealed(JSONObjectUtils.toJSONString(json), sealed.ownKey());

    assertThatThrownBy(() -> Sealer.open(tampered, ada.privateKey()))
        .isInstanceOf(JOSEException.class);
  }

  @Test
  void failsWhenSealedInAnotherWay() throws ParseException {
    Sealed sealed = sealer.seal(TEXT, RECEIPT);
    Map<String, Object> json = JSONObjectUtils.parse(sealed.message());
    json.put("protected", Base64URL.encode("{\"enc\":\"A256GCM\",\"zip\":\"DEF\"}").toString());

    assertThatThrownBy(
            () ->
                Sealer.open(
                    new Sealed(JSONObjectUtils.toJSONString(json), sealed.ownKey()),
                    ada.privateKey()))
        .isInstanceOf(JOSEException.class);
    for (String damaged : List.of("", "{}", "[]", "{\"protected\":\"e30\"}", "{\"protected\":1}")) {
      assertThatThrownBy(() -> Sealer.open(new Sealed(damaged, sealed.ownKey()), ada.privateKey()))
          .isInstanceOf(ParseException.class);
    }
  }

  @Test
  void hasTheSameLengthForAllTextsOfAClass() {
    Function<String, List<Integer>> lengths =
        text -> {
          Sealed sealed = sealer.seal(text, RECEIPT);
          return List.of(
              sealed.message().getBytes(StandardCharsets.UTF_8).length, sealed.ownKey().length());
        };
    // The JSON around a text takes eleven bytes.
    int brim = Sealer.SIZES.get(0) - 11;

    Set<List<Integer>> smallest =
        new ArrayList<>(List.of("a", "é".repeat(1000), "x".repeat(brim)))
            .stream().map(lengths).collect(Collectors.toSet());

    assertThat(smallest).hasSize(1);
    assertThat(lengths.apply("x".repeat(brim + 1))).isNotIn(smallest);
    assertThat(lengths.apply("x".repeat(brim + 1))).isEqualTo(lengths.apply("x".repeat(16_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "<", "\"", "🙁", "\u2028", "\u202e", "é", "&", "\u0000", "'"})
  void takesTheLongestTextOfAnyCharacter(String character) throws Exception {
    String text = character.repeat(SealedIntake.LONGEST);

    assertThat(Sealer.open(sealer.seal(text, RECEIPT), bob.privateKey())).isEqualTo(text);
  }

  @Test
  void isPlainJweThatAnythingThatKnowsTheStandardOpens() throws Exception {
    Sealed sealed = sealer.seal(TEXT, RECEIPT);

    assertThat(openByTheBook(sealed.message(), bob.privateKey())).startsWith("{\"text\":");
  }

  /** The worked example of RFC 7518 appendix C. */
  @Test
  void derivesTheKeyOfTheStandardsExample() throws Exception {
    byte[] z = {
      (byte) 158,
      86,
      (byte) 217,
      29,
      (byte) 129,
      113,
      53,
      (byte) 211,
      114,
      (byte) 131,
      66,
      (byte) 131,
      (byte) 191,
      (byte) 132,
      38,
      (byte) 156,
      (byte) 251,
      49,
      110,
      (byte) 163,
      (byte) 218,
      (byte) 128,
      106,
      72,
      (byte) 246,
      (byte) 218,
      (byte) 167,
      121,
      (byte) 140,
      (byte) 254,
      (byte) 144,
      (byte) 196
    };

    byte[] derived = concatKdf(z, "A128GCM", "Alice", "Bob", 128);

    assertThat(Base64URL.encode(derived)).hasToString("VqqN6vgjbSBcIijNcacQGg");
  }

  /** RFC 7516 with the JDK alone, no line shared with the code under test. */
  @SuppressWarnings("unchecked")
  private static String openByTheBook(String message, ECKey key)
      throws GeneralSecurityException, ParseException, JOSEException {
    Map<String, Object> json = JSONObjectUtils.parse(message);
    for (Map<String, Object> recipient : (List<Map<String, Object>>) json.get("recipients")) {
      Map<String, Object> header = (Map<String, Object>) recipient.get("header");
      assertThat(header.get("alg")).isEqualTo("ECDH-ES+A256KW");
      if (!key.getKeyID().equals(header.get("kid"))) {
        continue;
      }
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(key.toECPrivateKey());
      agreement.doPhase(ECKey.parse((Map<String, Object>) header.get("epk")).toECPublicKey(), true);
      byte[] wrapping = concatKdf(agreement.generateSecret(), "ECDH-ES+A256KW", "", "", 256);
      Cipher unwrap = Cipher.getInstance("AESWrap");
      unwrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping, "AES"));
      SecretKey content =
          (SecretKey)
              unwrap.unwrap(
                  decode((String) recipient.get("encrypted_key")), "AES", Cipher.SECRET_KEY);
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.DECRYPT_MODE, content, new GCMParameterSpec(128, decode((String) json.get("iv"))));
      gcm.updateAAD(((String) json.get("protected")).getBytes(StandardCharsets.US_ASCII));
      gcm.update(decode((String) json.get("ciphertext")));
      return new String(gcm.doFinal(decode((String) json.get("tag"))), StandardCharsets.UTF_8);
    }
    throw new AssertionError("not sealed to this key");
  }

  private static byte[] concatKdf(
      byte[] z, String algorithm, String partyU, String partyV, int bits)
      throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(new byte[] {0, 0, 0, 1});
    sha.update(z);
    for (String field : List.of(algorithm, partyU, partyV)) {
      sha.update(ByteBuffer.allocate(4).putInt(field.length()).array());
      sha.update(field.getBytes(StandardCharsets.US_ASCII));
    }
    sha.update(ByteBuffer.allocate(4).putInt(bits).array());
    return Arrays.copyOf(sha.digest(), bits / 8);
  }

  private static byte[] decode(String base64Url) {
    return new Base64URL(base64Url).decode();
  }
}
