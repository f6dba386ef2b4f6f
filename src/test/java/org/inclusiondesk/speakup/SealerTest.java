package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private final ECKey ada = Curve256.newSealing();
  private final ECKey bob = Curve256.newSealing();

  @Test
  void sealsOnceToAKeyThatIsNamedTwice() throws Exception {
    ECKey key = Curve256.newSealing();
    ECKey other = Curve256.newSealing();

    Sealed sealed = Sealer.seal(StrictJson.object().put("text", "a"), List.of(key, other, key));

    assertThat(sealed.kids()).containsExactlyInAnyOrder(key.getKeyID(), other.getKeyID());
    assertThat(Sealer.open(sealed, key).path("text").textValue()).isEqualTo("a");
    assertThat(Sealer.seal(StrictJson.object(), List.of(key, key)).kids()).hasSize(1);
  }

  @Test
  void opensWithEveryRecipientsKey() throws Exception {
    Sealed sealed = seal(TEXT);

    assertThat(textIn(sealed, ada)).isEqualTo(TEXT);
    assertThat(textIn(sealed, bob)).isEqualTo(TEXT);
    assertThat(sealed.kids()).containsExactlyInAnyOrder(ada.getKeyID(), bob.getKeyID()).isSorted();
  }

  @Test
  void opensWithOneRecipientAlone() throws Exception {
    Sealed sealed = Sealer.seal(object(TEXT), List.of(ada));

    assertThat(sealed.kids()).containsExactly(ada.getKeyID());
    assertThat(textIn(sealed, ada)).isEqualTo(TEXT);
    assertThat(openByTheBook(sealed.json(), ada)).startsWith("{\"text\":");
  }

  @Test
  void opensWithNothingElse() {
    assertThatThrownBy(() -> Sealer.open(seal(TEXT), Curve256.newSealing()))
        .isInstanceOf(JOSEException.class);
    assertThatThrownBy(() -> Sealer.seal(object(TEXT), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wrapsTheCasesOwnKeyUnderTheReceipt() throws Exception {
    OwnKey own = OwnKey.make(RECEIPT);
    Receipt other =
        Receipt.of(List.of("abacus", "zoom", "kennel", "unruly", "ability", "able", "abides"));

    assertThat(own.unwrap(RECEIPT).toPublicJWK()).isEqualTo(own.key());
    assertThat(OwnKey.parse(own.toJson())).isEqualTo(own);
    assertThatThrownBy(() -> own.unwrap(other)).isInstanceOf(JOSEException.class);
    OwnKey swapped = new OwnKey(OwnKey.make(RECEIPT).key(), own.wrapped());
    assertThatThrownBy(() -> swapped.unwrap(RECEIPT)).isInstanceOf(ParseException.class);
  }

  @Test
  void showsTheTextNowhere() {
    assertThat(seal("marker-text").json()).doesNotContain("marker-text");
    assertThat(OwnKey.make(RECEIPT).toJson().toString()).doesNotContain("abacus");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext", "tag", "iv"})
  void failsWhenTamperedWith(String member) throws Exception {
    ObjectNode json = seal(TEXT).toJson();
    byte[] bytes = new Base64URL(json.path(member).textValue()).decode();
    bytes[bytes.length / 2] ^= 1;
    Sealed tampered = Sealed.parse(json.put(member, Base64URL.encode(bytes).toString()));

    assertThatThrownBy(() -> Sealer.open(tampered, ada)).isInstanceOf(JOSEException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"protected\":1}",
        "OK trailing",
        "protected:{\"enc\":\"A256GCM\" }",
        "protected:{\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
        "protected:{\"enc\":\"A128GCM\"}",
        "protected:{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
        "iv:short",
        "tag:short",
        "ciphertext:short",
        "encrypted_key:short",
        "alg:ECDH-ES",
        "alg:none",
        "kid:short",
        "order",
        "twice",
        "nobody",
        "aad",
        "unprotected",
        "apu",
        "off the curve",
        "epk.d",
        "duplicate"
      })
  void takesNoOtherForm(String what) {
    assertThatThrownBy(() -> Sealed.parse(misshapen(what))).isInstanceOf(ParseException.class);
  }

  /** A good sealing with one thing wrong about it. */
  private String misshapen(String what) {
    ObjectNode json = seal(TEXT).toJson();
    ArrayNode recipients = json.withArray("recipients");
    ObjectNode recipient = (ObjectNode) recipients.get(0);
    ObjectNode header = (ObjectNode) recipient.get("header");
    String value = what.substring(what.indexOf(':') + 1);
    switch (what.split(":")[0]) {
      case "OK trailing" -> {
        return json + "{}";
      }
      case "protected" -> json.put("protected", Base64URL.encode(value).toString());
      case "iv", "tag", "ciphertext" -> json.put(what.split(":")[0], "AAAA");
      case "encrypted_key" -> recipient.put("encrypted_key", "AAAA");
      case "alg" -> header.put("alg", value);
      case "kid" -> header.put("kid", "AAAA");
      case "order" -> recipients.add(recipients.remove(0));
      case "twice" -> recipients.add(recipients.get(1).deepCopy());
      case "nobody" -> recipients.removeAll();
      case "aad" -> json.put("aad", "AAAA");
      case "unprotected" -> json.putObject("unprotected");
      case "apu" -> header.put("apu", "AAAA");
      case "off the curve" -> header.withObject("/epk").put("y", header.at("/epk/x").textValue());
      case "epk.d" -> header.withObject("/epk").put("d", header.at("/epk/x").textValue());
      case "duplicate" -> {
        return json.toString().replaceFirst("\\{", "{\"iv\":\"AAAAAAAAAAAAAAAA\",");
      }
      default -> {
        return what;
      }
    }
    return json.toString();
  }

  @Test
  void hasTheSameLengthForAllTextsOfAClass() {
    Function<String, Integer> lengths = text -> seal(text).json().length();
    // The JSON around a text takes eleven bytes.
    int brim = Sealed.SIZES.get(0) - 11;

    Set<Integer> smallest =
        new ArrayList<>(List.of("a", "é".repeat(1000), "x".repeat(brim)))
            .stream().map(lengths).collect(Collectors.toSet());

    assertThat(smallest).hasSize(1);
    assertThat(lengths.apply("x".repeat(brim + 1))).isNotIn(smallest);
    assertThat(lengths.apply("x".repeat(brim + 1))).isEqualTo(lengths.apply("x".repeat(16_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "<", "\"", "🙁", "\u2028", "\u202e", "é", "&", "\u0000", "'"})
  void takesTheLongestTextOfAnyCharacter(String character) throws Exception {
    String text = character.repeat(Texts.LONGEST);

    assertThat(textIn(seal(text), bob)).isEqualTo(text);
  }

  @Test
  void isPlainJweThatAnythingThatKnowsTheStandardOpens() throws Exception {
    assertThat(openByTheBook(seal(TEXT).json(), bob)).startsWith("{\"text\":");
  }

  private Sealed seal(String text) {
    return Sealer.seal(object(text), List.of(ada, bob));
  }

  private static ObjectNode object(String text) {
    return StrictJson.object().put("text", text);
  }

  private static String textIn(Sealed sealed, ECKey key) throws JOSEException, ParseException {
    return StrictJson.text(Sealer.open(sealed, key), "text");
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
