package org.inclusiondesk.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.demo.Served.encode;
import static org.inclusiondesk.demo.Served.json;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TryItPageTest {
  private static final Mailbox DESK = new Mailbox("desk@icb.example");

  private final InnerMailServer mailServer = new InnerMailServer(DESK, 0, 0, new SecureRandom());
  private final Served served = new Served(new TryItPage(DESK, mailServer, Clock.systemUTC()));

  @BeforeEach
  void start() {
    mailServer.start();
  }

  @AfterEach
  void stop() {
    served.close();
    mailServer.close();
  }

  @Test
  void servesEveryFileThatThePageAndItsModulesName() {
    HttpResponse<String> page = served.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    Matcher file = Pattern.compile("/try/assets/[a-z.]+").matcher(page.body());
    assertThat(file.results().map(found -> served.get(found.group()).statusCode()))
        .hasSizeGreaterThanOrEqualTo(3)
        .containsOnly(200);
    for (String module : new String[] {"page.js", "chat.js", "cards.js", "mailboxes.js"}) {
      Matcher imported =
          Pattern.compile("from '\\./([a-z]+\\.js)'")
              .matcher(served.get("/try/assets/" + module).body());
      assertThat(
              imported.results().map(found -> served.get("/try/assets/" + found.group(1))).toList())
          .isNotEmpty()
          .allSatisfy(
              response ->
                  assertThat(response.headers().firstValue("Content-Type"))
                      .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript")));
    }
  }

  @Test
  void allowsThePageNothingFromElsewhereAndNothingInline() {
    HttpResponse<String> page = served.get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "http", "*"));
    assertThat(page.body()).doesNotContain("<style", " style=", "onclick", "http://", "https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/try/assets/index.html",
        "/try/assets/..%2F..%2Flogback.xml",
        "/try/assets/nothing.js",
        "/try/chat/elsewhere/events",
        "/try/mailboxes/desk@icb.example/INBOX/1",
        "/try/mailboxes/desk@icb.example/INBOX/one",
        "/try/mailboxes/nobody@icb.example/INBOX/1"
      })
  void knowsNothingElse(String path) {
    assertThat(served.get(path).statusCode()).isBetween(400, 404);
  }

  @Test
  void keepsAPersonsChatsWhateverTheirNameAndCase() {
    JsonNode first = served.introduce("Sam Taylor", "sam@staff.example");
    JsonNode again = served.introduce("Sam Taylor-Jones", "SAM@Staff.Example");
    JsonNode other = served.introduce("Sam Taylor", "");

    assertThat(first.get("fresh").asBoolean()).isTrue();
    assertThat(again.get("fresh").asBoolean()).isFalse();
    assertThat(again.get("privateChat")).isEqualTo(first.get("privateChat"));
    assertThat(other.get("privateChat")).isNotEqualTo(first.get("privateChat"));
  }

  @ParameterizedTest
  @CsvSource({"'',sam@staff.example", "'  ',sam@staff.example", "Sam,nonsense", "Sam,a@b c"})
  void refusesPeopleWhomNoDirectoryHolds(String name, String address) {
    String body = "{\"name\":\"%s\",\"address\":\"%s\"}".formatted(name, address);

    assertThat(served.post("/try/people", body).statusCode()).isEqualTo(422);
  }

  @Test
  void sendsTheVisitorsMailToTheDeskBySmtp() {
    HttpResponse<String> sent =
        served.post(
            "/try/mail",
            """
            {"name":"Sam Taylor","from":"sam@staff.example","subject":"Joinïng","text":"Please.",
             "inReplyTo":"<1@icb.example>"}""");

    assertThat(sent.statusCode()).isEqualTo(202);
    JsonNode desk = json(served.get("/try/mailboxes")).get(0);
    assertThat(desk.get("address").asText()).isEqualTo(DESK.value());
    JsonNode mail = desk.at("/folders/0/mails/0");
    assertThat(mail.get("subject").asText()).isEqualTo("Joinïng");
    assertThat(mail.get("from").asText()).isEqualTo("Sam Taylor <sam@staff.example>");
    assertThat(mail.get("flagged").asBoolean()).isFalse();
    JsonNode content = json(served.get(path(DESK, mail.get("uid").asLong())));
    assertThat(content.get("text").asText().strip()).isEqualTo("Please.");
    assertThat(content.get("to").asText()).isEqualTo(DESK.value());
    assertThat(content.get("messageId").asText()).endsWith("@staff.example>");
    assertThat(content.get("html").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\":\"nonsense\"}",
        "{\"from\":\"sam@staff.example\",\"subject\":\"one\\r\\nBcc: all@icb.example\"}",
        "{\"from\":\"sam@staff.example\",\"name\":\"one\\nBcc: all@icb.example\"}",
        "{\"from\":\"sam@staff.example\",\"inReplyTo\":\"<1@icb.example>\\r\\nBcc: x\"}"
      })
  void sendsNoMailWithForgedHeaders(String body) {
    assertThat(served.post("/try/mail", body).statusCode()).isEqualTo(422);
    assertThat(json(served.get("/try/mailboxes")).at("/0/folders/0/mails")).isEmpty();
  }

  @Test
  void showsWhatWasSentToWhomAndItsHtmlInACage() throws Exception {
    Mailbox team = new Mailbox("team@nhs.example");
    sendMultipart(team, "plain words", "<p>HTML words</p><script>alert(1)</script>");

    JsonNode mailbox = json(served.get("/try/mailboxes")).get(1);
    assertThat(mailbox.get("address").asText()).isEqualTo("team@nhs.example");
    assertThat(mailbox.get("desk").asBoolean()).isFalse();
    String path = path(team, mailbox.at("/folders/0/mails/0/uid").asLong());
    JsonNode content = json(served.get(path));
    assertThat(content.get("text").asText().strip()).isEqualTo("plain words");
    assertThat(content.get("autoSubmitted").asText()).isEqualTo("auto-generated");
    assertThat(content.get("html").asBoolean()).isTrue();
    HttpResponse<String> html = served.get(path + "/html");
    assertThat(html.body()).contains("HTML words");
    assertThat(html.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .startsWith("sandbox; default-src 'none'")
                    .doesNotContain("script", "allow-", "http"));
  }

  @Test
  void hidesMailWhereRealServersAreInUse() {
    try (Served real = new Served(new TryItPage(DESK, null, Clock.systemUTC()))) {
      assertThat(json(real.get("/try/settings")).get("innerMail").asBoolean()).isFalse();
      assertThat(real.get("/try/mailboxes").statusCode()).isEqualTo(404);
      assertThat(real.get(path(DESK, 1)).statusCode()).isEqualTo(404);
      assertThat(real.post("/try/mail", "{\"from\":\"sam@staff.example\"}").statusCode())
          .isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "\"text\"", ""})
  void refusesWhatIsNoJsonObject(String body) {
    assertThat(served.post("/try/people", body).statusCode()).isEqualTo(400);
    assertThat(served.post("/try/mail", body).statusCode()).isEqualTo(400);
  }

  private void sendMultipart(Mailbox to, String text, String html) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.localhost", "localhost");
    Session session = Session.getInstance(properties);
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text);
    MimeBodyPart rich = new MimeBodyPart();
    rich.setContent(html, "text/html; charset=utf-8");
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(DESK.value());
    mail.setRecipients(RecipientType.TO, to.value());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setContent(new MimeMultipart("alternative", plain, rich));
    mail.saveChanges();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect("127.0.0.1", mailServer.smtpPort(), null, null);
      transport.sendMessage(mail, mail.getAllRecipients());
    }
  }

  private static String path(Mailbox mailbox, long uid) {
    return "/try/mailboxes/" + encode(mailbox.value()) + "/INBOX/" + uid;
  }
}
