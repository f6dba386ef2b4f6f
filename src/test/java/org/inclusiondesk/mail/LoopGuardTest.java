package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.MailRig.mail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopGuardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Auto-Submitted: auto-replied | auto-submitted",
        "AUTO-SUBMITTED: Auto-Generated; owner-email=\"x@y.example\" | auto-submitted",
        "auto-submitted: AUTO-NOTIFIED (by a machine) | auto-submitted",
        "Auto-Submitted: | auto-submitted",
        "Precedence: BULK | precedence",
        "precedence: Auto_Reply | precedence",
        "List-Unsubscribe: <mailto:x@y.example> | list",
        "LIST-ID: <x.y.example> | list",
        "X-Auto-Response-Suppress: OOF, AutoReply | suppressed",
        "Return-Path: < > | null-sender",
        "X-Autoreply: yes | answering-machine",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b | report",
        "Content-Type: text/calendar; method=REQUEST | calendar",
        "From: No-Reply <no-reply@news.example> | machine-sender",
        "From: donotreply@news.example | machine-sender",
        "Subject: Automatic reply: Your message | absence",
        "Subject: Out of Office: back on Monday | absence",
        "Subject: OOO: Sam | absence",
        "Subject: Abwesenheitsnotiz: Sam | absence",
        "Subject: Réponse automatique : x | absence",
        "Subject: Resposta automática: x | absence",
        "Subject: Autosvar: x | absence",
        "Subject: Odpowiedź automatyczna: x | absence",
        "Subject: 自動返信：x | absence",
        "Subject: Afwezig: x | absence",
        "Subject: OOO - back on Monday | absence",
        "Subject: Sam Staff is out of the office. | absence",
        "Subject: AUTO: Sam Staff is out of the office (returning 23/11/2026) | absence",
        "Subject: Absence du bureau : x | absence",
        "Subject: [#12] We have it\\nX-ServiceNow-Generated: true\\nPrecedence: bulk | precedence",
        "From: notifications@code.example\\nList-ID: x | list",
        "From: no_reply+12@icb.example | machine-sender",
        "Mailing-List: list x@groups.example | list",
        "Subject: complaint about message from 192.0.2.1 | complaint",
        "Content-Type: message/feedback-report | complaint",
        "Content-Type: multipart/encrypted; boundary=b | encrypted",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data | encrypted",
        "Content-Type: application/x-pkcs7-mime; name=smime.p7m | encrypted",
        "Content-Type: application/octet-stream; name=\"smime.p7m\" | encrypted",
        "Content-Type: application/ms-tnef; name=winmail.dat | winmail",
      })
  void answersNoAutomaticMail(String header, String reason) {
    IncomingMail mail = mail(header.replace("\\n", "\n") + "\nFrom: sam@icb.example\n\nhello");

    assertThat(mail.reason()).isEqualTo(reason);
    assertThat(mail.bounce()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: multipart/report; report-type=\"delivery-status\"; boundary=b",
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "From: Mail Delivery Subsystem <MAILER-DAEMON>",
        "From: postmaster@mx.example\nSubject: Undeliverable: Your request",
        "X-Failed-Recipients: gone@icb.example",
        "Return-Path: <>\nSubject: Returned mail: see transcript for details",
        "From: no-reply@mx.example\nAuto-Submitted: auto-replied\nSubject: Unzustellbar: x",
        "From: Mail Delivery System <mds@mx.example>\nSubject: Undelivered mail",
        "From: mailadmin@mx.example\nSubject: メールエラー",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Niedostarczone: x",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Non recapitabile: x",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Não foi possível entregar: x",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Kunde inte levereras: x",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Kan ikke leveres: x",
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Onbestelbaar: x",
        "From: Mailer-Daemon@gw.example\nSubject: Message status - undeliverable",
        "From: postmaster@x.example\nContent-Type: multipart/report;\n"
            + " report-type=\"delivery-status\"; boundary=b\nSubject: DELIVERY FAILURE: User x not listed",
      })
  void recognisesBounces(String headers) {
    assertThat(mail(headers + "\n\nhello").bounce()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "post_master@mx.example | Error below:N550 - no such user here",
        "postmaster@mx.example | The reason: 550 5.1.1 gone",
        "no-reply@mx.example | Your mailbox is full",
        "no-reply@mx.example | I'm sorry, your message could not be delivered to Sam",
      })
  void recognisesBouncesByWhatTheServerSays(String from, String text) {
    assertThat(mail("From: " + from + "\nSubject: Re: x\n\n" + text.replace("N", "\n")).bounce())
        .isTrue();
  }

  @Test
  void recognisesAServerThatReturnsTheMailWhateverItIsCalled() {
    String returned =
        "From: gate@mx.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
            + "This is the mail system at host mx.example.\n--b\n"
            + "Content-Type: message/rfc822\n\nSubject: y\n\nhello\n--b--";

    assertThat(mail(returned).bounce()).isTrue();
    assertThat(mail(returned.replace("This is the mail system", "See the mail system")).bounce())
        .isFalse();
    assertThat(mail(returned.replace("message/rfc822", "image/png")).bounce()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your message to me reached my junk folder, this is the one before it.",
        "Your message could not be read by my screen reader, see the one attached.",
        "Your message to Sam did not reach her, please send it again.",
        "The following message could not be delivered, can you tell me why?",
      })
  void hearsAPersonWhoForwardsAMailAsAnAttachment(String words) {
    String forwarded =
        "From: sam@icb.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
            + words
            + "\n--b\nContent-Type: message/rfc822\n\nSubject: y\n\nhello\n--b--";

    assertThat(mail(forwarded).automatic()).isFalse();
    assertThat(mail(forwarded.replace(words, "Your message was rejected: 550 5.1.1 gone")).bounce())
        .isTrue();
  }

  @Test
  void leavesAnInlinePgpMessageToPeople() {
    String armoured = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----";

    assertThat(mail("From: sam@icb.example\n\n\n" + armoured).reason()).isEqualTo("encrypted");
    assertThat(mail("From: sam@icb.example\n\nWhat is this?\n" + armoured).automatic()).isFalse();
  }

  @Test
  void tellsAnInvitationFromACalendarFileThatSomebodyAttached() {
    String mixed =
        "From: sam@icb.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee you\n--b\n"
            + "Content-Type: text/calendar%s\nContent-Disposition: attachment; filename=x.ics\n\n"
            + "BEGIN:VCALENDAR\n--b--";

    assertThat(mail(mixed.formatted("; method=REQUEST")).reason()).isEqualTo("calendar");
    assertThat(mail(mixed.formatted("")).automatic()).isFalse();
    assertThat(mail(mixed.formatted("").replace("attachment;", "inline;")).reason())
        .isEqualTo("calendar");
  }

  @Test
  void saysWhyAMailInOutlooksOwnFormIsLeft() {
    String mixed =
        "From: sam@icb.example\nSubject: %sx\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
            + "See you\n--b\nContent-Type: application/octet-stream; name=winmail.dat\n\nx\n--b--";

    assertThat(mail(mixed.formatted("")).reason()).isEqualTo("winmail");
    assertThat(mail(mixed.formatted("Gelesen: ")).reason()).isEqualTo("receipt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: sam@icb.example",
        "From: postmaster@icb.example",
        "Auto-Submitted: no\nFrom: sam@icb.example",
        "Auto-Submitted: NO (I am a person); x=y\nFrom: sam@icb.example",
        "Precedence: first-class\nFrom: sam@icb.example",
        "X-Auto-Response-Suppress: None\nFrom: sam@icb.example",
        "Return-Path: <sam@icb.example>\nFrom: sam@icb.example",
        "From: noreen.reply@icb.example",
        "From: sam@icb.example\nSubject: My message could not be delivered, can you help?",
        "From: sam@icb.example\nSubject: Out of office hours and carers",
        "From: sam@icb.example\nSubject: On maternity leave",
        "From: sam@icb.example\nSubject: Automatic doors",
        "From: sam@icb.example\nSubject: Read this please",
        "From: postmaster@icb.example\nSubject: The lift and the error in it",
        "From: Mail Roome <sam@icb.example>\nSubject: delivery failed twice",
        "From: sam@icb.example\nSubject: Absence of lifts",
        "Content-Type: multipart/signed; boundary=b\nFrom: sam@icb.example",
        "From: sam@icb.example\nSubject: Re: Automatic reply: Your request",
        "From: sam@icb.example\nSubject: FW: Undeliverable: Your request",
        "From: sam@icb.example\nSubject: Everyone is out of the office when I ring",
        "From: sam@icb.example\nSubject: My manager is out of the office, whom do I ask?",
        "From: sam@icb.example\nSubject: OOO-policy",
        "From: sam@icb.example\nSubject: Accepted: thank you for the offer",
        "From: sam@icb.example\nX-Priority: 1\nDisposition-Notification-To: sam@icb.example",
        "From: it.request@icb.example",
        "From: \"Replyton, Noah\" <noah.replyton@icb.example>",
        "From: jana@icb.example\nSubject: Abwesenheit wegen Krankheit",
        "From: sam@icb.example\nSubject: My line manager is out of the office until Monday",
        "From: sam@icb.example\nSubject: Their whole team is out of the office.",
      })
  void hearsPeople(String headers) {
    assertThat(mail(headers + "\n\nhello").automatic()).isFalse();
  }
}
