package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known answers of the standards. Where an example uses another algorithm of the family than the
 * desk does, what the desk builds on opens it, and the desk's own readers, which take one form
 * alone, refuse it.
 */
class RfcAnswersTest {
  /** RFC 7520 §5.3: PBES2-HS512+A256KW, 8192 rounds, A128CBC-HS256. */
  private static final String BY_PASSWORD =
      "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJwMnMiOiI4UTFTemluYXNSM3"
          + "hjaFl6NlpaY0hBIiwicDJjIjo4MTkyLCJjdHkiOiJqd2stc2V0K2pzb24iLCJl"
          + "bmMiOiJBMTI4Q0JDLUhTMjU2In0"
          + ".d3qNhUWfqheyPp4H8sjOWsDYajoej4c5Je6rlUtFPWdgtURtmeDV1g"
          + ".VBiCzVHNoLiR3F4V82uoTQ"
          + ".23i-Tb1AV4n0WKVSSgcQrdg6GRqsUKxjruHXYsTHAJLZ2nsnGIX86vMXqIi6IR"
          + "sfywCRFzLxEcZBRnTvG3nhzPk0GDD7FMyXhUHpDjEYCNA_XOmzg8yZR9oyjo6l"
          + "TF6si4q9FZ2EhzgFQCLO_6h5EVg3vR75_hkBsnuoqoM3dwejXBtIodN84PeqMb"
          + "6asmas_dpSsz7H10fC5ni9xIz424givB1YLldF6exVmL93R3fOoOJbmk2GBQZL"
          + "_SEGllv2cQsBgeprARsaQ7Bq99tT80coH8ItBjgV08AtzXFFsx9qKvC982KLKd"
          + "PQMTlVJKkqtV4Ru5LEVpBZXBnZrtViSOgyg6AiuwaS-rCrcD_ePOGSuxvgtrok"
          + "AKYPqmXUeRdjFJwafkYEkiuDCV9vWGAi1DH2xTafhJwcmywIyzi4BqRpmdn_N-"
          + "zl5tuJYyuvKhjKv6ihbsV_k1hJGPGAxJ6wUpmwC4PTQ2izEm0TuSE8oMKdTw8V"
          + "3kobXZ77ulMwDs4p"
          + ".0HlwodAhOCILG5SQ2LQ9dg";

  private static final String PASSWORD = "entrap_o\u2013peter_long\u2013credit_tun";

  /** RFC 7520 §5.4: ECDH-ES+A128KW on P-384, A128GCM. */
  private static final String[] BY_AGREEMENT = {
    "eyJhbGciOiJFQ0RILUVTK0ExMjhLVyIsImtpZCI6InBlcmVncmluLnRvb2tAdH"
        + "Vja2Jvcm91Z2guZXhhbXBsZSIsImVwayI6eyJrdHkiOiJFQyIsImNydiI6IlAt"
        + "Mzg0IiwieCI6InVCbzRrSFB3Nmtiang1bDB4b3dyZF9vWXpCbWF6LUdLRlp1NH"
        + "hBRkZrYllpV2d1dEVLNml1RURzUTZ3TmROZzMiLCJ5Ijoic3AzcDVTR2haVkMy"
        + "ZmFYdW1JLWU5SlUyTW84S3BvWXJGRHI1eVBOVnRXNFBnRXdaT3lRVEEtSmRhWT"
        + "h0YjdFMCJ9LCJlbmMiOiJBMTI4R0NNIn0",
    "0DJjBXri_kBcC46IkU5_Jk9BqaQeHdv2",
    "mH-G2zVqgztUtnW_",
    "tkZuOO9h95OgHJmkkrfLBisku8rGf6nzVxhRM3sVOhXgz5NJ76oID7lpnAi_cP"
        + "WJRCjSpAaUZ5dOR3Spy7QuEkmKx8-3RCMhSYMzsXaEwDdXta9Mn5B7cCBoJKB0"
        + "IgEnj_qfo1hIi-uEkUpOZ8aLTZGHfpl05jMwbKkTe2yK3mjF6SBAsgicQDVCkc"
        + "Y9BLluzx1RmC3ORXaM0JaHPB93YcdSDGgpgBWMVrNU1ErkjcMqMoT_wtCex3w0"
        + "3XdLkjXIuEr2hWgeP-nkUZTPU9EoGSPj6fAS-bSz87RCPrxZdj_iVyC6QWcqAu"
        + "07WNhjzJEPc4jVntRJ6K53NgPQ5p99l3Z408OUqj4ioYezbS6vTPlQ",
    "WuGzxmcreYjpHGJoa17EBg"
  };

  private static final String PEREGRIN =
      """
      {"kty":"EC","crv":"P-384",
       "x":"YU4rRUzdmVqmRtWOs2OpDE_T5fsNIodcG8G5FWPrTPMyxpzsSOGaQLpe2FpxBmu2",
       "y":"A8-yxCHxkfBz3hKZfI1jUYMjUhsEveZ9THuwFjH2sCNdtksRJU7D5-SkgaFL1ETP",
       "d":"iTx2pk7wW-GqJkHcEkFQb2EFyYcO7RugmaW3mRrQVAOUiPommT0IdnYK2xDlZh-j"}
      """;

  /** RFC 7518 appendix C: keys of P-256. */
  private static final String BOB =
      """
      {"kty":"EC","crv":"P-256",
       "x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
       "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
       "d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}
      """;

  @TempDir private Path directory;

  @Test
  void opensTheExampleOfKeysUnderAPasswordAndTakesNoKeyFileOfSoFewRounds() throws Exception {
    JWEObject example = JWEObject.parse(BY_PASSWORD);
    example.decrypt(new PasswordBasedDecrypter(PASSWORD));
    assertThat(example.getPayload().toString())
        .startsWith("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"77c7e2b8-6e13-45cf-8672-617b5b45243a\"")
        .endsWith("\"k\":\"qC57l_uxcm7Nm3K-ct4GFjx8tM1U8CZ0NLBvdQstiS8\"}]}");

    Path file = Files.writeString(directory.resolve("key.jwe"), BY_PASSWORD);
    assertThat(KeyFileTest.failed(KeyFile.open(file, PASSWORD)).problem())
        .contains("is not a guardian's key file");
  }

  @Test
  void opensTheExampleOfAgreementWithKeyWrapAndTakesItAsNoConcern() throws Exception {
    JWEObject example = JWEObject.parse(String.join(".", BY_AGREEMENT));
    example.decrypt(new ECDHDecrypter(ECKey.parse(PEREGRIN)));
    assertThat(example.getPayload().toString())
        .startsWith("You can trust us to stick with you through thick and thin")
        .endsWith("We are your friends, Frodo.");

    ObjectNode general = StrictJson.object().put("protected", BY_AGREEMENT[0]);
    general.putArray("recipients").addObject().put("encrypted_key", BY_AGREEMENT[1]);
    general.put("iv", BY_AGREEMENT[2]).put("ciphertext", BY_AGREEMENT[3]);
    refuses(general.put("tag", BY_AGREEMENT[4]).toString());
    assertThatThrownBy(() -> Curve256.parsePrivate(StrictJson.object(PEREGRIN)))
        .isInstanceOf(ParseException.class);
    assertThatThrownBy(() -> Curve256.sealing(ECKey.parse(PEREGRIN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 7516 appendices A.4.7 and A.5: RSA1_5 and A128KW, general and flattened. */
  @Test
  void takesTheGeneralAndTheFlattenedExampleAsNoConcern() throws ParseException {
    String rest =
        "\"iv\":\"AxY8DCtDaGlsbGljb3RoZQ\","
            + "\"ciphertext\":\"KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY\","
            + "\"tag\":\"Mz-VPPyU4RlcuYv1IwIvzw\"}";
    String head =
        "{\"protected\":\"eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0\","
            + "\"unprotected\":{\"jku\":\"https://server.example.com/keys.jwks\"},";
    String second =
        "\"header\":{\"alg\":\"A128KW\",\"kid\":\"7\"},"
            + "\"encrypted_key\":\"6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ\"";

    refuses(head + "\"recipients\":[{" + second + "}]," + rest);
    refuses(head + second + "," + rest);
    refuses(
        head.replaceFirst(",\"unprotected.*", ",") + "\"recipients\":[{" + second + "}]," + rest);
  }

  /** RFC 7518 appendix C names the keys; its own thumbprint, by RFC 7638 §3, names ours. */
  @Test
  void sealsToAndOpensWithTheKeysOfTheStandard() throws Exception {
    ECKey bob = Curve256.sealing(Curve256.parsePrivate(StrictJson.object(BOB)));
    Sealed sealed = Sealer.seal(StrictJson.object().put("text", "a"), List.of(bob.toPublicJWK()));

    assertThat(StrictJson.text(Sealer.open(sealed, bob), "text")).isEqualTo("a");
    assertThatThrownBy(() -> Sealer.open(sealed, Curve256.newSealing()))
        .isInstanceOf(JOSEException.class);
    assertThat(bob.getKeyID()).isEqualTo(bob.computeThumbprint().toString());
  }

  /** RFC 3394 §4.6, on which A256KW rests, by the cipher that this Java gives to our sealer. */
  @Test
  void wrapsAKeyAsTheStandardsExampleDoes() throws Exception {
    Cipher wrap = Cipher.getInstance("AESWrap");
    wrap.init(
        Cipher.WRAP_MODE, key("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"));

    assertThat(wrap.wrap(key("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")))
        .isEqualTo(
            bytes(
                "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326"
                    + "CBC7F0E71A99F43BFB988B9B7A02DD21"));
  }

  /** Test case 14 of the specification of GCM, AES-256, to which RFC 7518 §5.3 refers. */
  @Test
  void encryptsAsTheSpecificationOfGcmSays() throws Exception {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.ENCRYPT_MODE, key("00".repeat(32)), new GCMParameterSpec(128, new byte[12]));

    assertThat(gcm.doFinal(new byte[16]))
        .isEqualTo(bytes("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919"));
  }

  private static void refuses(String json) throws ParseException {
    assertThat(StrictJson.object(json)).as("well-formed JSON").isNotEmpty();
    assertThatThrownBy(() -> Sealed.parse(json))
        .isInstanceOf(ParseException.class)
        .hasMessageStartingWith("this is not ");
  }

  private static SecretKeySpec key(String hex) {
    return new SecretKeySpec(bytes(hex), "AES");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
