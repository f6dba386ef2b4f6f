package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.MailRig.mail;
import static org.inclusiondesk.mail.MailRig.raw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final Trust MX = new Trust.AuthservId("mx.test.local");
  private static final String MAIL = raw("Sam <sam@icb.example>", "1", "Join", "please");

  private static boolean proves(Trust trust, String headers) {
    return trust.proves(mail(headers + "\n" + MAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authentication-Results: mx.test.local; spf=pass smtp.mailfrom=icb.example; dmarc=pass"
            + " header.from=icb.example",
        "AUTHENTICATION-RESULTS: MX.Test.Local 1; dmarc=Pass (p=reject) Header.From=ICB.example",
        "Authentication-Results: mx.test.local (our server);\n dmarc = pass (a \\) b)\n"
            + " header.from = \"icb.example\"",
        "Authentication-Results: other.example; dmarc=fail header.from=icb.example\n"
            + "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example\n"
            + "Authentication-Results: mx.test.local; dmarc=fail header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc/1=pass reason=\"x; dmarc=fail\""
            + " header.from=icb.example",
      })
  void believesTheTopmostResultOfOurServer(String headers) {
    assertThat(proves(MX, headers)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: here",
        "Authentication-Results: mx.test.local; none",
        "Authentication-Results: mx.test.local; dmarc=fail header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=evil.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=x.icb.example",
        "Authentication-Results: mx.test.local; dmarc=pass",
        "Authentication-Results: mx.test.local; spf=pass; dkim=pass header.d=icb.example",
        "Authentication-Results: mx.test.local.evil.example; dmarc=pass header.from=icb.example",
        "Authentication-Results: dmarc=pass header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc=none\n"
            + "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example",
        "Authentication-Results: mx.test.local; spf=fail (dmarc=pass header.from=icb.example)",
        "Authentication-Results: mx.test.local; spf=fail smtp.mailfrom=\"a;dmarc=pass"
            + " header.from=icb.example\"",
        "Authentication-Results: mx.test.local; dmarc=fail header.from=icb.example;"
            + " dmarc=pass header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example"
            + " header.from=evil.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example (open",
        "Authentication-Results: evil.example; x=\"\n mx.test.local; dmarc=pass"
            + " header.from=icb.example",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example\n"
            + "From: Other <other@icb.example>",
      })
  void believesNothingElse(String headers) {
    assertThat(proves(MX, headers)).isFalse();
  }

  @Test
  void believesNoMailOfSeveralAuthors() {
    assertThat(
            MX.proves(
                mail(
                    "Authentication-Results: mx.test.local; dmarc=pass header.from=icb.example\n"
                        + "From: a@icb.example, b@icb.example\n\nhello")))
        .isFalse();
  }

  @Test
  void believesExchangeOnlineAboutMailFromInsideTheTenant() {
    Trust exchange = new Trust.ExchangeOnline();

    assertThat(proves(exchange, "X-MS-Exchange-Organization-AuthAs: Internal")).isTrue();
    assertThat(proves(exchange, "X-MS-Exchange-Organization-AuthAs: Anonymous")).isFalse();
    assertThat(
            proves(
                exchange,
                "X-MS-Exchange-Organization-AuthAs: Internal\n"
                    + "X-MS-Exchange-Organization-AuthAs: Internal"))
        .isFalse();
  }

  @Test
  void believesTheTopmostResultThatExchangeOnlineWrites() {
    Trust exchange = new Trust.ExchangeOnline();
    String passed =
        "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=icb.example;"
            + " dkim=pass header.d=icb.example;dmarc=pass action=none\n"
            + " header.from=icb.example;compauth=pass reason=100";

    assertThat(proves(exchange, passed)).isTrue();
    assertThat(proves(exchange, passed.replace("dmarc=pass", "dmarc=fail"))).isFalse();
    String outside = "X-MS-Exchange-Organization-AuthAs: Anonymous\n";
    assertThat(proves(exchange, outside + passed)).isTrue();
    assertThat(proves(exchange, outside + passed.replace("dmarc=pass", "dmarc=none"))).isFalse();
    assertThat(proves(exchange, outside + outside + passed)).isFalse();
    assertThat(proves(exchange, outside.replace("Anonymous", "Partner") + passed)).isFalse();
    assertThat(proves(exchange, "Authentication-Results: evil.example; none\n" + passed)).isFalse();
  }

  @Test
  void believesNobodyOrEverybodyWhereToldSo() {
    assertThat(proves(new Trust.None(), "X-MS-Exchange-Organization-AuthAs: Internal")).isFalse();
    assertThat(proves(new Trust.Inner(), "X-Nothing: here")).isTrue();
  }
}
