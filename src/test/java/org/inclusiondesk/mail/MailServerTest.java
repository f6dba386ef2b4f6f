package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.OrTerm;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the other mail tests take for granted of Dovecot and Postfix. */
@Tag("full")
@ExtendWith(MailServer.Once.class)
final class MailServerTest {
  private final MailServer server;
  private final Session session;

  MailServerTest(MailServer server) {
    this.server = server;
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(server.smtpPort()));
    properties.put("mail.smtp.timeout", "10000");
    properties.put("mail.imap.timeout", "10000");
    session = Session.getInstance(properties);
  }

  @Test
  void vouchesForSendersOfItsOwnDomainAlone() throws MessagingException {
    String inside = send("staff@test.local", "gateway+tag@test.local", "");
    String outside =
        send(
            "someone@outside.example",
            "gateway@test.local",
            "mx.test.local; dmarc=pass header.from=outside.example");

    assertThat(verdicts("gateway", inside)).hasSize(1).allMatch(v -> v.contains("dmarc=pass"));
    assertThat(verdicts("gateway", outside)).hasSize(2);
    assertThat(verdicts("gateway", outside)[0]).contains("dmarc=none");
  }

  @Test
  void answersForWhoeverIsAway() throws MessagingException {
    String id = send("women@test.local", "autoreply@test.local", "");

    assertThat(headers("women", id, "Auto-Submitted"))
        .singleElement()
        .asString()
        .startsWith("auto-replied");
  }

  @Test
  void reportsMailThatCannotBeDelivered() throws MessagingException {
    send("lgbt@test.local", "ghost@test.local", "");

    assertThat(await().atMost(Duration.ofSeconds(20)).until(() -> reports("lgbt"), n -> n > 0))
        .isPositive();
  }

  @Test
  void refusesStrangersAndOtherDomains() {
    for (String to : new String[] {"nobody@test.local", "someone@outside.example"}) {
      assertThatThrownBy(() -> send("staff@test.local", to, ""))
          .isInstanceOf(SendFailedException.class);
    }
  }

  @Test
  void opensABoxForAValidTokenOnly() throws MessagingException {
    assertThat(openedWith("good-gateway@test.local")).isTrue();
    assertThat(openedWith("bad")).isFalse();
  }

  private String send(String from, String to, String verdict) throws MessagingException {
    String id = "<" + UUID.randomUUID() + "@sender.example>";
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(from));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject("A trial");
    if (!verdict.isEmpty()) {
      message.setHeader("Authentication-Results", verdict);
    }
    message.setText("Good morning");
    Transport.send(message);
    return id;
  }

  private String[] verdicts(String box, String id) throws MessagingException {
    return headers(box, id, "Authentication-Results");
  }

  /** A header of the mail that has the id or answers it, waited for. */
  private String[] headers(String box, String id, String header) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (Store store = open(box);
                  Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                Message[] found =
                    inbox.search(
                        new OrTerm(
                            new HeaderTerm("Message-ID", id), new HeaderTerm("In-Reply-To", id)));
                return found.length == 0 ? new String[0] : found[0].getHeader(header);
              }
            },
            values -> values.length > 0);
  }

  private int reports(String box) throws MessagingException {
    try (Store store = open(box);
        Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      return inbox.search(new HeaderTerm("Content-Type", "report-type=delivery-status")).length;
    }
  }

  private Store open(String box) throws MessagingException {
    Store store = session.getStore("imap");
    store.connect("127.0.0.1", server.imapPort(), box + "@test.local", "secret");
    return store;
  }

  private boolean openedWith(String token) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.imap.auth.mechanisms", "XOAUTH2");
    properties.put("mail.imap.timeout", "10000");
    try (Store store = Session.getInstance(properties).getStore("imap")) {
      store.connect("127.0.0.1", server.imapPort(), "gateway@test.local", token);
      return store.isConnected();
    } catch (AuthenticationFailedException refused) {
      return false;
    }
  }
}
