package org.inclusiondesk.teams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Speaker;

/**
 * Seals what a card carries, so that it comes back unchanged; a sheet also from the same person in
 * the same conversation: JWS with HMAC-SHA-256 (RFC 7515). Safe for any number of threads.
 */
final class CardSeal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MACSigner signer;
  private final MACVerifier verifier;

  /**
   * @param key at least 32 random bytes; cards sealed with another key do not open
   * @throws IllegalArgumentException if the key is shorter
   */
  CardSeal(byte[] key) {
    try {
      signer = new MACSigner(key);
      verifier = new MACVerifier(key);
    } catch (JOSEException tooShort) {
      throw new IllegalArgumentException("the key for cards must have at least 32 bytes", tooShort);
    }
  }

  /**
   * Seals a sheet.
   *
   * @param seat who may hand it in, and where, as {@link Incoming#seat()} says it
   */
  String seal(Sheet sheet, String seat) {
    ObjectNode content =
        JSON.createObjectNode()
            .put("key", sheet.key())
            .put("wish", sheet.wish().name())
            .put("issued", sheet.issued().toString())
            .put("seat", seat);
    ObjectNode networks = content.putObject("networks");
    sheet.networks().forEach(network -> networks.put(network.id().value(), network.name()));
    return sign(content);
  }

  /** Seals a ballot, for whoever sees the card. */
  String seal(Ballot ballot) {
    return sign(JSON.createObjectNode().put("key", ballot.key()).put("article", ballot.article()));
  }

  /** Seals the sheet of a question to the team, likewise. */
  String seal(EnquirySheet sheet, String seat) {
    ObjectNode content =
        JSON.createObjectNode()
            .put("enquiry", sheet.key())
            .put("issued", sheet.issued().toString())
            .put("seat", seat);
    Speaker speaker = sheet.speaker();
    if (speaker.mailbox() != null) {
      content.put("name", speaker.name()).put("mail", speaker.mailbox().value());
    }
    return sign(content);
  }

  /** The ballot as it was sealed, or nothing. */
  Optional<Ballot> openBallot(String sealed) {
    return content(sealed)
        .filter(content -> !content.path("article").asText().isEmpty())
        .map(content -> new Ballot(content.path("key").asText(), content.path("article").asText()));
  }

  /** The sheet as it was sealed for this seat, or nothing. */
  Optional<Sheet> open(String sealed, String seat) {
    return contentOf(sealed, seat).flatMap(CardSeal::sheet);
  }

  /** The sheet of a question to the team as it was sealed for this seat, or nothing. */
  Optional<EnquirySheet> openEnquiry(String sealed, String seat) {
    return contentOf(sealed, seat).flatMap(CardSeal::enquiry);
  }

  private static Optional<Sheet> sheet(JsonNode content) {
    List<Form.Network> networks = new ArrayList<>();
    try {
      content
          .path("networks")
          .properties()
          .forEach(
              network ->
                  networks.add(
                      new Form.Network(
                          new NetworkId(network.getKey()), network.getValue().asText())));
      return Optional.of(
          new Sheet(
              content.path("key").asText(),
              Form.Wish.valueOf(content.path("wish").asText()),
              networks,
              LocalDate.parse(content.path("issued").asText())));
    } catch (IllegalArgumentException | DateTimeException anotherSheet) {
      return Optional.empty();
    }
  }

  private static Optional<EnquirySheet> enquiry(JsonNode content) {
    if (!content.path("enquiry").isTextual()) {
      return Optional.empty();
    }
    Speaker speaker =
        content.path("mail").isTextual()
            ? new Speaker(
                content.path("name").textValue(), new Mailbox(content.path("mail").asText()), true)
            : Speaker.UNKNOWN;
    return Optional.of(
        new EnquirySheet(
            content.path("enquiry").asText(),
            speaker,
            LocalDate.parse(content.path("issued").asText())));
  }

  private String sign(ObjectNode content) {
    JWSObject sealed =
        new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(content.toString()));
    try {
      sealed.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a card could not be sealed", e);
    }
    return sealed.serialize();
  }

  private Optional<JsonNode> contentOf(String sealed, String seat) {
    return content(sealed).filter(found -> seat.equals(found.path("seat").asText()));
  }

  private Optional<JsonNode> content(String sealed) {
    try {
      JWSObject object = JWSObject.parse(sealed);
      if (!JWSAlgorithm.HS256.equals(object.getHeader().getAlgorithm())
          || !object.verify(verifier)) {
        return Optional.empty();
      }
      return Optional.of(JSON.readTree(object.getPayload().toString()));
    } catch (ParseException | JOSEException | JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }
}
