package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.mail.MailRig.mail;

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
      })
  void answersNoAutomaticMail(String header, String reason) {
    IncomingMail mail = mail(header + "\nFrom: sam@icb.example\n\nhello");

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
      })
  void recognisesBounces(String headers) {
    assertThat(mail(headers + "\n\nhello").bounce()).isTrue();
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
      })
  void hearsPeople(String headers) {
    assertThat(mail(headers + "\n\nhello").automatic()).isFalse();
  }
}
